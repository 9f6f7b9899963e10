import type { Currency } from '../money/currency.ts'
import { earliest, type Happening, type Life, latest, type Step } from './contribution-life.ts'

/** What one contribution, be it several subscriptions of which each took the place of the one before, does and may do. */
export type Course = { steps: Step[]; paidUntil: Date | null; nextLapseAt: Date | null }

/** How things stand while what happened is walked through. */
type State = {
  /** Which subscription was paid last; -1 before any was. */
  holder: number
  paid: number
  currency: Currency
  /** Which subscription rests; null where none does. */
  pausedBy: number | null
  /** The holder has ended, and another lives that is to take its place. */
  isHeld: boolean
}

type Told = Happening & { by: number }

// At one instant a payment counts before the pause or end that cancels it.
const RANK: Record<Step['why'], number> = { resumed: 0, paid: 1, lapsed: 2, paused: 3, ended: 4 }

/** `lives` in the order in which each took the place of the one before. */
export const courseOf = (contribution: string, lives: readonly [Life, ...Life[]]): Course => {
  const inOrder = lives
    .flatMap(({ happenings }, by): Told[] => happenings.map((each) => ({ ...each, by })))
    .sort(
      (one, other) =>
        one.at.getTime() - other.at.getTime() || RANK[one.why] - RANK[other.why] || one.by - other.by,
    )
  const steps: Step[] = []
  let state: State = {
    ...{ holder: -1, paid: 0, pausedBy: null, isHeld: false },
    currency: lives[0].subscription.currency,
  }
  for (const told of inOrder) {
    const next = after(state, told, lives)
    const annual = next.pausedBy === null ? next.paid : 0
    const last = steps.at(-1)
    const isSame =
      annual === (last?.annual ?? 0) && (annual === 0 || !last || last.currency === next.currency)
    const isOver = told.why === 'ended' && !next.isHeld
    // The end of what rested, and was to take a place, ends its rest and nothing else.
    const why = told.why === 'ended' && annual > (last?.annual ?? 0) ? 'resumed' : told.why
    if (next !== state && (!isSame || isOver))
      steps.push({ at: told.at, contribution, currency: next.currency, annual, why, cause: told.cause })
    state = next
  }
  return { steps, ...outlookOf(steps.at(-1), state, lives) }
}

const after = (state: State, told: Told, lives: readonly Life[]): State => {
  const { by, why, annual } = told
  // What became of what was replaced says nothing any more.
  if (by < state.holder) return state
  if (why === 'paid') {
    const currency = lives[by]?.subscription.currency ?? state.currency
    // A pause of what was replaced is over with it; that of what is to replace it is not.
    const pausedBy = state.pausedBy !== null && state.pausedBy >= by ? state.pausedBy : null
    return { ...state, holder: by, paid: annual, currency, pausedBy, isHeld: false }
  }
  if (why === 'paused') return { ...state, pausedBy: by }
  if (why === 'resumed') return resumed(state, by)
  const awaits = by > state.holder && state.holder >= 0
  // What was to take a place and never did leaves it as it was: as long as that goes on, or another is to take it.
  if (awaits && !state.isHeld) return why === 'ended' ? resumed(state, by) : state
  if (why === 'ended' && isAwaited(lives, told)) return { ...state, isHeld: true }
  return { ...state, paid: 0, isHeld: false }
}

const resumed = (state: State, by: number): State =>
  state.pausedBy === by ? { ...state, pausedBy: null } : state

/** Whether something later lives at that moment, and is to take the place of what ends then. */
const isAwaited = (lives: readonly Life[], { by, at }: Told): boolean =>
  lives.some(
    ({ subscription: { startedAt, endedAt }, happenings }, index) =>
      index > by &&
      startedAt <= at &&
      (endedAt === null || endedAt > at) &&
      !happenings.some((each) => each.why === 'lapsed' && each.at <= at),
  )

// Who has paused is left in peace as who gives: until the pause ends, and what was paid for.
const outlookOf = (last: Step | undefined, { holder }: State, lives: readonly Life[]) => {
  const paidUntil = latest(lives.map((life) => life.paidUntil))
  if ((last?.annual ?? 0) > 0) {
    const nextLapseAt = earliest(lives.slice(Math.max(0, holder)).flatMap(({ lapses }) => lapses))
    return { paidUntil, nextLapseAt }
  }
  const resumesAt = latest(lives.map(({ subscription }) => subscription.resumesAt))
  return { paidUntil: last?.why === 'paused' ? latest([paidUntil, resumesAt]) : null, nextLapseAt: null }
}
