import { type Request, type Response, Router } from 'express'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { field, formBody } from '../../web/form.ts'
import { languageOf } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { pathPart, route } from '../../web/route.ts'
import { sendPrivatePage } from '../../web/send.ts'
import { type AddressKeys, findAddress, type KnownAddress } from '../address/address-store.ts'
import { customerInToken, isTokenOf } from './disown-link.ts'
import { type DisownState, disownPage } from './disown-page.tsx'
import { disownContribution } from './disown-store.ts'

type Needs = {
  database: Database
  newsroom: Newsroom
  keys: SigningKeys
  addressKeys: AddressKeys
  now: Clock
}

/** Serves the link "Wasn’t you?" of mails to addresses that nobody has proven, without a sign-in. */
export const disownRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/not-me/:token', {
    before: [formBody],
    get: (request, response) => ask(needs, { request, response }),
    post: (request, response) => disown(needs, { request, response }),
  })
  return router
}

type Exchange = { request: Request; response: Response }

const show = ({ newsroom }: Needs, { request, response }: Exchange, state: DisownState): void => {
  const named = request.query['language'] ?? field(request.body, 'language')
  const language = languageOf(request, named, newsroom.languages)
  sendPrivatePage(response, disownPage({ newsroom, language, path: request.path, state }))
}

/** Finds the address that the link was mailed to; null for a link that is not ours or whose customer has moved. */
const findMailed = async (
  { database, keys, addressKeys }: Needs,
  { request }: Exchange,
): Promise<KnownAddress | null> => {
  const token = pathPart(request, 'token')
  const customerId = customerInToken(token)
  const known = customerId === null ? null : await findAddress(database, addressKeys, customerId)
  return known && isTokenOf(keys, token, known) ? known : null
}

const showUnknown = (needs: Needs, { request, response }: Exchange): void =>
  show(needs, { request, response: response.status(404) }, 'unknown')

const ask = async (needs: Needs, exchange: Exchange): Promise<void> => {
  const mailed = await findMailed(needs, exchange)
  if (!mailed) return showUnknown(needs, exchange)
  show(needs, exchange, mailed.disownedAt ? 'done' : 'asks')
}

const disown = async (needs: Needs, exchange: Exchange): Promise<void> => {
  const mailed = await findMailed(needs, exchange)
  if (!mailed) return showUnknown(needs, exchange)
  await disownContribution(needs.database, mailed.customerId, needs.now())
  show(needs, exchange, 'done')
}
