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

export type StartCheckout = (wanted: WantedCheckout) => Promise<StartedCheckout>

export type WantedCheckout = {
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
  /** The very form was paid already: its thanks page says so. */
  | { ok: true; paidSession: string }
  | { ok: false; because: 'stripe-unavailable' | 'over-budget' }

type Needs = {
  database: Database
  createSession: (request: SessionRequest, idempotencyKey: string) => Promise<StripeAnswer<SessionFact>>
  findSession: (id: string) => Promise<StripeAnswer<SessionFact | null>>
  newsroom: Newsroom
  origin: () => string
  /** False when the whole server has opened as many sessions as it may for now. */
  spendSession: () => Promise<boolean>
  now: Clock
}

const STILL_PAYABLE_MS = 10 * MINUTE_MS

/** One form is one row is one session: sent twice, even at once or after a crash, it leads to the same page. */
export const startCheckout =
  (needs: Needs): StartCheckout =>
  async (wanted) => {
    const { database, now } = needs
    const { frequency, money: given } = wanted.contribution
    const readerHash = Buffer.from(wanted.readerHash, 'hex')
    const values = { readerHash, frequency, currency: given.currency, amount: given.minor }
    const reusable = await findOpenCheckout(database, values, new Date(now().getTime() + STILL_PAYABLE_MS))
    const reused = reusable && (await resume(needs, reusable))
    if (reused && reused !== 'expired' && reused.ok && 'goTo' in reused) return reused
    const row = { ...values, language: wanted.language, via: wanted.via || null }
    for (let after = ''; ; ) {
      const checkout = await openCheckout(
        database,
        { ...row, id: randomUUID(), formDigest: digestOf(wanted, after) },
        now(),
      )
      if (checkout.sessionId === null && !checkout.isReplaced) {
        return (await needs.spendSession()) ? create(needs, checkout) : { ok: false, because: 'over-budget' }
      }
      const resumed = await resume(needs, checkout)
      if (resumed !== 'expired') return resumed
      // The form's session ran out unpaid or was closed, so the same form may begin another.
      after = checkout.sessionId ?? checkout.id
    }
  }

const digestOf = (
  { form, contribution: { frequency, money: given } }: WantedCheckout,
  after: string,
): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([form, frequency, given.currency, given.minor, after]))
    .digest()

const create = async (
  { database, createSession, newsroom, origin, now }: Needs,
  checkout: Checkout,
): Promise<StartedCheckout> => {
  const { id, frequency, language } = checkout
  const back = new URLSearchParams({ frequency, currency: checkout.currency, language })
  const request: SessionRequest = {
    checkoutId: id,
    frequency,
    money: money(checkout.amount, checkout.currency),
    productName: newsroom.name[newsroom.languages[0]],
    locale: language,
    successUrl: `${origin()}/support/thanks?session_id={CHECKOUT_SESSION_ID}`,
    cancelUrl: `${origin()}/support?${back}`,
  }
  // The same row asks with the same words and so with the same key; another address of ours is another question.
  const words = createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 12)
  const answer = await createSession(request, `checkout:${id}:${words}`)
  if (!answer.ok) return { ok: false, because: 'stripe-unavailable' }
  await attachSession(database, id, answer.value)
  // There is to be one recurring contribution, not one a tab. Whoever gives does not wait until they are closed.
  if (frequency !== 'once') await closeReplacedCheckouts(database, checkout, 'earlier', now())
  return answer.value.url === null
    ? { ok: true, paidSession: answer.value.id }
    : { ok: true, goTo: answer.value.url }
}

// Our row may be behind: whether a session can still be paid is Stripe's to say.
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
