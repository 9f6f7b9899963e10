import { randomUUID } from 'node:crypto'
import { type Request, type Response, Router } from 'express'
import { parseEmailAddress } from '../../mail/email-address.ts'
import type { Language } from '../../messages/messages.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { sameSnooze } from '../../readers/reader-cookie.ts'
import { field, formBody } from '../../web/form.ts'
import { languageOf, withLanguage } from '../../web/language.ts'
import { localPath } from '../../web/local-path.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { homePath } from '../../web/page/page.tsx'
import { Refusal } from '../../web/refusal.ts'
import { pathPart, route } from '../../web/route.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import { countCodeAttempts, spendRequest } from '../session/sign-in-store.ts'
import { isCodeOf, requestOfToken } from '../session/sign-in-token.ts'
import type { Ask } from './ask-for-link-action.ts'
import { codePage } from './code-page.tsx'
import type { LinkBrowser } from './link-browser-action.ts'
import { linkPage } from './link-page.tsx'
import { signInPage } from './sign-in-page.tsx'
import { type SignInRequestCookie, signInRequestCookie } from './sign-in-request-cookie.ts'
import { type SignOutNeeds, signOutBrowsers } from './sign-out-routes.ts'

export type SignInOptions = SignOutNeeds & {
  newsroom: Newsroom
  keys: SigningKeys
  https: boolean
  askForLink: (ask: Ask) => Promise<void>
  /** Counts a code typed without an open request. Resolves to false if there were too many. */
  spendCode: (networkAddress: string) => Promise<boolean>
  /** Gives this browser a new reader and links it to the supporter, so that it shows them no appeal. */
  linkBrowser: LinkBrowser
}

type Needs = SignInOptions & { requests: SignInRequestCookie }

export const signInRoutes = (options: SignInOptions): Router => {
  const needs: Needs = {
    ...options,
    requests: signInRequestCookie({ keys: options.keys, https: options.https }),
  }
  const router = Router()
  // Readers behind a shared VPN can always open the pages and use their own links.
  route(router, '/sign-in', {
    before: [formBody],
    get: (request, response) => showSignIn(needs, { request, response }, null),
    post: (request, response) => sendLink(needs, { request, response }),
  })
  route(router, '/sign-in/code', {
    before: [formBody],
    get: (request, response) => showCode(needs, { request, response }, null),
    post: (request, response) => checkCode(needs, { request, response }),
  })
  route(router, '/sign-in/:token', {
    before: [formBody],
    get: (request, response) => {
      const isOurs = requestOfToken(needs.keys, pathPart(request, 'token')) !== null
      if (isOurs) showLink(needs, { request, response }, 'open')
      else showLink(needs, { request, response: response.status(404) }, 'spent')
    },
    post: (request, response) => followLink(needs, { request, response }),
  })
  route(router, '/sign-out', {
    before: [formBody],
    post: (request, response) => signOut(needs, { request, response }),
  })
  return router
}

type Exchange = { request: Request; response: Response }

const languageIn = ({ newsroom }: Needs, request: Request): Language =>
  languageOf(request, request.query['language'] ?? field(request.body, 'language'), newsroom.languages)

const showSignIn = (needs: Needs, { request, response }: Exchange, rejectedAddress: string | null): void => {
  const { newsroom } = needs
  const language = languageIn(needs, request)
  const returnTo = localPath(String(request.query['returnTo'] ?? (field(request.body, 'returnTo') || '/')))
  sendPrivatePage(response, signInPage({ newsroom, language, returnTo, rejectedAddress }))
}

/** Does the same work and gives the same answer for every address, also beyond the limits. */
const sendLink = async (needs: Needs, { request, response }: Exchange): Promise<void> => {
  const typed = field(request.body, 'address')
  const address = parseEmailAddress(typed)
  if (!address) return showSignIn(needs, { request, response: response.status(422) }, typed)
  const id = randomUUID()
  const language = languageIn(needs, request)
  const reader = await needs.readers.findReader(request)
  await needs.askForLink({
    id,
    address,
    language,
    networkAddress: request.ip ?? '',
    readerHash: reader?.hash ?? null,
  })
  needs.requests.add(request, response, id)
  seeOther(response, withLanguage('/sign-in/code', language))
}

const showCode = (needs: Needs, { request, response }: Exchange, rejectedCode: string | null): void => {
  const { newsroom } = needs
  sendPrivatePage(response, codePage({ newsroom, language: languageIn(needs, request), rejectedCode }))
}

const checkCode = async (needs: Needs, { request, response }: Exchange): Promise<void> => {
  const ids = needs.requests.read(request)
  const typed = field(request.body, 'code')
  const { isOpen, mailed } = await countCodeAttempts(needs.database, ids)
  // A browser with an open request is never refused: the request limits its own attempts.
  if (!isOpen && !(await needs.spendCode(request.ip ?? '')))
    throw new Refusal('too-many', { 'Retry-After': '60' })
  const matching = ids.filter((id) => isCodeOf(needs.keys, id, typed) && mailed.includes(id))
  for (const id of matching) if (await signIn(needs, { request, response }, id)) return
  showCode(needs, { request, response: response.status(422) }, typed)
}

const followLink = async (needs: Needs, { request, response }: Exchange): Promise<void> => {
  const id = requestOfToken(needs.keys, pathPart(request, 'token'))
  if (id !== null && (await signIn(needs, { request, response }, id))) return
  // The link was tapped twice, and the first tap signed this browser in.
  if (id !== null && (await needs.sessions.findSignedIn(request)))
    return seeOther(response, withLanguage('/account', languageIn(needs, request)))
  showLink(needs, { request, response: response.status(403) }, 'spent')
}

const showLink = (needs: Needs, { request, response }: Exchange, state: 'open' | 'spent'): void => {
  const { newsroom } = needs
  const language = languageIn(needs, request)
  sendPrivatePage(response, linkPage({ newsroom, language, path: request.path, state }))
}

/** Spends a request and signs this browser in. False if it was spent, has expired or belongs to nobody. */
const signIn = async (needs: Needs, { request, response }: Exchange, id: string): Promise<boolean> => {
  const { database, sessions, readers, requests } = needs
  const current = await readers.findReader(request)
  const reader = readers.createReader()
  // One transaction: a link that failed to sign anybody in stays usable.
  const session = await database.inTransaction(async (transaction) => {
    const addressIndex = await spendRequest(transaction, id, requests.read(request).includes(id))
    if (!addressIndex) return null
    const token = await sessions.start(transaction, request, { addressIndex, readerHash: reader.hash })
    return { addressIndex, token }
  })
  if (!session) return false
  sessions.setCookie(response, session.token)
  await needs.linkBrowser({ from: current?.hash ?? null, to: reader.hash }, session.addressIndex)
  readers.setReaderCookie(response, sameSnooze(reader, current))
  requests.clear(response)
  seeOther(response, withLanguage('/account', languageIn(needs, request)))
  return true
}

const signOut = async (needs: Needs, { request, response }: Exchange): Promise<void> => {
  await signOutBrowsers(needs, { request, response }, field(request.body, 'everywhere') === 'yes')
  seeOther(response, homePath(needs.newsroom, languageIn(needs, request)))
}
