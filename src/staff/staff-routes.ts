import { type Request, type Response, Router } from 'express'
import type { Database } from '../platform/database/database.ts'
import { tokenHash } from '../platform/token.ts'
import { field, formBody } from '../web/form.ts'
import { languageOf } from '../web/language.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import type { AddressDigest, Budget } from '../web/rate-limit.ts'
import { Refusal } from '../web/refusal.ts'
import { pathPart, route } from '../web/route.ts'
import { seeOther, sendPrivatePage } from '../web/send.ts'
import { hashPassword, matchPassword } from './password.ts'
import { linkPage, signInPage } from './sign-in-page.tsx'
import type { StaffSessions } from './staff-session.ts'
import { findStaffByName, redeemLink, setPasswordHash } from './staff-store.ts'

type Needs = {
  database: Database
  newsroom: Newsroom
  sessions: StaffSessions
  /** Limits password attempts by address. A limit by name would let anybody lock out a member. */
  guess: Budget
  digest: AddressDigest
}

const FIRST_PAGE = '/staff/reports/supporters'

export const staffRoutes = (needs: Needs): Router => {
  const { newsroom, sessions } = needs
  const router = Router()
  route(router, '/staff', {
    before: [sessions.requireStaff],
    get: (_request, response) => seeOther(response, FIRST_PAGE),
  })
  route(router, '/staff/sign-in', {
    before: [formBody],
    get: (request, response) => showSignIn(newsroom, { request, response }, { name: '', failed: false }),
    post: (request, response) => signIn(needs, request, response),
  })
  route(router, '/staff/sign-in/:token', {
    get: (request, response) => showLink(newsroom, { request, response }, false),
    post: async (request, response) => {
      const used = await redeemLink(needs.database, tokenHash(pathPart(request, 'token')))
      if (!used) return showLink(newsroom, { request, response: response.status(403) }, true)
      await sessions.begin(response, used.staffId)
      seeOther(response, FIRST_PAGE)
    },
  })
  route(router, '/staff/sign-out', {
    post: async (request, response) => {
      await sessions.end(request, response)
      seeOther(response, '/staff/sign-in')
    },
  })
  return router
}

type SignInForm = { name: string; failed: boolean }

type Exchange = { request: Request; response: Response }

const showSignIn = (newsroom: Newsroom, { request, response }: Exchange, form: SignInForm): void => {
  const named: unknown = request.query['language'] ?? field(request.body, 'language')
  sendPrivatePage(
    response,
    signInPage({ newsroom, language: languageOf(request, named, newsroom.languages), ...form }),
  )
}

const showLink = (newsroom: Newsroom, { request, response }: Exchange, isUsed: boolean): void => {
  const language = languageOf(request, request.query['language'], newsroom.languages)
  sendPrivatePage(response, linkPage({ newsroom, language, path: request.path, isUsed }))
}

const signIn = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const name = field(request.body, 'name')
  if (!(await needs.guess(needs.digest(request.ip ?? ''))))
    throw new Refusal('too-many', { 'Retry-After': '60' })
  const body: unknown = request.body
  const sent = (body as { password?: unknown } | undefined)?.password
  const password = typeof sent === 'string' ? sent : ''
  const staff = await findStaffByName(needs.database, name)
  const enabled = staff !== null && staff.disabledAt === null ? staff : null
  const match = await matchPassword(enabled?.passwordHash ?? null, password)
  if (!enabled || match === 'wrong')
    return showSignIn(needs.newsroom, { request, response: response.status(422) }, { name, failed: true })
  if (match === 'correct-as-typed')
    await setPasswordHash(needs.database, { id: enabled.id, passwordHash: await hashPassword(password) })
  await needs.sessions.begin(response, enabled.id)
  seeOther(response, FIRST_PAGE)
}
