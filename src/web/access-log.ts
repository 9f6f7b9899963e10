import type { RequestHandler } from 'express'
import type { Log } from '../platform/log.ts'

/**
 * Logs one line per request with the route's pattern. The path is not logged, so no line shows who read what.
 */
export const accessLog =
  (log: Log): RequestHandler =>
  (request, response, next) => {
    const startedAt = performance.now()
    response.on('finish', () => {
      const pattern: unknown = request.route?.path
      log.info('request', {
        method: request.method,
        route: typeof pattern === 'string' ? pattern : 'none',
        status: response.statusCode,
        durationMs: Math.round(performance.now() - startedAt),
      })
    })
    next()
  }
