import { type Request, type Response, Router } from 'express'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import type { Places } from '../platform/limit-concurrency.ts'
import { tokenHash } from '../platform/token.ts'
import { field, formBody } from '../web/form.ts'
import { languageOf } from '../web/language.ts'
import type { AddressDigest, Budget } from '../web/limits/rate-limit.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { Refusal } from '../web/refusal.ts'
import { pathPart, route } from '../web/route.ts'
import { seeOther, sendPrivatePage } from '../web/send.ts'
import type { Attempts } from './attempt-store.ts'
import { recordFailedSignIn } from './failed-sign-in-store.ts'
import { hashPassword, matchPassword } from './password.ts'
import { linkPage, type SignInProblem, signInPage } from './sign-in-page.tsx'
import type { StaffSessions } from './staff-session.ts'
import { findStaffByName, redeemLink, setPasswordHash } from './staff-store.ts'
import { inOneForm } from './typed-text.ts'

type Needs = {
  database: Database
  newsroom: Newsroom
  sessions: StaffSessions
  /** Limits password attempts by address. A limit by name would let anybody lock out a member. */
  guess: Budget
  digest: AddressDigest
  /** Makes attempts with one name wait. */
  attempts: Attempts
  /** Limits how many passwords are checked at once: each takes 19 MiB and a core. */
  hashing: Places
  now: Clock
}

/** Served by the reports. */
const FIRST_PAGE = '/staff'

export const staffRoutes = (needs: Needs): Router => {
  const { newsroom, sessions } = needs
  const router = Router()
  route(router, '/staff/sign-in', {
    before: [formBody],
    get: (request, response) => showSignIn(newsroom, { request, response }, { name: '', problem: null }),
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

type SignInForm = { name: string; problem: SignInProblem }

type Exchange = { request: Request; response: Response }

const showSignIn = (newsroom: Newsroom, { request, response }: Exchange, form: SignInForm): void => {
  const named: unknown = request.query['language'] ?? field(request.body, 'language')
  sendPrivatePage(
    response,
    signInPage({ newsroom, language: languageOf(request, named, newsroom.staffLanguages), ...form }),
  )
}

const showLink = (newsroom: Newsroom, { request, response }: Exchange, isUsed: boolean): void => {
  const language = languageOf(request, request.query['language'], newsroom.staffLanguages)
  sendPrivatePage(response, linkPage({ newsroom, language, path: request.path, isUsed }))
}

/**
 * Checks name and password. Attempts with one name wait for each other. A browser in which the member signed in
 * before is counted by itself, so that nobody else can keep the member out.
 */
const signIn = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, newsroom, sessions, attempts, now } = needs
  const name = inOneForm(field(request.body, 'name'))
  const staff = await findStaffByName(database, name)
  const device = staff && sessions.deviceOf(request, staff.id)
  if (device === null && !(await needs.guess(needs.digest(request.ip ?? ''))))
    throw new Refusal('too-many', { 'Retry-After': '60' })
  const key = device === null ? `name ${name}` : `device ${device}`
  const admitted = await attempts.begin(key)
  if (!admitted.ok) {
    response.status(429).set('Retry-After', String(admitted.waitS))
    const problem = { because: 'wait', seconds: admitted.waitS } as const
    return showSignIn(newsroom, { request, response }, { name, problem })
  }
  const enabled = staff?.disabledAt === null ? staff : null
  const password = passwordIn(request)
  const match = await needs.hashing.run(
    () => matchPassword(enabled?.passwordHash ?? null, password),
    device !== null,
  )
  if (match === 'full') {
    await attempts.withdraw(key)
    throw new Refusal('unavailable', { 'Retry-After': '5' })
  }
  if (!enabled || match === 'wrong') {
    await recordFailedSignIn(database, staff?.id ?? null, now())
    response.status(422)
    return showSignIn(newsroom, { request, response }, { name, problem: { because: 'failed' } })
  }
  await attempts.succeed(key)
  if (match === 'correct-as-typed') {
    const passwordHash = await needs.hashing.run(() => hashPassword(password), true)
    await setPasswordHash(database, { id: enabled.id, passwordHash })
  }
  await sessions.begin(response, enabled.id)
  seeOther(response, FIRST_PAGE)
}

// The password is not trimmed.
const passwordIn = ({ body }: Request): string => {
  const password = (body as { password?: unknown } | undefined)?.password
  return typeof password === 'string' ? password : ''
}
