import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { SessionFact } from '../billing/model/facts.ts'
import type { StripeAnswer } from '../billing/stripe/shapes/stripe-answer.ts'
import type { Language } from '../messages/messages.ts'
import { money } from '../money/money.ts'
import type { Clock } from '../platform/clock.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { Refusal } from '../web/refusal.ts'
import { route } from '../web/route.ts'
import { sendPrivatePage } from '../web/send.ts'
import type { Checkout } from './checkout-store.ts'
import { thanksAudience } from './thanks-age.ts'
import { type Thanks, thanksPage } from './thanks-page.tsx'

/** The outcome of a completed checkout: rejected by the bank later, or a duplicate of the reader's other one. */
export type CheckoutOutcome = 'declined' | 'refunded' | 'asked'

type Needs = {
  newsroom: Newsroom
  timeZone: string
  limitThanks: RequestHandler
  findCheckout: (sessionId: string) => Promise<Checkout | null>
  findSession: (id: string) => Promise<StripeAnswer<SessionFact | null>>
  /** Syncs the customer of a completed session at once, without waiting for webhooks. */
  syncNow: (customerId: string) => Promise<void>
  outcomeOf: (checkoutId: string) => Promise<CheckoutOutcome | null>
  nextChargeOf: (checkoutId: string) => Promise<Date | null>
  /** Returns the newsroom's own thanks as sanitized HTML. */
  findThanks: (language: Language) => string | null
  findReader: (request: Request) => Promise<{ hash: string } | null>
  now: Clock
}

/** Serves the page that Stripe's checkout leads back to. */
export const thanksRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/support/thanks', {
    before: [needs.limitThanks],
    get: (request, response) => showThanks(needs, request, response),
  })
  return router
}

const showThanks = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const sessionId: unknown = request.query['session_id']
  const isId = typeof sessionId === 'string' && /^cs_\w{1,200}$/.test(sessionId)
  const checkout = isId ? await needs.findCheckout(sessionId) : null
  if (!checkout?.sessionId) throw new Refusal('not-found')
  if (!(await maySee(needs, request, checkout))) throw new Refusal('not-found')
  const answer = await needs.findSession(checkout.sessionId)
  const session = answer.ok ? answer.value : null
  // The page says what is known; the payment itself is safe.
  if (!answer.ok && answer.because === 'over-budget') response.status(429).set('Retry-After', '10')
  const isUnrecorded = session?.status === 'complete' && checkout.state !== 'complete'
  if (isUnrecorded && session.customerId) await needs.syncNow(session.customerId)
  const checkoutOutcome = session?.status === 'complete' ? await needs.outcomeOf(checkout.id) : null
  const isDeclined = checkoutOutcome === 'declined'
  const thanks: Thanks = {
    duplicate: isDeclined ? null : checkoutOutcome,
    outcome: isDeclined ? 'declined' : paymentOutcome(answer, checkout),
    frequency: checkout.frequency,
    money: money(checkout.amount, checkout.currency),
    payUrl: session?.status === 'open' ? session.url : null,
    nextChargeAt: session?.status === 'complete' ? await needs.nextChargeOf(checkout.id) : null,
  }
  const { newsroom, timeZone } = needs
  const { language } = checkout
  const words = needs.findThanks(language)
  sendPrivatePage(response, thanksPage({ newsroom, timeZone, language, thanks, words }))
}

const maySee = async (
  { findReader, now }: Needs,
  request: Request,
  { completedAt, readerHash }: Checkout,
): Promise<boolean> => {
  const audience = thanksAudience(completedAt, now())
  if (audience !== 'the-reader') return audience === 'anybody'
  const reader = await findReader(request)
  return reader !== null && Buffer.from(readerHash).toString('hex') === reader.hash
}

const paymentOutcome = (answer: StripeAnswer<SessionFact | null>, { state }: Checkout): Thanks['outcome'] => {
  if (!answer.ok) return state === 'complete' ? 'processing' : 'unknown'
  if (answer.value?.status !== 'complete') return 'unpaid'
  return answer.value.paid ? 'confirmed' : 'processing'
}
