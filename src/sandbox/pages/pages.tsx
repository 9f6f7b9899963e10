import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import express, { type Request, type Response, Router } from 'express'
import type { Session } from '../builders/wire.ts'
import { advanceClock, cancelByHand } from '../control.ts'
import { type Deliveries, MODES } from '../deliveries.ts'
import { lineOf } from '../endpoints/checkout-endpoints.ts'
import { noSuch, StripeFailure } from '../endpoints/stripe-error.ts'
import type { Followers } from '../followers.ts'
import { pay } from '../life/paying.ts'
import { cardByNumber } from '../life/test-cards.ts'
import { idOf, type World } from '../life/world.ts'
import { type CardForm, type CardFormErrors, checkoutPage, closedPage, EMPTY_FORM } from './checkout-page.tsx'
import { type Words, wordsFor } from './checkout-words.ts'
import { homePage } from './home-page.tsx'

type Needs = { world: World; deliveries: Deliveries; followers: Followers }

// The style sheet stays in src/ when the program runs from dist/.
const here = path.dirname(fileURLToPath(import.meta.url)).replace(/([/])dist([/]sandbox[/]pages)$/, '$1src$2')
const style = readFileSync(path.join(here, 'sandbox.css'))

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
  router.post('/control/subscriptions/:id/cancel', form, sameSite, (request, response) => {
    cancelByHand(world, String(request.params['id']))
    void deliveries.send()
    response.redirect(303, '/')
  })
  router.get('/c/pay/:id', (request, response) => {
    showCheckout(world, response, sessionFor(world, request), EMPTY_FORM, {})
  })
  router.post('/c/pay/:id', form, sameSite, (request, response) => {
    payByForm(world, request, response)
    void deliveries.send()
  })
  return router
}

const sameSite = (request: Request, _response: Response, next: (error?: unknown) => void): void => {
  const site = request.get('sec-fetch-site')
  const allowed = site === undefined || site === 'same-origin' || site === 'none'
  next(
    allowed
      ? undefined
      : new StripeFailure(403, { type: 'invalid_request_error', message: 'Not from another site.' }),
  )
}

const sendHtml = (response: Response, html: string, returnsTo = ''): void => {
  response
    .set({
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${returnsTo}`,
      'referrer-policy': 'no-referrer-when-downgrade',
    })
    .type('html')
    .send(html)
}

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
  sendHtml(response, page, session.success_url ? new URL(session.success_url).origin : '')
}

const payByForm = (world: World, request: Request, response: Response): void => {
  const session = sessionFor(world, request)
  if (session.status !== 'open') return showCheckout(world, response, session, EMPTY_FORM, {})
  const form = { ...EMPTY_FORM, ...(request.body as Partial<CardForm>) }
  const errors = mistakesIn(form, wordsFor(session.locale), world.time.now())
  const card = cardByNumber(form.card.replaceAll(/[\s-]/g, ''))
  if (Object.keys(errors).length > 0 || !card) return showCheckout(world, response, session, form, errors)
  const paid = world.state.commit(() =>
    pay(world, session, { card, email: form.email.trim(), name: form.name.trim() || null }),
  )
  if (!paid.paid)
    return showCheckout(world, response, session, { ...form, cvc: '' }, { decline: paid.decline.message })
  response.redirect(303, (session.success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', session.id))
}

const mistakesIn = (form: CardForm, words: Words, now: number): CardFormErrors => {
  const [, month = '', year = ''] = /^(\d{1,2})\s*\/?\s*(\d{2})$/.exec(form.expiry.trim()) ?? []
  const monthsAway =
    (2000 + Number(year) - new Date(now).getUTCFullYear()) * 12 +
    Number(month) -
    1 -
    new Date(now).getUTCMonth()
  const goodExpiry = year !== '' && Number(month) >= 1 && Number(month) <= 12 && monthsAway >= 0
  return {
    ...(/^\S+@\S+\.\S+$/.test(form.email.trim()) ? {} : { email: words.badEmail }),
    ...(cardByNumber(form.card.replaceAll(/[\s-]/g, '')) ? {} : { card: words.badCard }),
    ...(goodExpiry ? {} : { expiry: words.badExpiry }),
    ...(/^\d{3,4}$/.test(form.cvc.trim()) ? {} : { cvc: words.badCvc }),
  }
}
