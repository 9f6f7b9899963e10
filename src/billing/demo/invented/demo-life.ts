import type { CurrencyOffer } from '../../../web/page/newsroom.ts'
import type { CancelReason } from '../../actions/cancel-reason-store.ts'
import type { DatedPause } from '../../history/pauses.ts'
import type { CancellationCause, ChargeFact, InvoiceFact, ListedSubscription } from '../../model/facts.ts'
import { addMonths } from '../../model/plan-change.ts'

/** A cancellation of ours that Stripe has confirmed. */
export type DemoCancellation = {
  id: string
  subscriptionId: string
  cause: Extract<CancellationCause, 'chosen' | 'staff' | 'dispute'>
  reason: CancelReason | null
  at: Date
}

/** One subscription with everything that follows from it. */
export type DemoSubscription = {
  subscription: ListedSubscription
  invoices: InvoiceFact[]
  charges: ChargeFact[]
  pauses: DatedPause[]
  cancellations: DemoCancellation[]
}

export type DemoStart = {
  /** Identifies the subscription among all of the demo. */
  key: string
  customerId: string
  offer: CurrencyOffer
  cadence: 'monthly' | 'yearly'
  amount: number
  at: Date
  /** A date on which the supporter cancels it, because another one takes over. Null: none is planned. */
  leavesAt: Date | null
}

export type DemoEnd = {
  at: Date
  cause: DemoCancellation['cause'] | 'card-failure' | 'at-stripe'
  reason: CancelReason | null
}

/** The state between two periods. */
export type DemoState = {
  amount: number
  /** The number of periods since the start. */
  periods: number
  end: DemoEnd | null
  cancelAt: Date | null
  resumesAt: Date | null
  isPastDue: boolean
}

/** Describes a subscription as Stripe lists it at `now`. */
export const subscriptionOf = (
  now: Date,
  start: DemoStart,
  { amount, end, cancelAt, resumesAt, isPastDue }: DemoState,
): ListedSubscription => {
  const { key, customerId, offer, cadence, at } = start
  return {
    id: `sub_demo_${key}`,
    customerId,
    checkoutId: null,
    status: statusOf({ end, isPastDue }),
    currency: offer.currency,
    startedAt: at,
    cancelAt,
    endedAt: end?.at ?? null,
    cancellationReason: end && (end.cause === 'card-failure' ? 'payment_failed' : 'cancellation_requested'),
    isPaused: end === null && resumesAt !== null,
    resumesAt: end ? null : resumesAt,
    plan: {
      amount,
      interval: cadence === 'monthly' ? 'month' : 'year',
      intervalCount: 1,
      periodEnd: nextCharge(start, now),
      anchoredAt: at,
    },
  }
}

const statusOf = ({ end, isPastDue }: Pick<DemoState, 'end' | 'isPastDue'>): string => {
  if (end) return 'canceled'
  return isPastDue ? 'past_due' : 'active'
}

const nextCharge = (start: DemoStart, now: Date): Date => {
  let periods = 1
  while (periodStart(start, periods) <= now) periods += 1
  return periodStart(start, periods)
}

/** Returns the start of a period, counted from 0. */
export const periodStart = ({ at, cadence }: DemoStart, periods: number): Date =>
  addMonths(at, periods * (cadence === 'monthly' ? 1 : 12))
