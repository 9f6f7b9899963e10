import type { RequestHandler } from 'express'
import type { Log } from '../platform/log.ts'

type Answered = { method: string; route: string; status: number; startedAt: number }

/** Logs one line for a request, with the route's pattern. No line shows who read what. */
export const requestLog =
  (log: Log) =>
  ({ method, route, status, startedAt }: Answered): void =>
    log.info('request', { method, route, status, durationMs: Math.round(performance.now() - startedAt) })

/** Logs each request once it is answered. */
export const accessLog = (log: Log): RequestHandler => {
  const logRequest = requestLog(log)
  return (request, response, next) => {
    const startedAt = performance.now()
    response.on('finish', () => {
      const pattern: unknown = request.route?.path
      const route = typeof pattern === 'string' ? pattern : 'none'
      logRequest({ method: request.method, route, status: response.statusCode, startedAt })
    })
    next()
  }
}
