import type { CancellationCause } from './facts.ts'
import type { Interval, PlanChange } from './plan-change.ts'
import type { RefundWindow } from './refund.ts'

/** A call that we owe Stripe. */
export type PendingAction = {
  id: string
  subscriptionId: string
  otherSubscriptionId: string | null
  kind: 'cancel' | 'duplicate' | 'refund' | PlanChange['kind']
  cause: CancellationCause | null
  createdAt: Date
  attempts: number
  /** Stripe was asked to do it before: it may be done. */
  wasAttempted: boolean
  customerId: string
  otherCustomerId: string | null
  /** What takes its place, and when that began; null where nothing does. */
  replacedBy: string | null
  replacedFrom: Date | null
  /** Staff decided it, and no rule. */
  isByStaff: boolean
  /** What a change asks for. */
  amount: number | null
  interval: Interval | null
  /** When a pause ends; of a return, until when what was charged since it was made is owed. */
  resumesAt: Date | null
}

/** `owes`: what is to be returned now that it is settled, by a call of its own that holds up no other. */
export type Outcome =
  | { what: 'done'; owes?: RefundWindow | null }
  /** To be tried again, later each time. */
  | { what: 'again'; because: string }
  /** Stripe will never do it: it is before staff. */
  | { what: 'failed'; because: string; owes?: RefundWindow | null }
  /** Not to be done after all. */
  | { what: 'withdrawn'; because: string; owes?: RefundWindow | null }
