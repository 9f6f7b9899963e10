import { createHash, randomUUID } from 'node:crypto'
import type { Contribution } from '../billing/model/contribution-form.ts'
import type { SessionFact } from '../billing/model/facts.ts'
import type { SessionRequest } from '../billing/stripe/shapes/session-parameters.ts'
import type { StripeAnswer } from '../billing/stripe/shapes/stripe-answer.ts'
import type { Language } from '../messages/messages.ts'
import { money } from '../money/money.ts'
import { type Clock, MINUTE_MS } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { attachSession, type Checkout, findOpenCheckout, openCheckout } from './checkout-store.ts'
import { closeReplacedCheckouts } from './replaced-checkout-store.ts'

export type StartCheckout = (requested: CheckoutRequest) => Promise<StartedCheckout>

export type CheckoutRequest = {
  contribution: Contribution
  /** SHA-256 of the reader's id, in hex. */
  readerHash: string
  /** The form's own random token. */
  form: string
  language: Language
  via: string
}

export type StartedCheckout =
  | { ok: true; goTo: string }
  /** This form was paid before: the reader is sent to its thanks page. */
  | { ok: true; paidSession: string }
  | { ok: false; because: 'stripe-unavailable' | 'over-budget' }

type Needs = {
  database: Database
  createSession: (request: SessionRequest, idempotencyKey: string) => Promise<StripeAnswer<SessionFact>>
  findSession: (id: string) => Promise<StripeAnswer<SessionFact | null>>
  newsroom: Newsroom
  origin: () => string
  /** Resolves to false if the server has opened as many sessions as its budget allows. */
  spendSession: () => Promise<boolean>
  now: Clock
}

const MIN_REMAINING_MS = 10 * MINUTE_MS

/**
 * Starts a checkout. One form is one row and one Stripe session.
 * A form sent twice, even concurrently or after a crash, leads to the same page.
 */
export const startCheckout =
  (needs: Needs): StartCheckout =>
  async (requested) => {
    const { database, now } = needs
    const { frequency, money: price } = requested.contribution
    const readerHash = Buffer.from(requested.readerHash, 'hex')
    const values = { readerHash, frequency, currency: price.currency, amount: price.minor }
    const reusable = await findOpenCheckout(database, values, new Date(now().getTime() + MIN_REMAINING_MS))
    const reused = reusable && (await resume(needs, reusable))
    if (reused && reused !== 'expired' && reused.ok && 'goTo' in reused) return reused
    const row = { ...values, language: requested.language, via: requested.via || null }
    for (let previousSession = ''; ; ) {
      const formDigest = digestOf(requested, previousSession)
      const checkout = await openCheckout(database, { ...row, id: randomUUID(), formDigest }, now())
      if (checkout.sessionId === null && !checkout.isReplaced) {
        return (await needs.spendSession()) ? create(needs, checkout) : { ok: false, because: 'over-budget' }
      }
      const resumed = await resume(needs, checkout)
      if (resumed !== 'expired') return resumed
      // The form's session expired unpaid or was closed, so the same form may start another.
      previousSession = checkout.sessionId ?? checkout.id
    }
  }

const digestOf = (
  { form, contribution: { frequency, money: price } }: CheckoutRequest,
  previousSession: string,
): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([form, frequency, price.currency, price.minor, previousSession]))
    .digest()

const create = async (
  { database, createSession, newsroom, origin, now }: Needs,
  checkout: Checkout,
): Promise<StartedCheckout> => {
  const { id, frequency, language } = checkout
  const cancelQuery = new URLSearchParams({ frequency, currency: checkout.currency, language })
  const request: SessionRequest = {
    checkoutId: id,
    frequency,
    money: money(checkout.amount, checkout.currency),
    productName: newsroom.name[newsroom.languages[0]],
    locale: language,
    successUrl: `${origin()}/support/thanks?session_id={CHECKOUT_SESSION_ID}`,
    cancelUrl: `${origin()}/support?${cancelQuery}`,
  }
  // Stripe rejects an idempotency key that is reused with other parameters, such as another origin of ours.
  const parameters = createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 12)
  const answer = await createSession(request, `checkout:${id}:${parameters}`)
  if (!answer.ok) return { ok: false, because: 'stripe-unavailable' }
  await attachSession(database, id, answer.value)
  // Only one tab may start a recurring contribution. A job closes the others, so that the reader need not wait.
  const { readerHash } = checkout
  if (frequency !== 'once')
    await closeReplacedCheckouts(database, { id, readerHash, which: 'earlier' }, now())
  return answer.value.url === null
    ? { ok: true, paidSession: answer.value.id }
    : { ok: true, goTo: answer.value.url }
}

// Asks Stripe whether the session can still be paid, because our row may be outdated.
const resume = async (
  { findSession }: Needs,
  { sessionId, isReplaced }: Checkout,
): Promise<StartedCheckout | 'expired'> => {
  if (sessionId === null) return 'expired'
  const answer = await findSession(sessionId)
  if (!answer.ok) return { ok: false, because: 'stripe-unavailable' }
  if (answer.value?.url) return isReplaced ? 'expired' : { ok: true, goTo: answer.value.url }
  if (answer.value?.status === 'expired') return 'expired'
  return { ok: true, paidSession: sessionId }
}
