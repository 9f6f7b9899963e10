import { createHash, randomUUID } from 'node:crypto'
import type { Contribution } from '../billing/model/contribution-form.ts'
import type { SessionFact } from '../billing/model/facts.ts'
import type { SessionRequest } from '../billing/stripe/shapes/session-parameters.ts'
import type { StripeAnswer } from '../billing/stripe/shapes/stripe-answer.ts'
import type { Language } from '../messages/messages.ts'
import { money } from '../money/money.ts'
import { type Clock, MINUTE_MS } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import type { HashedReader } from '../readers/identify-reader.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { attachSession, type Checkout, findOpenCheckout, openCheckout } from './checkout-store.ts'
import { closeReplacedCheckouts } from './replaced-checkout-store.ts'
import { thanksAudience } from './thanks-age.ts'

export type StartCheckout = (requested: CheckoutRequest) => Promise<StartedCheckout>

export type CheckoutRequest = {
  contribution: Contribution
  /** The hash of the reader in the request's cookie. Null: no cookie. */
  currentHash: string | null
  /** The form's own random token. */
  form: string
  language: Language
  via: string
  /** The reader came back from Stripe's page without paying. That checkout has been counted. */
  isSecondTry: boolean
}

/** `reader`: the new reader of the checkout, for the cookie. Null: the current reader stays. */
export type StartedCheckout = SessionOutcome & { reader: HashedReader | null }

type SessionOutcome =
  | { ok: true; goTo: string }
  /** This form was paid before: the reader is sent to its thanks page. */
  | { ok: true; paidSession: string }
  /** `form-reused`: the form was sent before, and this browser cannot show that it sent it. */
  | { ok: false; because: 'stripe-unavailable' | 'over-budget' | 'form-reused' }

type Needs = {
  database: Database
  createSession: (request: SessionRequest, idempotencyKey: string) => Promise<StripeAnswer<SessionFact>>
  findSession: (id: string) => Promise<StripeAnswer<SessionFact | null>>
  newsroom: Newsroom
  origin: () => string
  createReaderFor: (checkoutId: string) => HashedReader
  /** Counts a checkout that an appeal led to. */
  countCheckout: (label: string) => void
  now: Clock
}

const MIN_REMAINING_MS = 10 * MINUTE_MS
/** A form that is sent again for so long is a second click, whose cookie may not have arrived yet. */
const SECOND_CLICK_MS = MINUTE_MS

/**
 * Starts a checkout. One form is one row and one Stripe session. A form sent twice leads to the same page. Each row has
 * a reader of its own: a cookie that was copied before is worth nothing afterwards. What stood under the reader before
 * is moved once the new cookie comes back, because an answer may be lost.
 */
export const startCheckout =
  (needs: Needs): StartCheckout =>
  async (requested) => {
    const reused = await resumeOpen(needs, requested)
    if (reused) return { ...reused, reader: null }
    for (let previousSession = ''; ; ) {
      const checkout = await openRow(needs, requested, previousSession)
      const sender = senderOf(needs, checkout, requested.currentHash)
      // Nor does a form that was paid long ago lead anywhere: its thanks page is gone.
      if (sender === 'unknown' || thanksAudience(checkout.completedAt, needs.now()) === 'nobody')
        return { ok: false, because: 'form-reused', reader: null }
      const outcome = await openSession(needs, requested, checkout)
      if (outcome !== 'expired')
        return { ...outcome, reader: sender === 'current-reader' ? null : needs.createReaderFor(checkout.id) }
      // The form's session expired unpaid or was closed, so the same form may start another.
      previousSession = checkout.sessionId ?? checkout.id
    }
  }

/** Resumes an open checkout of the current reader for the same contribution. */
const resumeOpen = async (
  needs: Needs,
  { currentHash, contribution: { frequency, money: price } }: CheckoutRequest,
): Promise<SessionOutcome | null> => {
  if (currentHash === null) return null
  const values = {
    readerHash: Buffer.from(currentHash, 'hex'),
    frequency,
    currency: price.currency,
    amount: price.minor,
  }
  const payableUntil = new Date(needs.now().getTime() + MIN_REMAINING_MS)
  const open = await findOpenCheckout(needs.database, values, payableUntil)
  const resumed = open && (await resume(needs, open))
  return resumed && resumed !== 'expired' && resumed.ok && 'goTo' in resumed ? resumed : null
}

const openRow = (
  { database, createReaderFor, now }: Needs,
  requested: CheckoutRequest,
  previousSession: string,
): Promise<Checkout> => {
  const { frequency, money: price } = requested.contribution
  const id = randomUUID()
  const row = {
    id,
    formDigest: digestOf(requested, previousSession),
    readerHash: Buffer.from(createReaderFor(id).hash, 'hex'),
    sentByHash: requested.currentHash === null ? null : Buffer.from(requested.currentHash, 'hex'),
    frequency,
    currency: price.currency,
    amount: price.minor,
    language: requested.language,
    via: requested.via || null,
  }
  return openCheckout(database, row, now())
}

/**
 * Tells who sent the form of a checkout. `unknown` may have a copy of it. They must not get the reader of the first, nor
 * learn whether it was paid.
 */
const senderOf = (
  { createReaderFor, now }: Needs,
  checkout: Checkout,
  currentHash: string | null,
): 'current-reader' | 'new-reader' | 'unknown' => {
  const hash = Buffer.from(checkout.readerHash).toString('hex')
  if (hash === currentHash) return 'current-reader'
  const isRecent = now().getTime() - checkout.createdAt.getTime() < SECOND_CLICK_MS
  return isRecent && hash === createReaderFor(checkout.id).hash ? 'new-reader' : 'unknown'
}

const openSession = (
  needs: Needs,
  requested: CheckoutRequest,
  checkout: Checkout,
): Promise<SessionOutcome | 'expired'> =>
  checkout.sessionId !== null || checkout.isReplaced
    ? resume(needs, checkout)
    : create(needs, requested, checkout)

const digestOf = (
  { form, contribution: { frequency, money: price } }: CheckoutRequest,
  previousSession: string,
): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([form, frequency, price.currency, price.minor, previousSession]))
    .digest()

const create = async (
  { database, createSession, newsroom, origin, countCheckout, now }: Needs,
  { isSecondTry }: CheckoutRequest,
  checkout: Checkout,
): Promise<SessionOutcome> => {
  const { id, frequency, language } = checkout
  // The id, which Stripe has anyway, leads back to the label, which Stripe must not see.
  const cancelQuery = new URLSearchParams({ frequency, currency: checkout.currency, checkout: id, language })
  const request: SessionRequest = {
    checkoutId: id,
    frequency,
    money: money(checkout.amount, checkout.currency),
    productName: newsroom.name[newsroom.languages[0]],
    language,
    successUrl: `${origin()}/support/thanks?session_id={CHECKOUT_SESSION_ID}`,
    cancelUrl: `${origin()}/support?${cancelQuery}`,
    payments: newsroom.payments,
  }
  // Stripe rejects an idempotency key that is reused with other parameters, such as another origin of ours.
  const parameters = createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 12)
  const answer = await createSession(request, `checkout:${id}:${parameters}`)
  if (!answer.ok)
    return { ok: false, because: answer.because === 'over-budget' ? 'over-budget' : 'stripe-unavailable' }
  const isNew = await attachSession(database, id, answer.value)
  if (isNew && checkout.via !== null && !isSecondTry) countCheckout(checkout.via)
  // Only one tab may start a recurring contribution. A job closes the others, so that the reader need not wait.
  if (frequency !== 'once') await closeReplacedCheckouts(database, { id, which: 'earlier' }, now())
  return answer.value.url === null
    ? { ok: true, paidSession: answer.value.id }
    : { ok: true, goTo: answer.value.url }
}

// Asks Stripe whether the session can still be paid, because our row may be outdated.
const resume = async (
  { findSession }: Needs,
  { sessionId, isReplaced }: Checkout,
): Promise<SessionOutcome | 'expired'> => {
  if (sessionId === null) return 'expired'
  const answer = await findSession(sessionId)
  if (!answer.ok)
    return { ok: false, because: answer.because === 'over-budget' ? 'over-budget' : 'stripe-unavailable' }
  if (answer.value?.url) return isReplaced ? 'expired' : { ok: true, goTo: answer.value.url }
  if (answer.value?.status === 'expired') return 'expired'
  return { ok: true, paidSession: sessionId }
}
