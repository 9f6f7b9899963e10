import { DAY_MS, HOUR_MS } from '../../../platform/clock.ts'
import type { ChargeFact, InvoiceFact } from '../../model/facts.ts'
import { withDispute, withRefund } from './demo-charges.ts'
import { type Collected, collect } from './demo-collection.ts'
import { type DemoEvent, drawEvent } from './demo-event.ts'
import {
  type DemoCancellation,
  type DemoEnd,
  type DemoStart,
  type DemoState,
  type DemoSubscription,
  periodStart,
  subscriptionOf,
} from './demo-life.ts'
import { type DemoPlan, drawOtherAmount, payoutCurrencyOf } from './demo-plan.ts'
import { type Random, uuidFrom } from './random.ts'

type Facts = Pick<DemoSubscription, 'invoices' | 'charges' | 'pauses'>

/** Lives through a subscription period by period, up to the plan's `now`. */
export const simulateSubscription = (plan: DemoPlan, start: DemoStart, random: Random): DemoSubscription => {
  const facts: Facts = { invoices: [], charges: [], pauses: [] }
  let state: DemoState = {
    amount: start.amount,
    periods: 0,
    end: start.leavesAt && { at: start.leavesAt, cause: 'chosen', reason: null },
    cancelAt: null,
    resumesAt: null,
    isPastDue: false,
  }
  while (!state.isPastDue && periodStart(start, state.periods) <= lastMoment(plan, state))
    state = livePeriod(plan, { start, state, facts, random })
  const end = state.end && state.end.at <= plan.now ? state.end : null
  return {
    ...facts,
    subscription: subscriptionOf(plan.now, start, { ...state, end }),
    cancellations: ours(start, end, uuidFrom(random)),
  }
}

/** Nothing is charged after the end, nor after the plan's `now`. */
const lastMoment = ({ now }: DemoPlan, { end }: DemoState): Date =>
  end && end.at <= now ? new Date(end.at.getTime() - 1_000) : now

type Living = { start: DemoStart; state: DemoState; facts: Facts; random: Random }

const livePeriod = (plan: DemoPlan, { start, state, facts, random }: Living): DemoState => {
  const { key, customerId, offer, cadence, at } = start
  const { periods, amount } = state
  const isFirst = periods === 0
  const period = {
    key: `${key}_${periods + 1}`,
    customerId,
    subscriptionId: `sub_demo_${key}`,
    currency: offer.currency,
    payout: payoutCurrencyOf(plan),
    cadence,
    amount,
    startsAt: isFirst ? at : periodStart(start, periods),
    endsAt: periodStart(start, periods + 1),
    isFirst,
  }
  const { invoice, charges, outcome } = collect(period, random, lastMoment(plan, state))
  const next = { ...state, periods: periods + 1 }
  if (outcome.is !== 'paid') {
    facts.charges.push(...charges)
    facts.invoices.push(outcome.is === 'open' ? voidedAtEnd(plan, state, invoice) : invoice)
    return afterUnpaid(plan, next, { invoice, outcome })
  }
  facts.invoices.push(invoice)
  const event = drawEvent(plan, { paidAt: outcome.at, endsAt: period.endsAt, cadence, isFirst }, random)
  const paying = charges.at(-1)
  const applied = applyEvent(plan, { start, state: next, facts, random, event }, paying)
  facts.charges.push(...charges.slice(0, -1), ...(applied.charge ? [applied.charge] : []))
  return applied.state
}

/** Our cancellations void the open invoice. */
const voidedAtEnd = (plan: DemoPlan, { end }: DemoState, invoice: InvoiceFact): InvoiceFact =>
  end && end.at <= plan.now ? { ...invoice, status: 'void', voidedAt: end.at, nextAttemptAt: null } : invoice

const afterUnpaid = (
  plan: DemoPlan,
  state: DemoState,
  { invoice, outcome }: Pick<Collected, 'invoice' | 'outcome'>,
): DemoState => {
  if (outcome.is === 'lost') return { ...state, end: { at: outcome.at, cause: 'card-failure', reason: null } }
  const hasEnded = state.end !== null && state.end.at <= plan.now
  return { ...state, isPastDue: !hasEnded && invoice.attempts > 0 }
}

type Happening = Living & { event: DemoEvent | null }
type Applied = { state: DemoState; charge: ChargeFact | undefined }

/** Applies an event to the state and to the charge that paid the period. */
const applyEvent = (
  plan: DemoPlan,
  { start, state, facts, random, event }: Happening,
  charge: ChargeFact | undefined,
): Applied => {
  // A planned end stays as it is.
  if (event === null || state.end !== null || charge === undefined) return { state, charge }
  const payout = payoutCurrencyOf(plan)
  if (event.is === 'pause') return { state: pausedState(plan, { start, state, facts }, event), charge }
  if (event.is === 'refund') {
    const amount = event.isWhole ? charge.amount : Math.ceil(charge.amount / 2)
    return { state, charge: withRefund(charge, { at: event.at, payout, amount }) }
  }
  if (event.is === 'dispute') {
    const { at, decided, endsAt } = event
    const end: DemoEnd | null = endsAt && { at: endsAt, cause: 'dispute', reason: null }
    return { state: { ...state, end }, charge: withDispute(charge, { at, payout, decided }) }
  }
  if (event.is === 'amount') {
    const amounts = start.offer.presets[start.cadence]
    return { state: { ...state, amount: drawOtherAmount(amounts, state.amount, random) }, charge }
  }
  return { state: endingState(plan, state, event), charge }
}

const endingState = (
  { now }: DemoPlan,
  state: DemoState,
  event: Extract<DemoEvent, { is: 'cancel' | 'scheduled' }>,
): DemoState => {
  const { at } = event
  if (event.is === 'cancel') return { ...state, end: { at, cause: event.cause, reason: event.reason } }
  const end: DemoEnd | null = at <= now ? { at, cause: 'at-stripe', reason: null } : null
  return { ...state, end, cancelAt: at }
}

const pausedState = (
  plan: DemoPlan,
  { start, state, facts }: Omit<Living, 'random'>,
  { at, periods }: Extract<DemoEvent, { is: 'pause' }>,
): DemoState => {
  // Collection starts again a day before the next charge.
  const resumesAt = new Date(periodStart(start, state.periods + periods).getTime() - DAY_MS)
  const resumedAt = resumesAt <= plan.now ? resumesAt : null
  const subscriptionId = `sub_demo_${start.key}`
  facts.pauses.push({ subscriptionId, pausedAt: at, resumesAt, resumedAt, datedBy: 'action' })
  return { ...state, periods: state.periods + periods, resumesAt: resumedAt ? null : resumesAt }
}

// Stripe itself cancels after its last attempt, and at an end that was set in its dashboard.
const ours = ({ key }: DemoStart, end: DemoEnd | null, id: string): DemoCancellation[] => {
  if (end === null || end.cause === 'card-failure' || end.cause === 'at-stripe') return []
  const { cause, reason, at } = end
  return [{ id, subscriptionId: `sub_demo_${key}`, cause, reason, at }]
}

/** A supporter who changes the currency cancels the first subscription this long after the second began. */
export const OVERLAP_MS = 2 * HOUR_MS
