import { DAY_MS } from '../../../platform/clock.ts'
import type { CancelReason } from '../../actions/cancel-reason-store.ts'
import type { DemoPlan } from './demo-plan.ts'
import type { Random } from './random.ts'

/** An event in a period that was paid. A period has at most one. */
export type DemoEvent =
  | { is: 'cancel'; at: Date; cause: 'chosen' | 'staff'; reason: CancelReason | null }
  /** Set in Stripe's dashboard to end with the period. */
  | { is: 'scheduled'; at: Date }
  | { is: 'amount' }
  | { is: 'pause'; at: Date; periods: number }
  | { is: 'refund'; at: Date; isWhole: boolean }
  | {
      is: 'dispute'
      at: Date
      decided: { at: Date; isWon: boolean }
      /** The time at which the newsroom's rule cancels the subscription. Null: it goes on. */
      endsAt: Date | null
    }

/** Chances for each period. Yearly contributions have fewer periods, and more happens in each. */
const CHANCES = {
  monthly: { cancel: 0.014, scheduled: 0.008, amount: 0.022, pause: 0.012, refund: 0.005, dispute: 0.002 },
  yearly: { cancel: 0.1, scheduled: 0.02, amount: 0.06, pause: 0, refund: 0.015, dispute: 0.006 },
} as const
type Kind = keyof (typeof CHANCES)['monthly']
const KINDS = [
  'cancel',
  'scheduled',
  'amount',
  'pause',
  'refund',
  'dispute',
] as const satisfies readonly Kind[]

// Some leave soon after they came.
const FIRST_CANCEL_FACTOR = 2.5

const REASONS: readonly (CancelReason | null)[] = [
  'money',
  'money',
  'money',
  'reading',
  'reading',
  'elsewhere',
  'safety',
  null,
  null,
]

export type PaidPeriod = {
  paidAt: Date
  endsAt: Date
  cadence: 'monthly' | 'yearly'
  isFirst: boolean
}

/** Draws what happens between a payment and the end of its period. An event after the plan's `now` is left out. */
export const drawEvent = (plan: DemoPlan, period: PaidPeriod, random: Random): DemoEvent | null => {
  const { paidAt, endsAt, cadence, isFirst } = period
  const chances = KINDS.map(
    (kind) => CHANCES[cadence][kind] * (kind === 'cancel' && isFirst ? FIRST_CANCEL_FACTOR : 1),
  )
  const kind = KINDS[random.weighted([...chances, 1 - chances.reduce((sum, each) => sum + each, 0)])]
  // Hours before the end, so that nothing falls together with the next charge.
  const share = random.fraction()
  const span = endsAt.getTime() - paidAt.getTime() - 2 * DAY_MS
  const at = wholeSecond(paidAt.getTime() + DAY_MS / 4 + share * span)
  if (kind === undefined || span <= 0) return null
  if (kind === 'scheduled') return { is: 'scheduled', at: endsAt }
  if (kind === 'dispute') return drawDispute(plan, paidAt, random)
  const event = drawOther(kind, at, random)
  return at > plan.now ? null : event
}

const drawOther = (kind: Exclude<Kind, 'scheduled' | 'dispute'>, at: Date, random: Random): DemoEvent => {
  if (kind === 'amount') return { is: 'amount' }
  if (kind === 'pause') return { is: 'pause', at, periods: random.whole(1, 3) }
  if (kind === 'refund') return { is: 'refund', at, isWhole: random.isOneIn(0.8) }
  const isByStaff = random.isOneIn(0.05)
  const reason = random.pick(REASONS)
  return { is: 'cancel', at, cause: isByStaff ? 'staff' : 'chosen', reason: isByStaff ? null : reason }
}

// Undecided ones are left out: an open dispute of a live subscription would ask Stripe for a cancellation.
const drawDispute = ({ rules, now }: DemoPlan, paidAt: Date, random: Random): DemoEvent | null => {
  const at = wholeSecond(paidAt.getTime() + random.whole(5, 25) * DAY_MS)
  const decidedAt = wholeSecond(at.getTime() + random.whole(20, 50) * DAY_MS)
  const isWon = random.isOneIn(0.45)
  if (decidedAt > now) return null
  return {
    is: 'dispute',
    at,
    decided: { at: decidedAt, isWon },
    endsAt: endByRule(rules.cancelOnDispute, { at, decidedAt, isWon }),
  }
}

const endByRule = (
  rule: DemoPlan['rules']['cancelOnDispute'],
  { at, decidedAt, isWon }: { at: Date; decidedAt: Date; isWon: boolean },
): Date | null => {
  if (rule === 'opened') return at
  return rule === 'lost' && !isWon ? decidedAt : null
}

/** Stripe dates by whole seconds. */
export const wholeSecond = (ms: number): Date => new Date(Math.floor(ms / 1_000) * 1_000)
