import type { Stripe } from 'stripe'
import type { Database } from '../../../src/platform/database/database.ts'
import type { Sandbox } from '../../../stripe-sandbox/src/server.ts'

/** A supporter in a random life, with the ids of everything they have. */
export type Person = { checkouts: string[]; customers: string[]; subscriptions: string[] }

/** The surroundings in which commands are performed. */
export type LifeContext = {
  stripe: Stripe
  sandbox: Sandbox
  advance: (seconds: number) => Promise<void>
  now: () => Date
  /** Every record that is kept of this life. */
  databases: readonly Database[]
}

/** Performs a command for one person. Resolves to false if the state does not allow it. */
export type Perform = (context: LifeContext, person: Person, size: number) => Promise<boolean>
