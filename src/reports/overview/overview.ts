import type { Currency } from '../../money/currency.ts'
import { addDays, monthOf } from '../../platform/calendar.ts'
import { incomeByCurrency } from '../income/income.ts'
import type { LedgerSum } from '../income/ledger-sums-store.ts'
import { monthlyOf } from '../monthly.ts'
import { peopleChange } from '../movements/people-identity.ts'
import { lastDayOfMonth } from '../periods/period.ts'
import type { Days, MovementSum } from '../rollups/movement-figures-store.ts'

/** The days of one look: today, yesterday, a month ago, and the first day of the course that tiles draw. */
export type OverviewDays = {
  today: string
  yesterday: string
  /** The same day of the month before, or its last. */
  monthAgo: string
  courseFrom: string
}

const COURSE_MONTHS = 12

export const overviewDays = (today: string): OverviewDays => {
  const month = monthOf(today)
  const before = monthBefore(month, 1)
  const last = lastDayOfMonth(before)
  const same = `${before}${today.slice(7)}`
  return {
    today,
    yesterday: addDays(today, -1),
    monthAgo: same > last ? last : same,
    courseFrom: `${monthBefore(month, COURSE_MONTHS - 1)}-01`,
  }
}

const monthBefore = (month: string, count: number): string => {
  const number = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 - count
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`
}

/** The figures at the end of one day. */
export type Standing = {
  active: number
  /** Minor units for a month, not rounded. */
  mrr: ReadonlyMap<Currency, number>
  /** New supporters from the first of the month to the day. */
  newInMonth: number
}

export type Overview = {
  now: Standing
  /** A month ago. Null: the record is younger. */
  before: Standing | null
  /** The standing at the end of each month, the last one today. Months before the record are left out. */
  course: readonly (Standing & { month: string })[]
  sinceYesterday: {
    gained: number
    lost: number
    /** Paid, before refunds and fees, in minor units. */
    paid: ReadonlyMap<Currency, number>
  }
}

type Facts = {
  movements: readonly MovementSum[]
  /** The ledger sums since yesterday. */
  ledger: readonly LedgerSum[]
  /** The first day with a movement. Null: there is none. */
  since: string | null
}

/** Computes the figures of the overview. `movements` reach from before the course to today. */
export const buildOverview = ({ movements, ledger, since }: Facts, days: OverviewDays): Overview => {
  const { today, yesterday, monthAgo } = days
  const at = (day: string): Standing => standingAt(movements, day)
  const ends = monthEnds(days).filter((end) => since !== null && monthOf(end) >= monthOf(since))
  const recent = movements.filter(({ day }) => day !== null && day >= yesterday)
  const paid = [...incomeByCurrency(ledger)].map(([currency, { gross }]) => [currency, gross] as const)
  return {
    now: at(today),
    before: since === null || since > monthAgo ? null : at(monthAgo),
    course: ends.map((end) => ({ month: monthOf(end), ...at(end) })),
    sinceYesterday: {
      gained: countChange(recent, 1),
      lost: countChange(recent, -1),
      paid: new Map(paid.filter(([, amount]) => amount !== 0)),
    },
  }
}

/** Lists the last day of each month of the course, the last one today. */
const monthEnds = ({ today, courseFrom }: Pick<OverviewDays, 'today' | 'courseFrom'>): string[] => {
  const ends: string[] = []
  for (let end = lastDayOfMonth(monthOf(courseFrom)); end < today; ) {
    ends.push(end)
    end = lastDayOfMonth(monthOf(addDays(end, 1)))
  }
  return [...ends, today]
}

const standingAt = (movements: readonly MovementSum[], day: string): Standing => {
  const until = movements.filter((row) => row.day === null || row.day <= day)
  const annual = new Map<Currency, number>()
  for (const { currency, annualChange } of until)
    annual.set(currency, (annual.get(currency) ?? 0) + annualChange)
  const firstOfMonth = `${monthOf(day)}-01`
  return {
    active: until.reduce((total, row) => total + peopleChange(row, null), 0),
    mrr: new Map([...annual].map(([currency, amount]) => [currency, monthlyOf(amount)])),
    newInMonth: until.reduce(
      (total, row) =>
        row.kind === 'new' && row.day !== null && row.day >= firstOfMonth ? total + row.movements : total,
      0,
    ),
  }
}

const countChange = (rows: readonly MovementSum[], sign: 1 | -1): number =>
  rows.reduce((total, row) => {
    const change = peopleChange(row, null)
    return change * sign > 0 ? total + Math.abs(change) : total
  }, 0)

export const courseDays = ({ courseFrom, today }: OverviewDays): Days => ({ from: courseFrom, to: today })
