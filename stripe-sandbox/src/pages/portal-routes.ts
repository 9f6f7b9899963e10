import express, { type Request, type Response, Router } from 'express'
import { buildPaymentMethod } from '../builders/build-customer.ts'
import { found } from '../endpoints/core/find-object.ts'
import { attemptPayment } from '../invoices/collect-invoice.ts'
import { idOf } from '../objects/references.ts'
import type { Subscription } from '../objects/stripe-objects.ts'
import { cardByNumber } from '../objects/test-cards.ts'
import type { World } from '../state/context.ts'
import { endAt } from '../subscriptions/schedule-cancellation.ts'
import { changed } from '../subscriptions/update-subscription.ts'
import { invoicePage, portalPage } from './portal-page.tsx'
import { sameSite, sendHtml } from './send-html.ts'

type Needs = { world: World; afterwards: () => void }

const UNKNOWN_CARD = 'Enter one of the test cards, such as 4242 4242 4242 4242.'

/** Stripe's hosted pages for those who give already: the portal, and an invoice's own page. */
export const portalRoutes = ({ world, afterwards }: Needs): Router => {
  const router = Router()
  const form = express.urlencoded({ extended: false, limit: '16kb' })
  router.get('/p/session/:id', (request, response) => showPortal(world, request, response, null))
  router.post('/p/session/:id/:subscription/:action', form, sameSite, (request, response) => {
    const mistake = world.state.commit(() => act(world, request))
    afterwards()
    if (mistake) return showPortal(world, request, response, mistake)
    response.redirect(303, `/p/session/${String(request.params['id'])}`)
  })
  router.get('/i/:id', (request, response) =>
    sendHtml(response, invoicePage(found(world, 'invoice', String(request.params['id'])), null)),
  )
  router.post('/i/:id', form, sameSite, (request, response) => {
    const mistake = world.state.commit(() => payInvoice(world, request))
    afterwards()
    sendHtml(response, invoicePage(found(world, 'invoice', String(request.params['id'])), mistake))
  })
  return router
}

const showPortal = (world: World, request: Request, response: Response, mistake: string | null): void => {
  const { state } = world
  const session = found(world, 'portal_session', String(request.params['id']))
  const customer = found(world, 'customer', session.customer)
  const rows = <Name extends 'subscription' | 'invoice'>(table: Name) =>
    state
      .idsOf(table, customer.id)
      .map((id) => found(world, table, id))
      .reverse()
  const configuration = found(world, 'portal_configuration', idOf(session.configuration) ?? '')
  const methodOf = (each: Subscription) =>
    state.get('payment_method', idOf(each.default_payment_method) ?? '')
  const [subscriptions, invoices] = [rows('subscription'), rows('invoice')]
  sendHtml(
    response,
    portalPage({ session, configuration, customer, subscriptions, invoices, methodOf, mistake }),
  )
}

const act = (world: World, request: Request): string | null => {
  const session = found(world, 'portal_session', String(request.params['id']))
  const subscription = found(world, 'subscription', String(request.params['subscription']))
  const { features } = found(world, 'portal_configuration', idOf(session.configuration) ?? '')
  const action = request.params['action']
  if (action === 'card' && features.payment_method_update.enabled)
    return useCard(world, subscription, cardIn(request))
  if (!features.subscription_cancel.enabled || subscription.ended_at !== null) return null
  // The flexible form of billing names the day and leaves the old flag alone.
  const end = subscription.items.data[0]?.current_period_end ?? null
  if (action === 'cancel') endAt(world, subscription, end, { byFlag: false })
  if (action === 'renew') endAt(world, subscription, null, { byFlag: false })
  return null
}

const cardIn = (request: Request): string =>
  String((request.body as Record<string, unknown>)['card'] ?? '').replaceAll(/[\s-]/g, '')

const useCard = (world: World, subscription: Subscription, number: string): string | null => {
  const { state, time, emit } = world
  const card = cardByNumber(number)
  const customer = state.get('customer', idOf(subscription.customer) ?? '')
  if (!card || !customer) return UNKNOWN_CARD
  const { email, name = null } = customer
  const method = buildPaymentMethod({ created: time.seconds(), customer: customer.id, card, email, name })
  state.put('payment_method', method.id, method)
  state.put('card', method.id, card.number)
  emit('payment_method.attached', method)
  const settings = { ...customer.invoice_settings, default_payment_method: method.id }
  const after = { ...customer, invoice_settings: settings }
  state.put('customer', customer.id, after)
  emit('customer.updated', after, { invoice_settings: customer.invoice_settings })
  changed(world, subscription, { default_payment_method: method.id })
  return null
}

const payInvoice = (world: World, request: Request): string | null => {
  const { state, time } = world
  const invoice = found(world, 'invoice', String(request.params['id']))
  const card = cardByNumber(cardIn(request))
  if (!card) return UNKNOWN_CARD
  if (invoice.status !== 'open') return null
  const customer = idOf(invoice.customer) ?? null
  const method = buildPaymentMethod({ created: time.seconds(), customer, card, email: null, name: null })
  state.put('payment_method', method.id, method)
  state.put('card', method.id, card.number)
  const collected = attemptPayment(world, invoice, 'authenticated', method)
  return collected?.result === 'failed' ? collected.decline.message : null
}
