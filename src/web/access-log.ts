import type { RequestHandler } from 'express'
import type { Log } from '../platform/log.ts'

/** One line a request: the route's pattern, never its address, so that no line says who read what. */
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
