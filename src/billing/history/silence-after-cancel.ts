import { DAY_MS } from '../../platform/clock.ts'
import type { CancellationCause, InvoiceFact, SubscriptionFact } from '../model/facts.ts'
import { churnCauseOf, latest } from './subscription-history.ts'

const SILENCE_DAYS = 90
const SILENCE_AFTER_UNSAFE_DAYS = 365

/** A cancellation that was asked for here, whatever Stripe made of it. */
export type Cancellation = {
  subscriptionId: string
  cause: CancellationCause
  /** The supporter said that it is not safe for them. */
  isUnsafe: boolean
  createdAt: Date
}

type Facts = {
  subscriptions: readonly SubscriptionFact[]
  invoices: readonly InvoiceFact[]
  cancellations: readonly Cancellation[]
  /** Subscriptions that were canceled as duplicates. */
  duplicates: readonly string[]
}

type Wish = { at: Date; isUnsafe: boolean }

/**
 * Returns until when somebody who canceled is not asked again; null if nobody canceled or a newer contribution was paid.
 * Renewals that failed count for nothing here.
 */
export const silenceAfterCancel = (facts: Facts): Date | null => {
  const { subscriptions, invoices, cancellations } = facts
  const isPaid = ({ id }: SubscriptionFact) =>
    invoices.some((invoice) => invoice.subscriptionId === id && invoice.paidAt && invoice.amountPaid > 0)
  const paid = subscriptions.filter(isPaid)
  const wishes: Wish[] = [
    ...cancellations.filter(isByPerson).map(({ createdAt, isUnsafe }) => ({ at: createdAt, isUnsafe })),
    ...paid.flatMap((subscription) => canceledElsewhere(subscription, facts)),
  ]
  return latest(
    wishes
      .filter(({ at }) => !paid.some(({ startedAt }) => startedAt > at))
      .map(({ at, isUnsafe }) => {
        const days = isUnsafe ? SILENCE_AFTER_UNSAFE_DAYS : SILENCE_DAYS
        return new Date(at.getTime() + days * DAY_MS)
      }),
  )
}

const isByPerson = ({ cause }: Cancellation): boolean => cause === 'chosen' || cause === 'staff'

/** A subscription that was canceled at Stripe, such as in its billing portal, or after a dispute. */
const canceledElsewhere = (subscription: SubscriptionFact, { cancellations, duplicates }: Facts): Wish[] => {
  const { id, endedAt } = subscription
  const isOurs = cancellations.some(
    ({ subscriptionId, cause }) => subscriptionId === id && cause !== 'dispute',
  )
  if (
    endedAt === null ||
    isOurs ||
    duplicates.includes(id) ||
    churnCauseOf(subscription, endedAt, []) === 'card-failure'
  )
    return []
  return [{ at: endedAt, isUnsafe: false }]
}
