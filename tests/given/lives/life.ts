import fc from 'fast-check'
import type { BillingRules } from '../../../src/billing/model/billing-rules.ts'
import { ODD_INSTANTS } from '../instants.ts'

export const COMMANDS = [
  // Starting a contribution, or not.
  'start',
  'start-another',
  'start-replacement',
  'start-with-authentication',
  'start-by-debit',
  'start-after-decline',
  'abandon',
  'change-currency',
  'give-once',
  'give-once-by-debit',
  // Time.
  'wait-days',
  'wait-month',
  // Changes that supporters and staff make at Stripe.
  'failing-card',
  'good-card',
  'authentication-card',
  'use-debit',
  'update-card-number',
  'pay-invoice',
  'authenticate',
  'cancel-later',
  'undo-cancellation',
  'cancel-now',
  'change-amount',
  'change-to-yearly',
  'pause',
  'resume',
  'void-invoice',
  'pay-out-of-band',
  'delete-customer',
  // Changes of money that was paid.
  'refund',
  'fail-refund',
  'inquiry',
  'dispute',
  'dispute-lost',
  'dispute-won',
  'dispute-reopened',
  'dispute-prevented',
  'change-retry-rule',
] as const
export type CommandName = (typeof COMMANDS)[number]

/** The actions that our own rules take: kind and cause. */
export const OWN_ACTIONS = ['cancel replaced', 'cancel dispute', 'duplicate'] as const

/** `size` selects an amount, a number of days, or one of several objects. */
export type Command = { name: CommandName; person: number; size: number }

const KILLS = ['no', 'before-fetch', 'after-fetch', 'while-writing', 'after-call'] as const

/** How the events of one command reach the disturbed record, and how its worker fails. */
export type Disturbance = {
  order: number[]
  copies: number
  /** The events arrive together with the next ones. */
  isLate: boolean
  /** Chooses the tenth of the events that never arrives. */
  dropped: number
  killed: (typeof KILLS)[number]
  /** The worker does nothing this time. */
  isIdle: boolean
  /** The worker syncs from pages of the account, as in a backlog. */
  byPages: boolean
}

/** The newsroom's settings of Mainstay and of its Stripe account. */
export type Settings = {
  duplicates: BillingRules['duplicates']
  cancelOnDispute: BillingRules['cancelOnDispute']
  stripeCancelsDisputed: boolean
}

export type Life = {
  /** ISO 8601. */
  startAt: string
  settings: Settings
  people: number
  commands: { command: Command; disturbance: Disturbance }[]
}

const command: fc.Arbitrary<Command> = fc.record({
  // Most commands need time to pass.
  name: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom<CommandName>('wait-days', 'wait-month') },
    { weight: 6, arbitrary: fc.constantFrom<CommandName>(...COMMANDS) },
  ),
  person: fc.nat({ max: 2 }),
  size: fc.integer({ min: 1, max: 40 }),
})

const disturbance: fc.Arbitrary<Disturbance> = fc.record({
  order: fc.array(fc.nat({ max: 99 }), { minLength: 1, maxLength: 12 }),
  copies: fc.integer({ min: 1, max: 5 }),
  isLate: fc.boolean(),
  dropped: fc.nat({ max: 9 }),
  killed: fc.constantFrom(...KILLS),
  isIdle: fc.nat({ max: 5 }).map((each) => each === 5),
  byPages: fc.nat({ max: 3 }).map((each) => each === 3),
})

/** Random commands over a few people, each with the disturbance of its events. */
export const lifeArbitrary: fc.Arbitrary<Life> = fc.record({
  startAt: fc.constantFrom(...ODD_INSTANTS),
  settings: fc.record({
    duplicates: fc.constantFrom<Settings['duplicates']>('ask', 'refund'),
    cancelOnDispute: fc.constantFrom<Settings['cancelOnDispute']>('never', 'lost', 'opened'),
    stripeCancelsDisputed: fc.nat({ max: 3 }).map((each) => each === 3),
  }),
  people: fc.integer({ min: 1, max: 3 }),
  commands: fc.array(fc.record({ command, disturbance }), { minLength: 2, maxLength: 12 }),
})
