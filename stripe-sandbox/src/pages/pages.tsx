import { readFileSync } from 'node:fs'
import express, { type Request, type Response, Router } from 'express'
import type { Session } from '../builders/wire.ts'
import { advanceClock, type ControlNeeds } from '../control.ts'
import { MODES } from '../deliveries.ts'
import { lineOf } from '../endpoints/checkout-endpoints.ts'
import { found } from '../endpoints/finding.ts'
import { noSuch } from '../endpoints/stripe-error.ts'
import { cancelByHand } from '../happenings.ts'
import { answerPayment } from '../life/answering.ts'
import { DISPUTE_OUTCOMES, dispute } from '../life/disputing.ts'
import { pay } from '../life/paying.ts'
import { failRefund, refund } from '../life/refunding.ts'
import { cardByNumber } from '../life/test-cards.ts'
import { idOf, type World } from '../life/world.ts'
import { sameSite, sendHtml } from './answering.ts'
import { type CardForm, type CardFormErrors, checkoutPage, closedPage, EMPTY_FORM } from './checkout-page.tsx'
import { type Words, wordsFor } from './checkout-words.ts'
import { homePage } from './home-page.tsx'
import { portalRoutes } from './portal-routes.tsx'
import { questionPage } from './question-page.tsx'

type Needs = Pick<ControlNeeds, 'world' | 'deliveries' | 'followers'>

const style = readFileSync(new URL('sandbox.css', import.meta.url))

/** The pages people see: hosted checkout, and the sandbox's own. */
export const pageRoutes = (needs: Needs): Router => {
  const { world, deliveries } = needs
  const router = Router()
  const form = express.urlencoded({ extended: false, limit: '16kb' })
  router.get('/sandbox.css', (_request, response) => {
    response.type('css').send(style)
  })
  router.get('/', (_request, response) => {
    sendHtml(
      response,
      homePage({ state: world.state, now: new Date(world.time.now()), mode: deliveries.mode().mode }),
    )
  })
  router.post('/control/:what', form, sameSite, async (request, response) => {
    const body = request.body as Record<string, string>
    if (request.params['what'] === 'clock') await advanceClock(needs, Number(body['advanceSeconds']) || 0)
    if (request.params['what'] === 'deliveries')
      deliveries.setMode(MODES.find((mode) => mode === body['mode']) ?? 'normal', null)
    if (request.params['what'] === 'flush') await deliveries.flush()
    response.redirect(303, '/')
  })
  router.post('/control/:table/:id/:action', form, sameSite, (request, response) => {
    world.state.commit(() => happen(world, request))
    void deliveries.send()
    response.redirect(303, '/')
  })
  router.use(portalRoutes({ world, afterwards: () => void deliveries.send() }))
  router.get('/c/pay/:id', (request, response) => {
    showCheckout(world, response, sessionFor(world, request), EMPTY_FORM, {})
  })
  router.get('/c/pay/:id/question', (request, response) => {
    const session = sessionFor(world, request)
    sendHtml(response, questionPage(session, wordsFor(session.locale)), returnsTo(session))
  })
  router.post('/c/pay/:id/question', form, sameSite, (request, response) => {
    answerQuestion(world, request, response)
    void deliveries.send()
  })
  router.post('/c/pay/:id', form, sameSite, (request, response) => {
    payByForm(world, request, response)
    void deliveries.send()
  })
  return router
}

/** What a tester's button makes happen. */
const happen = (world: World, { params }: Request): void => {
  const [id, action] = [String(params['id']), params['action']]
  if (params['table'] === 'subscriptions' && action === 'cancel') cancelByHand(world, id)
  if (params['table'] === 'payment_intents')
    answerPayment(world, found(world, 'payment_intent', id), action === 'settle')
  if (params['table'] === 'refunds' && action === 'fail') failRefund(world, found(world, 'refund', id))
  if (params['table'] !== 'charges') return
  const charge = found(world, 'charge', id)
  const left = charge.amount - charge.amount_refunded
  if (action === 'refund' && left > 0) refund(world, charge, { amount: left, reason: null, metadata: {} })
  const outcome = DISPUTE_OUTCOMES.find((each) => each === action)
  if (outcome) dispute(world, charge, outcome)
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
