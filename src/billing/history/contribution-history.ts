import type { Currency } from '../../money/currency.ts'
import type { Cadence } from '../model/intervals.ts'
import {
  type AmountChange,
  earliest,
  latest,
  type StatusChange,
  type SubscriptionHistory,
} from './subscription-history.ts'

/** The past of one contribution: a subscription together with its replacements. */
export type ContributionHistory = {
  changes: AmountChange[]
  paidUntil: Date | null
  /** The next deadline at which an unpaid invoice lapses the contribution. */
  nextLapseAt: Date | null
}

/** The state between two changes. */
type State = {
  /** Index of the subscription that was paid last; -1 before the first payment. */
  current: number
  paidAmount: number
  currency: Currency
  cadence: Cadence
  /** Indexes of paused subscriptions. */
  paused: ReadonlySet<number>
}

/** A change with the index of its subscription. */
type IndexedChange = StatusChange & { index: number }

// At the same instant a payment counts before the pause or cancellation that follows it.
const RANK: Record<AmountChange['reason'], number> = {
  resumed: 0,
  paid: 1,
  lapsed: 2,
  paused: 3,
  canceled: 4,
}

/** Folds subscriptions, each a replacement of the one before, into one contribution. */
export const foldContribution = (
  contribution: string,
  histories: readonly [SubscriptionHistory, ...SubscriptionHistory[]],
): ContributionHistory => {
  const inOrder = histories
    .flatMap(({ changes }, index): IndexedChange[] => changes.map((each) => ({ ...each, index })))
    .sort(
      (one, other) =>
        one.at.getTime() - other.at.getTime() ||
        RANK[one.reason] - RANK[other.reason] ||
        one.index - other.index,
    )
  const changes: AmountChange[] = []
  let state: State = {
    current: -1,
    paidAmount: 0,
    paused: new Set<number>(),
    currency: histories[0].subscription.currency,
    cadence: 'monthly',
  }
  for (const change of inOrder) {
    const next = apply(state, change, histories)
    const isPaused = next.paused.has(next.current)
    const annualAmount = isPaused ? 0 : next.paidAmount
    const { currency, cadence } = next
    const last = changes.at(-1)
    const isSame =
      annualAmount === (last?.annualAmount ?? 0) &&
      (annualAmount === 0 || !last || last.currency === currency)
    // A replacement that was paused before it was paid is a pause, not churn.
    const reason = change.reason === 'paid' && isPaused ? 'paused' : change.reason
    if (next !== state && (!isSame || reason === 'canceled'))
      changes.push({
        at: change.at,
        contribution,
        currency,
        annualAmount,
        cadence,
        reason,
        cause: change.cause,
      })
    state = next
  }
  const current = histories[Math.max(0, state.current)] ?? histories[0]
  const outlook = findOutlook(changes.at(-1), current, histories)
  return { changes, paidUntil: outlook.paidUntil, nextLapseAt: outlook.nextLapseAt }
}

const apply = (
  state: State,
  { index, reason, annualAmount, cadence }: IndexedChange,
  histories: readonly SubscriptionHistory[],
): State => {
  // A replaced subscription changes nothing any more.
  if (index < state.current) return state
  if (reason === 'paid') {
    const currency = histories[index]?.subscription.currency ?? state.currency
    return { ...state, current: index, paidAmount: annualAmount, currency, cadence: cadence ?? state.cadence }
  }
  if (reason === 'paused') return { ...state, paused: new Set([...state.paused, index]) }
  if (reason === 'resumed')
    return { ...state, paused: new Set([...state.paused].filter((each) => each !== index)) }
  // A subscription that was never paid has replaced nothing.
  return index > state.current && state.current >= 0 ? state : { ...state, paidAmount: 0 }
}

// A paused contribution suppresses the appeal until the pause and the paid period are over.
const findOutlook = (
  last: AmountChange | undefined,
  current: SubscriptionHistory,
  histories: readonly SubscriptionHistory[],
): Pick<ContributionHistory, 'paidUntil' | 'nextLapseAt'> => {
  const paidUntil = latest(histories.map((history) => history.paidUntil))
  if ((last?.annualAmount ?? 0) > 0) return { paidUntil, nextLapseAt: earliest(current.lapses) }
  const isPaused = last?.reason === 'paused'
  return {
    paidUntil: isPaused ? latest([paidUntil, current.subscription.resumesAt]) : null,
    nextLapseAt: null,
  }
}
