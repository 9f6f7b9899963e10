import type { RequestHandler } from 'express'
import { Refusal } from './refusal.ts'

/**
 * Refuses posts that another site's page made a browser send. The rule is that of Go's CrossOriginProtection:
 * `Sec-Fetch-Site` decides where it is sent, else `Origin` against our own host; a request with neither comes
 * from no browser that could carry somebody's cookies.
 */
export const forgeryGuard =
  (ownOrigin: () => string): RequestHandler =>
  (request, _response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return next()
    const site = request.get('sec-fetch-site')
    const origin = request.get('origin')
    const allowed =
      site !== undefined
        ? site === 'same-origin' || site === 'none'
        : origin === undefined || isOurs(origin, ownOrigin(), request.get('host'))
    next(allowed ? undefined : new Refusal('cross-site'))
  }

const isOurs = (origin: string, own: string, host: string | undefined): boolean => {
  if (origin === own) return true
  return URL.canParse(origin) && new URL(origin).host === host
}
