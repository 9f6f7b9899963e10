import type { RequestHandler } from 'express'

const LOCAL = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i

/**
 * Refuses requests under any name but this machine's own. A page elsewhere may let its name point here (DNS rebinding),
 * and could then use the control routes.
 */
export const localHostsOnly: RequestHandler = (request, response, next) => {
  if (LOCAL.test(request.headers.host ?? '')) return next()
  const message = 'The Stripe sandbox answers only under localhost and 127.0.0.1'
  response.status(421).json({ error: { type: 'invalid_request_error', message } })
}
