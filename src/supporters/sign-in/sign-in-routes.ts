import { randomUUID } from 'node:crypto'
import { parseCookie } from 'cookie'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { LinkedBrowsers } from '../../billing/status/linked-browser-store.ts'
import { parseEmailAddress } from '../../mail/email-address.ts'
import type { Language } from '../../messages/messages.ts'
import { type Clock, MINUTE_MS } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import type { Readers } from '../../readers/identify-reader.ts'
import { readerHash } from '../../readers/reader-cookie.ts'
import { field, formBody } from '../../web/form.ts'
import { languageOf, withLanguage } from '../../web/language.ts'
import { localPath } from '../../web/local-path.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { homePath } from '../../web/page/page.tsx'
import { onPost } from '../../web/rate-limit.ts'
import { pathPart, route } from '../../web/route.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import { type AddressKeys, addressIndexes } from '../address/address-store.ts'
import type { ReaderSessions } from '../session/reader-session.ts'
import { askToSignIn, countTries, endSessionsOf, spendRequest } from '../session/sign-in-store.ts'
import { isCodeOf, isRequestId, requestOfToken, SIGN_IN_MINUTES } from '../session/sign-in-token.ts'
import { codePage, linkPage, signInPage } from './sign-in-page.tsx'

type Needs = Pick<Readers, 'identify' | 'mint' | 'remember'> & {
  database: Database
  newsroom: Newsroom
  keys: SigningKeys
  addressKeys: AddressKeys
  sessions: ReaderSessions
  https: boolean
  limitAsking: RequestHandler
  limitCodes: RequestHandler
  /** This browser belongs to whoever signed in: the letter is to leave it alone as well. */
  welcome: (readerHash: string, addressIndex: Uint8Array) => Promise<void>
  browsers: Pick<LinkedBrowsers, 'setDiscreet' | 'setAllDiscreet'>
  /** There is a mail to send. */
  wakeMail: () => void
  now: Clock
}

export const signInRoutes = (needs: Needs): Router => {
  const router = Router()
  // Who shares a network with many, as behind a VPN, is kept neither from looking nor from a link of their own.
  const before = [formBody]
  route(router, '/sign-in', {
    before: [onPost(needs.limitAsking), formBody],
    get: (request, response) =>
      sendPrivatePage(
        response,
        signInPage({ ...shownIn(needs, request), returnTo: returnToIn(request), typed: null }),
      ),
    post: (request, response) => ask(needs, request, response),
  })
  route(router, '/sign-in/code', {
    before: [onPost(needs.limitCodes), formBody],
    get: (request, response) =>
      sendPrivatePage(response, codePage({ ...shownIn(needs, request), typed: null })),
    post: (request, response) => typeCode(needs, request, response),
  })
  route(router, '/sign-in/:token', {
    before,
    get: (request, response) => {
      const isSpent = requestOfToken(needs.keys, pathPart(request, 'token')) === null
      showLink(needs, request, isSpent ? response.status(404) : response, isSpent)
    },
    post: (request, response) => followLink(needs, request, response),
  })
  route(router, '/sign-out', {
    before: [formBody],
    post: (request, response) => signOut(needs, request, response),
  })
  return router
}

type Shown = { newsroom: Newsroom; language: Language }

const shownIn = ({ newsroom }: Needs, request: Request): Shown => ({
  newsroom,
  language: languageOf(
    request,
    request.query['language'] ?? field(request.body, 'language'),
    newsroom.languages,
  ),
})

const returnToIn = (request: Request): string =>
  localPath(String(request.query['returnTo'] ?? (field(request.body, 'returnTo') || '/')))

// Which requests a code may belong to: the mail of an earlier one may be the one that came. Nothing of it stands in an address, where a history would keep it.
const cookieOf = ({ https }: Needs) => ({
  name: https ? '__Host-q' : 'q',
  options: { httpOnly: true, secure: https, sameSite: 'lax', path: '/' } as const,
})

const ASKED_AT_ONCE = 5

const askedIn = (needs: Needs, request: Request): string[] =>
  (parseCookie(request.headers.cookie ?? '')[cookieOf(needs).name] ?? '')
    .split('.')
    .filter(isRequestId)
    .slice(0, ASKED_AT_ONCE)

/** The answer, and the work behind it, are the same for every address: see `askToSignIn`. */
const ask = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const shown = shownIn(needs, request)
  const typed = field(request.body, 'address')
  const address = parseEmailAddress(typed)
  if (!address)
    return sendPrivatePage(
      response.status(422),
      signInPage({ ...shown, returnTo: returnToIn(request), typed }),
    )
  const id = randomUUID()
  const indexes = addressIndexes(needs.addressKeys, address)
  await askToSignIn(needs.database, { id, addressIndexes: indexes, language: shown.language }, needs.now())
  needs.wakeMail()
  const { name, options } = cookieOf(needs)
  const ids = [id, ...askedIn(needs, request)].slice(0, ASKED_AT_ONCE)
  response.cookie(name, ids.join('.'), { ...options, maxAge: SIGN_IN_MINUTES * MINUTE_MS })
  seeOther(response, withLanguage('/sign-in/code', shown.language))
}

const typeCode = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const asked = askedIn(needs, request)
  const open = await countTries(needs.database, asked)
  const fitting = asked.filter((id) => isCodeOf(needs.keys, id, field(request.body, 'code')))
  for (const id of fitting) if (open.includes(id) && (await enter(needs, { request, response, id }))) return
  sendPrivatePage(
    response.status(422),
    codePage({ ...shownIn(needs, request), typed: field(request.body, 'code') }),
  )
}

const followLink = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const id = requestOfToken(needs.keys, pathPart(request, 'token'))
  if (id !== null && (await enter(needs, { request, response, id }))) return
  // Tapped twice: the first has signed this browser in.
  if (id !== null && (await needs.sessions.whoIs(request)))
    return seeOther(response, withLanguage('/account', shownIn(needs, request).language))
  showLink(needs, request, response.status(403), true)
}

const showLink = (needs: Needs, request: Request, response: Response, isSpent: boolean): void =>
  sendPrivatePage(response, linkPage({ ...shownIn(needs, request), path: request.path, isSpent }))

type Entering = { request: Request; response: Response; id: string }

/** Signs in by a request that is spent with it; false where it was spent before, has run out or is nobody's. */
const enter = async (needs: Needs, { request, response, id }: Entering): Promise<boolean> => {
  const reader = needs.identify(request) ?? needs.mint()
  const browser = readerHash(reader.id)
  // Both or neither: a link that signed nobody in is not used up.
  const entered = await needs.database.inTransaction(async (transaction) => {
    const addressIndex = await spendRequest(transaction, id, askedIn(needs, request).includes(id))
    if (!addressIndex) return null
    const holder = { addressIndex, readerHash: browser }
    return { addressIndex, token: await needs.sessions.begin(transaction, request, holder) }
  })
  if (!entered) return false
  needs.sessions.tell(response, entered.token)
  await needs.welcome(browser, entered.addressIndex)
  needs.remember(response, reader)
  const { name, options } = cookieOf(needs)
  response.clearCookie(name, options)
  seeOther(response, withLanguage('/account', shownIn(needs, request).language))
  return true
}

const signOut = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, sessions } = needs
  const signedIn = await sessions.whoIs(request)
  const reader = needs.identify(request)
  const isEverywhere = signedIn && field(request.body, 'everywhere') === 'yes'
  // All or nothing: cut off in the midst, it can be asked for again.
  await database.inTransaction(async (transaction) => {
    // Ended first: what ties the browsers of sessions meanwhile is met by what follows.
    if (isEverywhere) await endSessionsOf(transaction, signedIn.addressIndex)
    await sessions.end(transaction, request)
    if (isEverywhere) await needs.browsers.setAllDiscreet(transaction, signedIn.addressIndex)
    if (signedIn && reader) await needs.browsers.setDiscreet(transaction, readerHash(reader.id))
  })
  sessions.tell(response, null)
  const { newsroom, language } = shownIn(needs, request)
  seeOther(response, homePath(newsroom, language))
}
