import type { Stripe } from 'stripe'
import type { Database } from '../../../src/platform/database/database.ts'
import type { Sandbox } from '../../../stripe-sandbox/src/server.ts'

/** Somebody in a life, and what they have at Stripe. */
export type Person = { checkouts: string[]; customers: string[]; subscriptions: string[] }

/** What commands are done with. */
export type Doing = {
  stripe: Stripe
  sandbox: Sandbox
  advance: (seconds: number) => Promise<void>
  now: () => Date
  /** All records that are kept of this life. */
  databases: readonly Database[]
}

/** Does something to one person; false where the state of things does not allow it. */
export type Perform = (doing: Doing, person: Person, size: number) => Promise<boolean>
