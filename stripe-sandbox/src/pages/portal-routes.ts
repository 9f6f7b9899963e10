import express, { type Request, type Response, Router } from 'express'
import { buildPaymentMethod } from '../builders/build-customer.ts'
import { requireSameSite } from '../control/require-same-site.ts'
import { findObject } from '../endpoints/core/find-object.ts'
import { collectInvoice } from '../invoices/collect-invoice.ts'
import { idOf } from '../objects/references.ts'
import type { Subscription } from '../objects/stripe-objects.ts'
import { cardByNumber } from '../objects/test-cards.ts'
import type { Context } from '../state/context.ts'
import { replacePaymentMethod } from '../subscriptions/replace-payment-method.ts'
import { scheduleCancellation } from '../subscriptions/schedule-cancellation.ts'
import { type PageLanguage, pageLanguage } from './page-language.ts'
import { invoicePage, portalPage } from './portal-page.tsx'
import { portalTexts } from './portal-texts.ts'
import { sendHtml } from './send-html.ts'

type Needs = { context: Context; sendEvents: () => void }

type Mistake = 'unknownCard'

/** Stripe's billing portal and hosted invoice pages. */
export const portalRoutes = ({ context, sendEvents }: Needs): Router => {
  const router = Router()
  const form = express.urlencoded({ extended: false, limit: '16kb' })
  router.get('/p/session/:id', (request, response) =>
    showPortal(context, response, { id: request.params.id, language: portalLanguage(request), error: null }),
  )
  router.post('/p/session/:id/:subscription/:action', form, requireSameSite, (request, response) => {
    const error = context.state.commit(() => runAction(context, request))
    sendEvents()
    if (error)
      return showPortal(context, response, {
        id: String(request.params['id']),
        language: portalLanguage(request),
        error,
      })
    response.redirect(303, `/p/session/${String(request.params['id'])}`)
  })
  router.get('/i/:id', (request, response) => showInvoice(context, { request, response }, null))
  router.post('/i/:id', form, requireSameSite, (request, response) => {
    const error = context.state.commit(() => payInvoice(context, request))
    sendEvents()
    showInvoice(context, { request, response }, error)
  })
  return router
}

// The addresses are Stripe's, so the browser alone names the language.
const portalLanguage = (request: Request): PageLanguage => pageLanguage(request, request.query['language'])

type Exchange = { request: Request; response: Response }

const showInvoice = (context: Context, { request, response }: Exchange, error: string | null): void => {
  const invoice = findObject(context, 'invoice', String(request.params['id']))
  const language = portalLanguage(request)
  sendHtml(response, invoicePage({ invoice, language, error }))
}

type PortalView = { id: string; language: PageLanguage; error: Mistake | null }

const showPortal = (
  context: Context,
  response: Response,
  { id, language, error: mistake }: PortalView,
): void => {
  const { state } = context
  const session = findObject(context, 'portal_session', id)
  const customer = findObject(context, 'customer', session.customer)
  const rows = <Name extends 'subscription' | 'invoice'>(table: Name) =>
    state
      .idsOf(table, customer.id)
      .map((row) => findObject(context, table, row))
      .reverse()
  const configuration = findObject(context, 'portal_configuration', idOf(session.configuration) ?? '')
  const methodOf = (each: Subscription) =>
    state.get('payment_method', idOf(each.default_payment_method) ?? '')
  const error = mistake && portalTexts(language)[mistake]
  const [subscriptions, invoices] = [rows('subscription'), rows('invoice')]
  sendHtml(
    response,
    portalPage({ session, configuration, customer, subscriptions, invoices, methodOf, language, error }),
  )
}

const runAction = (context: Context, request: Request): Mistake | null => {
  const session = findObject(context, 'portal_session', String(request.params['id']))
  const subscription = findObject(context, 'subscription', String(request.params['subscription']))
  const { features } = findObject(context, 'portal_configuration', idOf(session.configuration) ?? '')
  const action = request.params['action']
  if (action === 'card' && features.payment_method_update.enabled)
    return changeCard(context, subscription, cardNumberIn(request))
  if (!features.subscription_cancel.enabled || subscription.ended_at !== null) return null
  // The portal sets `cancel_at` and leaves `cancel_at_period_end` false, as in flexible billing mode.
  const end = subscription.items.data[0]?.current_period_end ?? null
  if (action === 'cancel') scheduleCancellation(context, subscription, { at: end, isAtPeriodEnd: false })
  if (action === 'renew') scheduleCancellation(context, subscription, { at: null, isAtPeriodEnd: false })
  return null
}

const cardNumberIn = (request: Request): string =>
  String((request.body as Record<string, unknown>)['card'] ?? '').replaceAll(/[\s-]/g, '')

const changeCard = (context: Context, subscription: Subscription, number: string): Mistake | null => {
  const card = cardByNumber(number)
  const customer = context.state.get('customer', idOf(subscription.customer) ?? '')
  if (!card || !customer) return 'unknownCard'
  replacePaymentMethod(context, subscription, { customer, card })
  return null
}

const payInvoice = (context: Context, request: Request): string | null => {
  const { state, clock } = context
  const invoice = findObject(context, 'invoice', String(request.params['id']))
  const card = cardByNumber(cardNumberIn(request))
  if (!card) return portalTexts(portalLanguage(request)).unknownCard
  if (invoice.status !== 'open') return null
  const customer = idOf(invoice.customer) ?? null
  const method = buildPaymentMethod({ created: clock.seconds(), customer, card, email: null, name: null })
  state.put('payment_method', method.id, method)
  state.put('card', method.id, card.number)
  const attempt = collectInvoice(context, invoice, { presence: 'authenticated', method })
  return attempt?.result === 'failed' ? attempt.decline.message : null
}
