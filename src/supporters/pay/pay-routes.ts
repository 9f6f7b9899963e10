import { type Request, type Response, Router } from 'express'
import type { StripeAnswer } from '../../billing/stripe/shapes/stripe-answer.ts'
import type { Database } from '../../platform/database/database.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { field, formBody } from '../../web/form.ts'
import { languageOf } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { Refusal } from '../../web/refusal.ts'
import { pathPart, route } from '../../web/route.ts'
import { allowFormTargets } from '../../web/security-headers.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import { invoiceOfToken } from './pay-link.ts'
import { payPage } from './pay-page.tsx'
import { isPayable } from './payable-invoice-store.ts'

type Needs = {
  database: Database
  newsroom: Newsroom
  keys: SigningKeys
  findInvoicePageUrl: (invoiceId: string) => Promise<StripeAnswer<string | null>>
  portalOrigins: readonly string[]
}

/** The way from the mail of a failed charge to Stripe's page of it, without signing in. */
export const payRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/pay/:token', {
    before: [formBody],
    get: (request, response) => ask(needs, request, response),
    post: (request, response) => leave(needs, request, response),
  })
  return router
}

const show = (
  { newsroom, portalOrigins }: Needs,
  request: Request,
  response: Response,
  state: 'asks' | 'settled' | 'unknown',
): void => {
  const language = languageOf(
    request,
    request.query['language'] ?? field(request.body, 'language'),
    newsroom.languages,
  )
  allowFormTargets(response, portalOrigins)
  sendPrivatePage(response, payPage({ newsroom, language, path: request.path, state }))
}

const ask = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const invoiceId = invoiceOfToken(needs.keys, pathPart(request, 'token'))
  if (invoiceId === null) return show(needs, request, response.status(404), 'unknown')
  show(needs, request, response, (await isPayable(needs.database, invoiceId)) ? 'asks' : 'settled')
}

const leave = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const invoiceId = invoiceOfToken(needs.keys, pathPart(request, 'token'))
  if (invoiceId === null) return show(needs, request, response.status(404), 'unknown')
  // What is open of what has ended buys nothing any more.
  if (!(await isPayable(needs.database, invoiceId))) return show(needs, request, response, 'settled')
  const page = await needs.findInvoicePageUrl(invoiceId)
  if (!page.ok) throw new Refusal('stripe-unavailable', { 'Retry-After': '60' })
  if (page.value === null) return show(needs, request, response, 'settled')
  seeOther(response, page.value)
}
