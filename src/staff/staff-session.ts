import { parseCookie } from 'cookie'
import type { Request, RequestHandler, Response } from 'express'
import { DAY_MS } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import { newToken, tokenHash } from '../platform/token.ts'
import { Refusal } from '../web/refusal.ts'
import { seeOther } from '../web/send.ts'
import { endSession, findSession, openSession, type StaffMember } from './staff-store.ts'

const SESSION_MS = 14 * DAY_MS

export type StaffSessions = {
  /** Lets staff through and redirects others to the sign-in page. */
  requireStaff: RequestHandler
  /** Follows `requireStaff`. Lets only the finance role through. */
  requireFinance: RequestHandler
  begin: (response: Response, staffId: string) => Promise<void>
  end: (request: Request, response: Response) => Promise<void>
}

type Needs = { database: Database; https: boolean }

/** Keeps sessions as random ids in a cookie. The database stores their hashes, so each can be ended. */
export const staffSessions = ({ database, https }: Needs): StaffSessions => {
  const name = https ? '__Host-s' : 's'
  const options = { httpOnly: true, secure: https, sameSite: 'lax', path: '/' } as const
  const tokenIn = (request: Request): string | undefined => parseCookie(request.headers.cookie ?? '')[name]
  return {
    requireStaff: async (request, response, next) => {
      const token = tokenIn(request)
      const staff = token === undefined ? null : await findSession(database, tokenHash(token))
      if (staff === null) return seeOther(response, '/staff/sign-in')
      response.locals['staff'] = staff
      next()
    },
    requireFinance: (_request, response, next) => {
      if (staffOf(response).role !== 'finance') throw new Refusal('not-your-role')
      next()
    },
    begin: async (response, staffId) => {
      const token = newToken()
      await openSession(database, { tokenHash: tokenHash(token), staffId, lastsMs: SESSION_MS })
      response.cookie(name, token, { ...options, maxAge: SESSION_MS })
    },
    end: async (request, response) => {
      const token = tokenIn(request)
      if (token !== undefined) await endSession(database, tokenHash(token))
      response.clearCookie(name, options)
    },
  }
}

/** Returns the signed-in member on routes behind `requireStaff`. */
export const staffOf = (response: Response): StaffMember => response.locals['staff'] as StaffMember
