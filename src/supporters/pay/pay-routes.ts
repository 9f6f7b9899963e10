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
import { invoiceOfToken } from './pay-link.ts'
import { type PayState, payPage } from './pay-page.tsx'
import { isPayable, recordPayLinkUse } from './payable-invoice-store.ts'

type Needs = {
  database: Database
  newsroom: Newsroom
  keys: SigningKeys
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

const askToPay = async (needs: Needs, exchange: Exchange): Promise<void> => {
  const invoiceId = invoiceOfToken(needs.keys, pathPart(exchange.request, 'token'))
  if (invoiceId === null) return showUnknown(needs, exchange)
  show(needs, exchange, (await isPayable(needs.database, invoiceId)) ? 'asks' : 'settled')
}

const redirectToInvoice = async (needs: Needs, exchange: Exchange): Promise<void> => {
  const invoiceId = invoiceOfToken(needs.keys, pathPart(exchange.request, 'token'))
  if (invoiceId === null) return showUnknown(needs, exchange)
  // Paying an open invoice of a canceled contribution would buy nothing.
  if (!(await isPayable(needs.database, invoiceId))) return show(needs, exchange, 'settled')
  const page = await needs.findInvoicePageUrl(invoiceId)
  if (!page.ok) throw stripeRefusal(page.because)
  if (page.value === null) return show(needs, exchange, 'settled')
  await recordPayLinkUse(needs.database, invoiceId, needs.now())
  seeOther(exchange.response, page.value)
}
