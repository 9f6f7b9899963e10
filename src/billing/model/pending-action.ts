import type { EndCause } from './facts.ts'
import type { Choice, Interval } from './plan-change.ts'
import type { Owes } from './refund.ts'

/** A call that we owe Stripe. */
export type OwedAction = {
  id: string
  subscriptionId: string
  otherSubscriptionId: string | null
  kind: 'end' | 'duplicate' | 'return' | Choice['kind']
  cause: EndCause | null
  madeAt: Date
  attempts: number
  /** Stripe was asked to do it before: it may be done. */
  wasCalled: boolean
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
  | { what: 'done'; owes?: Owes | null }
  /** To be tried again, later each time. */
  | { what: 'again'; because: string }
  /** Stripe will never do it: it is before staff. */
  | { what: 'failed'; because: string; owes?: Owes | null }
  /** Not to be done after all. */
  | { what: 'withdrawn'; because: string; owes?: Owes | null }
