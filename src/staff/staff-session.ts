import { randomBytes } from 'node:crypto'
import { parseCookie } from 'cookie'
import type { Request, RequestHandler, Response } from 'express'
import { DAY_MS } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import type { SigningKeys } from '../platform/keys.ts'
import { newToken, tokenHash } from '../platform/token.ts'
import { Refusal } from '../web/refusal.ts'
import { seeOther } from '../web/send.ts'
import { deviceOfToken, deviceToken } from './known-device.ts'
import { hasRole, type Role, refusalWithout } from './roles.ts'
import { endSession, findSession, openSession, type StaffMember } from './staff-store.ts'

const SESSION_MS = 14 * DAY_MS
const DEVICE_MS = 90 * DAY_MS

/** Makes a handler that follows `requireStaff`. It lets members through who have at least one of the roles. */
export type RequireRole = (...anyOf: readonly Role[]) => RequestHandler

export type StaffSessions = {
  /** Lets staff through and redirects others to the sign-in page. */
  requireStaff: RequestHandler
  /** As `requireStaff`, but calls `keepPosted` for a post: a redirect would lose what somebody typed. */
  requireStaffOr: (keepPosted: RequestHandler) => RequestHandler
  /** Follows `requireStaff`. Lets only the finance role through. */
  requireFinance: RequestHandler
  requireRole: RequireRole
  /** Returns the id of this browser if the member signed in with it before and did not sign out. */
  deviceOf: (request: Request, staffId: string) => string | null
  begin: (response: Response, staffId: string) => Promise<void>
  end: (request: Request, response: Response) => Promise<void>
}

type Needs = { database: Database; keys: SigningKeys; https: boolean }

/** Keeps sessions as random ids in a cookie. The database stores their hashes, so each can be ended. */
export const staffSessions = ({ database, keys, https }: Needs): StaffSessions => {
  const name = https ? '__Host-s' : 's'
  const deviceName = https ? '__Host-d' : 'd'
  const options = { httpOnly: true, secure: https, sameSite: 'lax', path: '/' } as const
  const cookiesOf = (request: Request) => parseCookie(request.headers.cookie ?? '')
  const tokenIn = (request: Request): string | undefined => cookiesOf(request)[name]
  const requireStaffOr =
    (keepPosted: RequestHandler): RequestHandler =>
    async (request, response, next) => {
      const token = tokenIn(request)
      const staff = token === undefined ? null : await findSession(database, tokenHash(token))
      response.locals['staff'] = staff
      if (staff !== null) next()
      else if (request.method === 'POST') keepPosted(request, response, next)
      else askToSignIn(response)
    }
  return {
    requireStaff: requireStaffOr((_request, response) => askToSignIn(response)),
    requireStaffOr,
    requireFinance: requireRole('finance'),
    requireRole,
    deviceOf: (request, staffId) => deviceOfToken(keys, staffId, cookiesOf(request)[deviceName] ?? ''),
    begin: async (response, staffId) => {
      const token = newToken()
      await openSession(database, { tokenHash: tokenHash(token), staffId, lastsMs: SESSION_MS })
      response.cookie(name, token, { ...options, maxAge: SESSION_MS })
      const device = deviceToken(keys, staffId, randomBytes(16).toString('base64url'))
      response.cookie(deviceName, device, { ...options, maxAge: DEVICE_MS })
    },
    end: async (request, response) => {
      const token = tokenIn(request)
      if (token !== undefined) await endSession(database, tokenHash(token))
      response.clearCookie(name, options)
      response.clearCookie(deviceName, options)
    },
  }
}

const askToSignIn = (response: Response): void => seeOther(response, '/staff/sign-in')

export const requireRole: RequireRole =
  (...anyOf) =>
  (_request, response, next) => {
    if (!hasRole(staffOf(response), ...anyOf)) throw new Refusal(refusalWithout(anyOf))
    next()
  }

/** Returns the signed-in member on routes behind `requireStaff`. */
export const staffOf = (response: Response): StaffMember => response.locals['staff'] as StaffMember
