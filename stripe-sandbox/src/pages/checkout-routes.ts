import express, { type Request, type Response, Router } from 'express'
import { paySession } from '../checkout/pay-session.ts'
import { priceOfSession } from '../checkout/price-of-session.ts'
import { resolvePayment } from '../checkout/resolve-payment.ts'
import { requireSameSite } from '../control/require-same-site.ts'
import { findObject } from '../endpoints/core/find-object.ts'
import { resourceMissing } from '../endpoints/core/stripe-error.ts'
import { idOf } from '../objects/references.ts'
import type { Session } from '../objects/stripe-objects.ts'
import { type Card, cardByNumber } from '../objects/test-cards.ts'
import type { Context } from '../state/context.ts'
import { authenticationPage } from './authentication-page.tsx'
import { type CardForm, type CardFormErrors, checkoutPage, closedPage, EMPTY_FORM } from './checkout-page.tsx'
import { type Texts, textsFor } from './checkout-texts.ts'
import { sendHtml } from './send-html.ts'

type Needs = { context: Context; sendEvents: () => void }

/** Stripe's hosted checkout page. */
export const checkoutRoutes = ({ context, sendEvents }: Needs): Router => {
  const router = Router()
  const form = express.urlencoded({ extended: false, limit: '16kb' })
  router.get('/c/pay/:id', (request, response) => {
    showCheckout(context, response, { session: findSession(context, request) })
  })
  router.get('/c/pay/:id/question', (request, response) => {
    const session = findSession(context, request)
    sendHtml(response, authenticationPage(session, textsFor(session.locale)), successOrigin(session))
  })
  router.post('/c/pay/:id/question', form, requireSameSite, (request, response) => {
    submitAuthentication(context, request, response)
    sendEvents()
  })
  router.post('/c/pay/:id', form, requireSameSite, (request, response) => {
    payByForm(context, request, response)
    sendEvents()
  })
  return router
}

const submitAuthentication = (context: Context, request: Request, response: Response): void => {
  const session = findSession(context, request)
  const challenge = context.state.get('challenge', session.id)
  const isApproved = (request.body as Record<string, unknown>)['answer'] === 'yes'
  if (challenge)
    context.state.commit(() =>
      resolvePayment(context, findObject(context, 'payment_intent', challenge.intent), isApproved),
    )
  const after = findObject(context, 'session', session.id)
  response.redirect(303, after.status === 'complete' ? successUrl(session) : `/c/pay/${session.id}`)
}

const successUrl = ({ success_url: url, id }: Session): string =>
  (url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', id)

const successOrigin = ({ success_url: url }: Session): string => (url ? new URL(url).origin : '')

const findSession = ({ state }: Context, request: Request): Session => {
  const id = String(request.params['id'])
  const session = state.get('session', id)
  if (!session) throw resourceMissing('checkout.session', id)
  return session
}

type CheckoutView = { session: Session; form?: CardForm; errors?: CardFormErrors }

const showCheckout = (
  context: Context,
  response: Response,
  { session, form = EMPTY_FORM, errors = {} }: CheckoutView,
): void => {
  const texts = textsFor(session.locale)
  if (session.status !== 'open') return sendHtml(response, closedPage(session, texts))
  const price = priceOfSession(context, session)
  const product = context.state.get('product', idOf(price?.product) ?? '')
  if (!price || !product) throw resourceMissing('product', session.id)
  if (Object.keys(errors).length > 0) response.status(422)
  const page = checkoutPage({ session, price, product, texts, form, errors })
  sendHtml(response, page, successOrigin(session))
}

const payByForm = (context: Context, request: Request, response: Response): void => {
  const session = findSession(context, request)
  if (session.status !== 'open') return showCheckout(context, response, { session })
  const form = { ...EMPTY_FORM, ...(request.body as Partial<CardForm>) }
  const card = findCard(form, session)
  const errors = {
    ...validateForm(form, textsFor(session.locale), context.clock.now()),
    ...(card ? {} : { card: textsFor(session.locale).badCard }),
  }
  if (Object.keys(errors).length > 0 || !card)
    return showCheckout(context, response, { session, form, errors })
  const payer = { card, email: form.email.trim(), name: form.name.trim() || null }
  const paid = context.state.commit(() => paySession(context, session, { payer }))
  if (paid.result === 'declined') {
    const errors = { decline: paid.decline.message }
    return showCheckout(context, response, { session, form: { ...form, cvc: '' }, errors })
  }
  if (paid.result === 'action') return response.redirect(303, `/c/pay/${session.id}/question`)
  response.redirect(303, successUrl(session))
}

// Bank debits are in euros.
const findCard = (
  { card: typed }: CardForm,
  { currency, payment_method_types: offered }: Session,
): Card | undefined => {
  const card = cardByNumber(typed.replaceAll(/[\s-]/g, ''))
  if (card?.kind === 'sepa_debit' && currency !== 'eur') return undefined
  return card && offered.includes(card.kind) ? card : undefined
}

const validateForm = (form: CardForm, texts: Texts, now: number): CardFormErrors => ({
  ...(/^\S+@\S+\.\S+$/.test(form.email.trim()) ? {} : { email: texts.badEmail }),
  ...(isFutureExpiry(form.expiry, new Date(now)) ? {} : { expiry: texts.badExpiry }),
  ...(/^\d{3,4}$/.test(form.cvc.trim()) ? {} : { cvc: texts.badCvc }),
})

const isFutureExpiry = (expiry: string, now: Date): boolean => {
  const [, month = '', year = ''] = /^(\d{1,2})\s*\/?\s*(\d{2})$/.exec(expiry.trim()) ?? []
  const years = 2000 + Number(year) - now.getUTCFullYear()
  const monthsAway = years * 12 + Number(month) - 1 - now.getUTCMonth()
  return year !== '' && Number(month) >= 1 && Number(month) <= 12 && monthsAway >= 0
}
