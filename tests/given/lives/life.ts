import fc from 'fast-check'
import type { BillingRules } from '../../../src/billing/model/billing-rules.ts'
import { ODD_INSTANTS } from '../instants.ts'

export const COMMANDS = [
  // How somebody starts, or does not.
  ...['begin', 'second', 'instead', 'start-asked', 'start-debit', 'start-refused', 'abandon', 'move'],
  ...['give', 'give-debit'],
  // Time.
  ...['pass', 'month'],
  // What readers and staff do to a contribution.
  ...[
    'failing-card',
    'good-card',
    'asking-card',
    'debit',
    'card-updated',
    'pay',
    'answer',
    'end-later',
    'keep',
    'end-now',
  ],
  ...['amount', 'yearly', 'pause', 'resume', 'void', 'out-of-band', 'delete-customer'],
  // What happens to money that was paid.
  ...['refund', 'refund-fails', 'inquiry', 'dispute', 'dispute-lost', 'dispute-won', 'dispute-reopened'],
  ...['dispute-prevented', 'retries-end'],
] as const
export type CommandName = (typeof COMMANDS)[number]

/** What the record has us do by itself. */
export const OWN_DOINGS = ['cancel replaced', 'cancel dispute', 'duplicate'] as const

/** `size` chooses what the command leaves open: an amount, a number of days, which of several. */
export type Command = { name: CommandName; who: number; size: number }

const KILLS = ['no', 'before-fetch', 'after-fetch', 'while-writing', 'after-call'] as const

/** What happens to the events that a command caused, and to who works on them, on the stormy side. */
export type Weather = {
  order: number[]
  copies: number
  late: boolean
  dropped: number
  killed: (typeof KILLS)[number]
  /** Nobody works this time. */
  rests: boolean
  /** As a backlog, by pages of the account. */
  byPages: boolean
}

/** How the newsroom has set Mainstay and its Stripe account. */
export type House = {
  second: BillingRules['duplicates']
  dispute: BillingRules['cancelOnDispute']
  stripeCancelsDisputed: boolean
}

export type Life = {
  /** ISO 8601. */
  startAt: string
  house: House
  people: number
  commands: { command: Command; weather: Weather }[]
}

const command: fc.Arbitrary<Command> = fc.record({
  // The passing of time is what most else needs.
  name: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom<CommandName>('pass', 'month') },
    { weight: 6, arbitrary: fc.constantFrom<CommandName>(...COMMANDS) },
  ),
  who: fc.nat({ max: 2 }),
  size: fc.integer({ min: 1, max: 40 }),
})

const weather: fc.Arbitrary<Weather> = fc.record({
  order: fc.array(fc.nat({ max: 99 }), { minLength: 1, maxLength: 12 }),
  copies: fc.integer({ min: 1, max: 5 }),
  late: fc.boolean(),
  dropped: fc.nat({ max: 9 }),
  killed: fc.constantFrom(...KILLS),
  rests: fc.nat({ max: 5 }).map((each) => each === 5),
  byPages: fc.nat({ max: 3 }).map((each) => each === 3),
})

/** Random commands over a few people, each with the weather that its events travel in. */
export const aLife: fc.Arbitrary<Life> = fc.record({
  startAt: fc.constantFrom(...ODD_INSTANTS),
  house: fc.record({
    second: fc.constantFrom<House['second']>('ask', 'refund'),
    dispute: fc.constantFrom<House['dispute']>('never', 'lost', 'opened'),
    stripeCancelsDisputed: fc.nat({ max: 3 }).map((each) => each === 3),
  }),
  people: fc.integer({ min: 1, max: 3 }),
  commands: fc.array(fc.record({ command, weather }), { minLength: 2, maxLength: 12 }),
})
