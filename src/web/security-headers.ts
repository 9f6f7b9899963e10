import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import type { Request, RequestHandler, Response } from 'express'
import helmet from 'helmet'

/**
 * Allows other origins that this page's forms reach by our redirect. Browsers apply form-action to redirects
 * too.
 */
export const allowFormTargets = (response: Response, origins: readonly string[]): void => {
  response.locals['formTargets'] = origins
}

/**
 * Allows a page to show pages of ours in frames (`around`), or to be shown in one of ours (`inside`), where it sends no
 * form.
 */
export const allowOwnFrames = (response: Response, place: 'around' | 'inside'): void => {
  response.locals['ownFrames'] = place
  if (place === 'inside') response.setHeader('x-frame-options', 'SAMEORIGIN')
}

/** Allows the scripts of this page to send something to this server. */
export const allowConnections = (response: Response): void => {
  response.locals['connects'] = true
}

const ownFrames = ({ locals }: Response): unknown => locals['ownFrames']

const connects = ({ locals }: Response): boolean => locals['connects'] === true

const formAction = (response: Response): string => {
  if (ownFrames(response) === 'inside') return "'none'"
  const targets: unknown = response.locals['formTargets']
  return ["'self'", ...(Array.isArray(targets) ? targets : [])].join(' ')
}

/** Allows nothing from other origins, no inline script or style, and no framing. */
export const securityHeaders = (https: boolean): RequestHandler => {
  const headers = helmet({
    contentSecurityPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
    xFrameOptions: { action: 'deny' },
    xXssProtection: false,
    xDnsPrefetchControl: true,
  })
  return (request, response, next) => {
    const writeHead = response.writeHead.bind(response)
    // Sets the policy last, once the page has declared its form targets.
    response.writeHead = ((...arguments_: Parameters<typeof writeHead>) => {
      if (!response.hasHeader('content-security-policy')) {
        response.setHeader('content-security-policy', policy(response))
      }
      return writeHead(...arguments_)
    }) as typeof response.writeHead
    response.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=(), browsing-topics=()')
    headers(request, response, next)
  }
}

/**
 * Returns the headers that `securityHeaders` gives a page, names and values in turn. `connects`: its scripts send
 * something to this server.
 */
export const securityHeadersOf = (https: boolean, { connects }: { connects: boolean }): string[] => {
  const request = new IncomingMessage(new Socket())
  const response = Object.assign(new ServerResponse(request), { locals: { connects } })
  securityHeaders(https)(request as Request, response as unknown as Response, () => {})
  response.writeHead(200)
  return Object.entries(response.getHeaders()).flatMap(([name, value]) => [name, String(value)])
}

const policy = (response: Response): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    ...(connects(response) ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    `frame-ancestors ${ownFrames(response) === 'inside' ? "'self'" : "'none'"}`,
    ...(ownFrames(response) === 'around' ? ["frame-src 'self'"] : []),
    `form-action ${formAction(response)}`,
  ].join('; ')
