import type { RequestHandler } from 'express'
import { Refusal } from './refusal.ts'

/**
 * Rejects posts that another site's page made a browser send, like Go's CrossOriginProtection.
 * `Sec-Fetch-Site` decides if present, else `Origin` is compared with our host. A request with neither does
 * not come from a browser with cookies. A page that sends no referrer makes old browsers post `Origin: null`, so such
 * pages check a token in their form.
 */
export const forgeryGuard =
  (ownOrigin: () => string, hasFormToken: (path: string) => boolean): RequestHandler =>
  (request, _response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return next()
    const site = request.get('sec-fetch-site')
    const origin = request.get('origin')
    const isAllowed =
      site !== undefined
        ? site === 'same-origin' || site === 'none'
        : origin === undefined ||
          isOurs(origin, ownOrigin(), request.get('host')) ||
          (origin === 'null' && hasFormToken(request.path))
    next(isAllowed ? undefined : new Refusal('cross-site'))
  }

const isOurs = (origin: string, own: string, host: string | undefined): boolean => {
  if (origin === own) return true
  return URL.canParse(origin) && new URL(origin).host === host
}
