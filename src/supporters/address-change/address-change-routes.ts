import { randomUUID } from 'node:crypto'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import { parseEmailAddress } from '../../mail/email-address.ts'
import type { Language } from '../../messages/messages.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { field, formBody } from '../../web/form.ts'
import { languageOf, withLanguage } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { Refusal } from '../../web/refusal.ts'
import { pathPart, route } from '../../web/route.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import type { AddressKeys } from '../address/address-store.ts'
import { requestOfToken } from '../session/sign-in-token.ts'
import { signedInOf } from '../session/supporter-session.ts'
import { addressLinkPage, addressPage, type LinkState } from './address-change-page.tsx'
import { requestAddressChange } from './address-change-store.ts'
import {
  applyAddressChange,
  isAddressChangeApplied,
  undoAddressChange,
} from './apply-address-change-store.ts'

type Needs = {
  database: Database
  newsroom: Newsroom
  keys: SigningKeys
  addressKeys: AddressKeys
  requireSignIn: RequestHandler
  /** Wakes the job that sends mails. */
  wakeMail: () => void
  now: Clock
}

/** Changes a supporter's email address, and undoes the change. */
export const addressChangeRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/account/address', {
    before: [formBody, needs.requireSignIn],
    get: (request, response) => {
      const { newsroom } = needs
      const language = languageIn(needs, request)
      sendPrivatePage(response, addressPage({ newsroom, language, rejectedAddress: null }))
    },
    post: (request, response) => requestChange(needs, request, response),
  })
  // The links need no sign-in: the mail may be read in another browser.
  route(router, '/account/address/back/:token', {
    before: [formBody],
    get: (request, response) => {
      const isOurs = changeIdIn(needs, request, 'address-back') !== null
      if (isOurs) showLink(needs, { request, response }, 'asksBack')
      else showLink(needs, { request, response: response.status(404) }, 'spent')
    },
    post: (request, response) => undo(needs, request, response),
  })
  route(router, '/account/address/:token', {
    before: [formBody],
    get: (request, response) => {
      const isOurs = changeIdIn(needs, request, 'address-link') !== null
      if (isOurs) showLink(needs, { request, response }, 'asks')
      else showLink(needs, { request, response: response.status(404) }, 'spent')
    },
    post: (request, response) => confirm(needs, request, response),
  })
  return router
}

const languageIn = ({ newsroom }: Needs, request: Request): Language =>
  languageOf(request, request.query['language'] ?? field(request.body, 'language'), newsroom.languages)

/** Returns the id of the change that a link of ours belongs to; null for any other link. */
const changeIdIn = ({ keys }: Needs, request: Request, use: 'address-link' | 'address-back'): string | null =>
  requestOfToken(keys, pathPart(request, 'token'), use)

const showLink = (
  needs: Needs,
  { request, response }: { request: Request; response: Response },
  state: LinkState,
): void => {
  const { newsroom } = needs
  const language = languageIn(needs, request)
  sendPrivatePage(response, addressLinkPage({ newsroom, language, path: request.path, state }))
}

const requestChange = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, addressKeys, newsroom, now } = needs
  const language = languageIn(needs, request)
  const typed = field(request.body, 'address')
  const to = parseEmailAddress(typed)
  if (!to)
    return sendPrivatePage(response.status(422), addressPage({ newsroom, language, rejectedAddress: typed }))
  const { tokenHash: session } = signedInOf(response)
  const outcome = await requestAddressChange(
    database,
    { keys: addressKeys, now: now() },
    { id: randomUUID(), session, to, language },
  )
  if (outcome === 'signed-out') return seeOther(response, withLanguage('/sign-in', language))
  if (outcome === 'erasing') return seeOther(response, withLanguage('/account', language))
  if (outcome === 'too-many') throw new Refusal('too-many-mails', { 'Retry-After': '1800' })
  needs.wakeMail()
  seeOther(response, withLanguage('/account?done=address', language))
}

const confirm = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, addressKeys, now } = needs
  const id = changeIdIn(needs, request, 'address-link')
  const language = languageIn(needs, request)
  const changed =
    id &&
    (await database.inTransaction((transaction) =>
      applyAddressChange(transaction, { keys: addressKeys, now: now() }, { id, language }),
    ))
  if (changed) needs.wakeMail()
  // The link may be tapped twice.
  const isDone = changed || (id && (await isAddressChangeApplied(database, id)))
  if (isDone) showLink(needs, { request, response }, 'done')
  else showLink(needs, { request, response: response.status(403) }, 'spent')
}

const undo = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, addressKeys, now } = needs
  const id = changeIdIn(needs, request, 'address-back')
  const isUndone =
    id &&
    (await database.inTransaction((transaction) =>
      undoAddressChange(transaction, { keys: addressKeys, now: now() }, id),
    ))
  if (isUndone) showLink(needs, { request, response }, 'doneBack')
  else showLink(needs, { request, response: response.status(403) }, 'spent')
}
