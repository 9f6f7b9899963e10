import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { StripeAnswer } from '../../billing/stripe/shapes/stripe-answer.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { field, formBody } from '../../web/form.ts'
import { languageOf } from '../../web/language.ts'
import { onPost } from '../../web/limits/rate-limit.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { stripeRefusal } from '../../web/refusal.ts'
import { pathPart, route } from '../../web/route.ts'
import { allowFormTargets } from '../../web/security-headers.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import { type AddressKeys, findAddress } from '../address/address-store.ts'
import { findMailedInvoice, type MailedInvoice, recordPayLinkUse } from './mailed-invoice-store.ts'
import { isPayTokenFor, parsePayToken } from './pay-link.ts'
import { type PayState, payPage } from './pay-page.tsx'

type Needs = {
  database: Database
  newsroom: Newsroom
  keys: SigningKeys
  addressKeys: AddressKeys
  findInvoicePageUrl: (invoiceId: string) => Promise<StripeAnswer<string | null>>
  portalOrigins: readonly string[]
  now: Clock
  /** Limits requests that call Stripe by network address. */
  limitStripe: RequestHandler
}

/** Serves the pay link of the mail about a failed charge, without a sign-in. */
export const payRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/pay/:token', {
    before: [formBody, onPost(needs.limitStripe)],
    get: (request, response) => askToPay(needs, { request, response }),
    post: (request, response) => redirectToInvoice(needs, { request, response }),
  })
  return router
}

type Exchange = { request: Request; response: Response }

const show = ({ newsroom, portalOrigins }: Needs, { request, response }: Exchange, state: PayState): void => {
  const language = languageOf(
    request,
    request.query['language'] ?? field(request.body, 'language'),
    newsroom.languages,
  )
  allowFormTargets(response, portalOrigins)
  sendPrivatePage(response, payPage({ newsroom, language, path: request.path, state }))
}

const showUnknown = (needs: Needs, { request, response }: Exchange): void =>
  show(needs, { request, response: response.status(404) }, 'unknown')

/** Finds the invoice of a link. Null if the link is forged or expired, or if its reader is not the supporter any more. */
const findInvoice = async (
  { database, keys, addressKeys, now }: Needs,
  { request }: Exchange,
): Promise<MailedInvoice | null> => {
  const token = parsePayToken(pathPart(request, 'token'), now())
  const invoice = token && (await findMailedInvoice(database, token.id))
  if (!invoice) return null
  const known = await findAddress(database, addressKeys, invoice.customerId)
  return known && !known.disownedAt && isPayTokenFor(keys, token, known.address) ? invoice : null
}

const askToPay = async (needs: Needs, exchange: Exchange): Promise<void> => {
  const invoice = await findInvoice(needs, exchange)
  if (!invoice) return showUnknown(needs, exchange)
  show(needs, exchange, invoice.isPayable ? 'asks' : 'settled')
}

const redirectToInvoice = async (needs: Needs, exchange: Exchange): Promise<void> => {
  const invoice = await findInvoice(needs, exchange)
  if (!invoice) return showUnknown(needs, exchange)
  // Paying an open invoice of a canceled contribution would buy nothing.
  if (!invoice.isPayable) return show(needs, exchange, 'settled')
  const page = await needs.findInvoicePageUrl(invoice.id)
  if (!page.ok) throw stripeRefusal(page.because)
  if (page.value === null) return show(needs, exchange, 'settled')
  await recordPayLinkUse(needs.database, invoice.id, needs.now())
  seeOther(exchange.response, page.value)
}
