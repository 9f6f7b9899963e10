import { randomUUID } from 'node:crypto'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import { parseEmailAddress } from '../../mail/email-address.ts'
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
import { signedInOf } from '../session/reader-session.ts'
import { requestOfToken } from '../session/sign-in-token.ts'
import { addressLinkPage, addressPage } from './address-change-page.tsx'
import { askForChange } from './address-change-store.ts'
import { applyChange, isMade, takeBackChange } from './apply-address-change-store.ts'

type Needs = {
  database: Database
  newsroom: Newsroom
  keys: SigningKeys
  addressKeys: AddressKeys
  requireReader: RequestHandler
  /** There is a mail to send. */
  wakeMail: () => void
  now: Clock
}

/** Another mail address, which counts once whoever asked for it has opened its mailbox. */
export const addressChangeRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/account/address', {
    before: [formBody, needs.requireReader],
    get: (request, response) =>
      sendPrivatePage(response, addressPage({ ...shownIn(needs, request), typed: null })),
    post: (request, response) => ask(needs, request, response),
  })
  // Opened where the mail is read, which may be another browser.
  route(router, '/account/address/back/:token', {
    before: [formBody],
    get: (request, response) => showLink(needs, request, response, 'address-back'),
    post: (request, response) => takeBack(needs, request, response),
  })
  route(router, '/account/address/:token', {
    before: [formBody],
    get: (request, response) => showLink(needs, request, response, 'address-link'),
    post: (request, response) => confirm(needs, request, response),
  })
  return router
}

const shownIn = ({ newsroom }: Needs, request: Request) => ({
  newsroom,
  language: languageOf(
    request,
    request.query['language'] ?? field(request.body, 'language'),
    newsroom.languages,
  ),
})

const ask = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, addressKeys, now } = needs
  const shown = shownIn(needs, request)
  const typed = field(request.body, 'address')
  const to = parseEmailAddress(typed)
  if (!to) return sendPrivatePage(response.status(422), addressPage({ ...shown, typed }))
  const { tokenHash: session } = signedInOf(response)
  const { language } = shown
  const outcome = await askForChange(
    database,
    addressKeys.encryption,
    { id: randomUUID(), session, to, language },
    now(),
  )
  if (outcome === 'signed-out') return seeOther(response, withLanguage('/sign-in', language))
  if (outcome === 'erasing') return seeOther(response, withLanguage('/account', language))
  if (outcome === 'too-many') throw new Refusal('too-many-mails', { 'Retry-After': '1800' })
  needs.wakeMail()
  seeOther(response, withLanguage('/account?done=address', language))
}

type Use = 'address-link' | 'address-back'

const changeIn = ({ keys }: Needs, request: Request, use: Use): string | null =>
  requestOfToken(keys, pathPart(request, 'token'), use)

const showLink = (needs: Needs, request: Request, response: Response, use: Use): void => {
  const isOurs = changeIn(needs, request, use) !== null
  const state = isOurs ? (use === 'address-link' ? 'asks' : 'asksBack') : 'spent'
  if (!isOurs) response.status(404)
  sendPrivatePage(response, addressLinkPage({ ...shownIn(needs, request), path: request.path, state }))
}

const confirm = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, addressKeys, now } = needs
  const id = changeIn(needs, request, 'address-link')
  const { language } = shownIn(needs, request)
  const changed =
    id &&
    (await database.inTransaction((transaction) =>
      applyChange(transaction, addressKeys, { id, language }, now()),
    ))
  if (changed) needs.wakeMail()
  const isDone = changed || (id && (await isMade(database, id)))
  if (!isDone) response.status(403)
  const state = isDone ? 'done' : 'spent'
  sendPrivatePage(response, addressLinkPage({ ...shownIn(needs, request), path: request.path, state }))
}

const takeBack = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, addressKeys, now } = needs
  const id = changeIn(needs, request, 'address-back')
  const isBack =
    id && (await database.inTransaction((transaction) => takeBackChange(transaction, addressKeys, id, now())))
  if (!isBack) response.status(403)
  const state = isBack ? 'doneBack' : 'spent'
  sendPrivatePage(response, addressLinkPage({ ...shownIn(needs, request), path: request.path, state }))
}
