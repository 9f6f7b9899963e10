import type { Currency } from '../../../money/currency.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../platform/clock.ts'
import type { ChargeFact, InvoiceFact } from '../../model/facts.ts'
import { failedCharge, paidCharge } from './demo-charges.ts'
import type { Random } from './random.ts'

/** The days after the first attempt on which Stripe tries again. */
const RETRY_DAYS = [0, 3, 8, 14]
const FAILURE_CHANCE = { monthly: 0.08, yearly: 0.12 } as const
const CODES = [
  'insufficient_funds',
  'insufficient_funds',
  'card_declined',
  'expired_card',
  'expired_card',
  'authentication_required',
  'card_velocity_exceeded',
  'processing_error',
  'incorrect_number',
]

/** A charge and the period that it pays for. */
export type Period = {
  /** Identifies the invoice among all of the demo. */
  key: string
  customerId: string
  subscriptionId: string
  currency: Currency
  payout: Currency
  cadence: 'monthly' | 'yearly'
  amount: number
  startsAt: Date
  endsAt: Date
  isFirst: boolean
}

export type Collected = {
  invoice: InvoiceFact
  charges: ChargeFact[]
  /** `lost`: Stripe gave up at the last attempt. */
  outcome: { is: 'paid'; at: Date } | { is: 'open' } | { is: 'lost'; at: Date }
}

/** The attempts in order of time, at most one of which succeeds. `isByHand`: the supporter paid the open invoice. */
type Attempt = { at: Date; code: string | null; isByHand: boolean }

const later = (at: Date, ms: number): Date => new Date(at.getTime() + ms)

const drawAttempts = ({ cadence, startsAt, isFirst }: Period, random: Random): Attempt[] => {
  const first = isFirst ? startsAt : later(startsAt, HOUR_MS)
  if (isFirst || !random.isOneIn(FAILURE_CHANCE[cadence])) return [{ at: first, code: null, isByHand: false }]
  const code = random.pick(CODES)
  const [byRetry, byHand] = [random.isOneIn(0.6), random.isOneIn(0.45)]
  const failed = (count: number): Attempt[] =>
    RETRY_DAYS.slice(0, count).map((days) => ({ at: later(first, days * DAY_MS), code, isByHand: false }))
  if (byRetry) {
    const count = 1 + random.weighted([5, 3, 2])
    const [last] = failed(count + 1).slice(-1)
    return [...failed(count), ...(last ? [{ ...last, code: null }] : [])]
  }
  if (!byHand) return failed(RETRY_DAYS.length)
  // Before the first retry.
  return [...failed(1), { at: later(first, random.whole(3, 70) * HOUR_MS), code: null, isByHand: true }]
}

/** Charges a period as Stripe does, up to `now`. */
export const collect = (period: Period, random: Random, now: Date): Collected => {
  const { key, customerId, currency, amount, payout, startsAt, isFirst } = period
  const paymentIntentId = `pi_demo_${key}`
  const attempts = drawAttempts(period, random)
  const made = attempts.filter(({ at }) => at <= now)
  const charges = made.map(({ at, code }, index) => {
    const charge = { id: `${key}_${index + 1}`, customerId, paymentIntentId, currency, amount, at, payout }
    return code === null ? paidCharge(charge) : failedCharge(charge, code)
  })
  const paid = made.find(({ code }) => code === null)
  const byStripe = made.filter(({ isByHand }) => !isByHand)
  const last = byStripe.at(-1)
  const lostAt = made.length === RETRY_DAYS.length && last && !paid ? later(last.at, MINUTE_MS) : null
  const isLost = lostAt !== null && lostAt <= now
  const nextDay = paid || isLost ? undefined : RETRY_DAYS[byStripe.length]
  const first = isFirst ? startsAt : later(startsAt, HOUR_MS)
  return {
    charges,
    outcome: outcomeOf(paid?.at ?? null, isLost ? lostAt : null),
    invoice: {
      ...invoiceOf(period, paymentIntentId),
      status: statusOf(paid !== undefined, isLost, byStripe.length > 0),
      amountPaid: paid ? amount : 0,
      finalizedAt: byStripe.length > 0 ? first : null,
      paidAt: paid?.at ?? null,
      attempts: byStripe.length,
      nextAttemptAt: nextDay === undefined ? null : later(first, nextDay * DAY_MS),
    },
  }
}

const statusOf = (isPaid: boolean, isLost: boolean, wasAttempted: boolean): string => {
  if (isPaid) return 'paid'
  if (isLost) return 'uncollectible'
  return wasAttempted ? 'open' : 'draft'
}

const outcomeOf = (paidAt: Date | null, lostAt: Date | null): Collected['outcome'] => {
  if (paidAt) return { is: 'paid', at: paidAt }
  return lostAt ? { is: 'lost', at: lostAt } : { is: 'open' }
}

const invoiceOf = (
  { key, customerId, subscriptionId, currency, amount, cadence, startsAt, endsAt }: Period,
  paymentIntentId: string,
) => ({
  id: `in_demo_${key}`,
  customerId,
  subscriptionId,
  currency,
  annualAmount: cadence === 'monthly' ? amount * 12 : amount,
  createdAt: startsAt,
  periodEnd: endsAt,
  voidedAt: null,
  paymentIntentIds: [paymentIntentId],
})
