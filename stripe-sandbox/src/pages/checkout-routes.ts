import express, { type Request, type Response, Router } from 'express'
import { answerPayment } from '../checkout/answer-payment.ts'
import { pay } from '../checkout/pay-session.ts'
import { lineOf } from '../checkout/session-price.ts'
import { found } from '../endpoints/core/find-object.ts'
import { noSuch } from '../endpoints/core/stripe-error.ts'
import { idOf } from '../objects/references.ts'
import type { Session } from '../objects/stripe-objects.ts'
import { cardByNumber } from '../objects/test-cards.ts'
import type { World } from '../state/context.ts'
import { questionPage } from './authentication-page.tsx'
import { type CardForm, type CardFormErrors, checkoutPage, closedPage, EMPTY_FORM } from './checkout-page.tsx'
import { type Words, wordsFor } from './checkout-texts.ts'
import { sameSite, sendHtml } from './send-html.ts'

type Needs = { world: World; afterwards: () => void }

/** Stripe's hosted checkout page. */
export const checkoutRoutes = ({ world, afterwards }: Needs): Router => {
  const router = Router()
  const form = express.urlencoded({ extended: false, limit: '16kb' })
  router.get('/c/pay/:id', (request, response) => {
    showCheckout(world, response, sessionFor(world, request), EMPTY_FORM, {})
  })
  router.get('/c/pay/:id/question', (request, response) => {
    const session = sessionFor(world, request)
    sendHtml(response, questionPage(session, wordsFor(session.locale)), returnsTo(session))
  })
  router.post('/c/pay/:id/question', form, sameSite, (request, response) => {
    answerQuestion(world, request, response)
    afterwards()
  })
  router.post('/c/pay/:id', form, sameSite, (request, response) => {
    payByForm(world, request, response)
    afterwards()
  })
  return router
}

const answerQuestion = (world: World, request: Request, response: Response): void => {
  const session = sessionFor(world, request)
  const challenge = world.state.get('challenge', session.id)
  const isYes = (request.body as Record<string, unknown>)['answer'] === 'yes'
  if (challenge)
    world.state.commit(() => answerPayment(world, found(world, 'payment_intent', challenge.intent), isYes))
  const after = found(world, 'session', session.id)
  if (after.status !== 'complete') return response.redirect(303, `/c/pay/${session.id}`)
  response.redirect(303, (session.success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', session.id))
}

const returnsTo = ({ success_url: url }: Session): string => (url ? new URL(url).origin : '')

const sessionFor = ({ state }: World, request: Request): Session => {
  const id = String(request.params['id'])
  const session = state.get('session', id)
  if (!session) throw noSuch('checkout.session', id)
  return session
}

const showCheckout = (
  world: World,
  response: Response,
  session: Session,
  form: CardForm,
  errors: CardFormErrors,
): void => {
  const words = wordsFor(session.locale)
  if (session.status !== 'open') return sendHtml(response, closedPage(session, words))
  const price = lineOf(world, session)
  const product = world.state.get('product', idOf(price?.product) ?? '')
  if (!price || !product) throw noSuch('product', session.id)
  if (Object.keys(errors).length > 0) response.status(422)
  const page = checkoutPage({ session, price, product, words, form, errors })
  sendHtml(response, page, returnsTo(session))
}

const payByForm = (world: World, request: Request, response: Response): void => {
  const session = sessionFor(world, request)
  if (session.status !== 'open') return showCheckout(world, response, session, EMPTY_FORM, {})
  const form = { ...EMPTY_FORM, ...(request.body as Partial<CardForm>) }
  const card = cardIn(form, session.currency)
  const errors = mistakesIn(form, wordsFor(session.locale), world.time.now(), card !== undefined)
  if (Object.keys(errors).length > 0 || !card) return showCheckout(world, response, session, form, errors)
  const paid = world.state.commit(() =>
    pay(world, session, { card, email: form.email.trim(), name: form.name.trim() || null }),
  )
  if (paid.result === 'declined')
    return showCheckout(world, response, session, { ...form, cvc: '' }, { decline: paid.decline.message })
  if (paid.result === 'action') return response.redirect(303, `/c/pay/${session.id}/question`)
  response.redirect(303, (session.success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', session.id))
}

// A bank debit is in euros.
const cardIn = ({ card: typed }: CardForm, currency: string | null) => {
  const card = cardByNumber(typed.replaceAll(/[\s-]/g, ''))
  return card?.kind === 'sepa_debit' && currency !== 'eur' ? undefined : card
}

const mistakesIn = (form: CardForm, words: Words, now: number, isCard: boolean): CardFormErrors => {
  const [, month = '', year = ''] = /^(\d{1,2})\s*\/?\s*(\d{2})$/.exec(form.expiry.trim()) ?? []
  const monthsAway =
    (2000 + Number(year) - new Date(now).getUTCFullYear()) * 12 +
    Number(month) -
    1 -
    new Date(now).getUTCMonth()
  const goodExpiry = year !== '' && Number(month) >= 1 && Number(month) <= 12 && monthsAway >= 0
  return {
    ...(/^\S+@\S+\.\S+$/.test(form.email.trim()) ? {} : { email: words.badEmail }),
    ...(isCard ? {} : { card: words.badCard }),
    ...(goodExpiry ? {} : { expiry: words.badExpiry }),
    ...(/^\d{3,4}$/.test(form.cvc.trim()) ? {} : { cvc: words.badCvc }),
  }
}
