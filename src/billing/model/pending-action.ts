import type { CancellationCause } from './facts.ts'
import type { Plan } from './plan-change.ts'
import type { RefundWindow } from './refund.ts'

type Common = {
  id: string
  /** Identifies this lease. Another worker may have the action later. */
  leaseToken: string
  subscriptionId: string
  customerId: string
  createdAt: Date
  /** Number of earlier attempts. */
  attempts: number
  /** True if Stripe was asked before: the change may already be made there. */
  wasAttempted: boolean
}

/** Cancel a subscription at once. */
export type PendingCancellation = Common & {
  kind: 'cancel'
  cause: CancellationCause
  /** The subscription that takes over; null if none does. */
  replacement: { subscriptionId: string; startedAt: Date } | null
}

/** Cancel a duplicate subscription and refund its payment. */
export type PendingDuplicateRefund = Common & {
  kind: 'duplicate'
  keptSubscriptionId: string
  keptCustomerId: string | null
  /** True if staff decided; false if the rule did. */
  isByStaff: boolean
}

/** Refund what a subscription was charged in a period. */
export type PendingRefund = Common & { kind: 'refund'; window: RefundWindow }

/** Change the amount or the interval from the next charge on. */
export type PendingPlanChange = Common & { kind: 'change'; plan: Plan }

/** Collect nothing until `resumesAt`. */
export type PendingPause = Common & { kind: 'pause'; resumesAt: Date }

/** Collect again. */
export type PendingResume = Common & { kind: 'resume' }

/** A call to Stripe that we must still make. */
export type PendingAction =
  | PendingCancellation
  | PendingDuplicateRefund
  | PendingRefund
  | PendingPlanChange
  | PendingPause
  | PendingResume

/** The result of one attempt. `refund` asks for a refund, made by an action of its own. */
export type Outcome =
  | { result: 'done'; refund: RefundWindow | null }
  /** Failed for now: attempted again after a growing delay. */
  | { result: 'retry'; because: string }
  /** Stripe rejected it for good: staff decide. */
  | { result: 'failed'; because: string; refund: RefundWindow | null }
  /** The reason for the action is gone. */
  | { result: 'withdrawn'; because: string; refund: RefundWindow | null }
