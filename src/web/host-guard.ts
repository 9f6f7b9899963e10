import type { RequestHandler } from 'express'
import { isLoopback } from '../platform/loopback.ts'
import { Refusal } from './refusal.ts'

/**
 * Refuses requests under a host name that is neither ours nor loopback. A page elsewhere may let its own name point to
 * this machine (DNS rebinding), and could then read the outbox and sign-in links. Health checks use any name.
 */
export const hostGuard =
  (ownOrigin: () => string): RequestHandler =>
  (request, _response, next) => {
    const isAllowed = request.path.startsWith('/health/') || isOwnHost(request.headers.host, ownOrigin())
    next(isAllowed ? undefined : new Refusal('wrong-host'))
  }

/** Compares by name alone, because a proxy may use another port. Express's `hostname` would believe X-Forwarded-Host. */
export const isOwnHost = (host: string | undefined, ownOrigin: string): boolean => {
  const name = host?.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '')
  return name !== undefined && (isLoopback(name) || isNameOf(name, ownOrigin))
}

const isNameOf = (name: string, origin: string): boolean =>
  URL.canParse(origin) && new URL(origin).hostname === name
