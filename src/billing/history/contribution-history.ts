import type { Currency } from '../../money/currency.ts'
import { earliest, type Happening, type Life, latest, type Step } from './subscription-history.ts'

/** What one contribution, be it several subscriptions of which each replaced the one before, does and may do. */
export type Course = { steps: Step[]; paidUntil: Date | null; nextLapseAt: Date | null }

/** How things stand while what happened is walked through. */
type State = {
  /** Which subscription was paid last; -1 before any was. */
  holder: number
  paid: number
  currency: Currency
  /** Which subscriptions are paused. */
  paused: ReadonlySet<number>
}

type Told = Happening & { by: number }

// At one instant a payment counts before the pause or end that cancels it.
const RANK: Record<Step['why'], number> = { resumed: 0, paid: 1, lapsed: 2, paused: 3, ended: 4 }

/** `lives` in the order in which each replaced the one before. */
export const courseOf = (contribution: string, lives: readonly [Life, ...Life[]]): Course => {
  const inOrder = lives
    .flatMap(({ happenings }, by): Told[] => happenings.map((each) => ({ ...each, by })))
    .sort(
      (one, other) =>
        one.at.getTime() - other.at.getTime() || RANK[one.why] - RANK[other.why] || one.by - other.by,
    )
  const steps: Step[] = []
  let state: State = {
    ...{ holder: -1, paid: 0, paused: new Set<number>() },
    currency: lives[0].subscription.currency,
  }
  for (const told of inOrder) {
    const next = after(state, told, lives)
    const isPaused = next.paused.has(next.holder)
    const annual = isPaused ? 0 : next.paid
    const last = steps.at(-1)
    const isSame =
      annual === (last?.annual ?? 0) && (annual === 0 || !last || last.currency === next.currency)
    // A replacement that was paused before it was paid is a pause, not a loss.
    const why = told.why === 'paid' && isPaused ? 'paused' : told.why
    if (next !== state && (!isSame || why === 'ended'))
      steps.push({ at: told.at, contribution, currency: next.currency, annual, why, cause: told.cause })
    state = next
  }
  return { steps, ...outlookOf(steps.at(-1), lives[Math.max(0, state.holder)] ?? lives[0], lives) }
}

const after = (state: State, { by, why, annual }: Told, lives: readonly Life[]): State => {
  // What became of what was replaced says nothing any more.
  if (by < state.holder) return state
  if (why === 'paid') {
    const currency = lives[by]?.subscription.currency ?? state.currency
    return { ...state, holder: by, paid: annual, currency }
  }
  if (why === 'paused') return { ...state, paused: new Set([...state.paused, by]) }
  if (why === 'resumed') return { ...state, paused: new Set([...state.paused].filter((each) => each !== by)) }
  // What was never paid has replaced nothing.
  return by > state.holder && state.holder >= 0 ? state : { ...state, paid: 0 }
}

// Who has paused is left in peace as who gives: until the pause ends, and what was paid for.
const outlookOf = (last: Step | undefined, holder: Life, lives: readonly Life[]) => {
  const paidUntil = latest(lives.map((life) => life.paidUntil))
  if ((last?.annual ?? 0) > 0) return { paidUntil, nextLapseAt: earliest(holder.lapses) }
  const isPaused = last?.why === 'paused'
  return {
    paidUntil: isPaused ? latest([paidUntil, holder.subscription.resumesAt]) : null,
    nextLapseAt: null,
  }
}
