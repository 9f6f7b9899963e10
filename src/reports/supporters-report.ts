import type { Currency } from '../money/currency.ts'
import type { Period } from './period.ts'
import type { DailyMovements } from './supporters-report-store.ts'

export type DailySupport = {
  day: string
  /** At the end of the day. */
  active: number
  new: number
  lost: number
  /** Recurring amount for a year at the end of the day, in minor units. */
  annual: ReadonlyMap<Currency, number>
}

export type SupportersReport = {
  days: readonly DailySupport[]
  /** Before the first day. */
  openingActive: number
  active: number
  new: number
  lost: number
  annual: ReadonlyMap<Currency, number>
  /** Nothing has ever been recorded up to the period's end. */
  empty: boolean
}

/** The daily series and headline figures of a period, in one currency or over all. */
export const buildSupportersReport = (
  rows: readonly DailyMovements[],
  period: Period,
  currency: Currency | null,
): SupportersReport => {
  const relevant = currency === null ? rows : rows.filter((row) => row.currency === currency)
  const byDay = groupByDay(relevant)
  const heads = (row: DailyMovements) => (currency === null ? row.heads : row.headsInCurrency)
  const opening = byDay.get(null) ?? []
  const openingActive = sum(opening, heads)
  const annual = new Map<Currency, number>()
  addAnnual(annual, opening)
  let active = openingActive
  const days = period.days.map((day): DailySupport => {
    const changes = byDay.get(day) ?? []
    active += sum(changes, heads)
    addAnnual(annual, changes)
    return {
      day,
      active,
      annual: new Map(annual),
      new: sum(changes, (row) => row.new),
      lost: sum(changes, (row) => row.lost),
    }
  })
  return {
    days,
    openingActive,
    active,
    annual,
    new: sum(days, (day) => day.new),
    lost: sum(days, (day) => day.lost),
    empty: relevant.length === 0,
  }
}

const groupByDay = (rows: readonly DailyMovements[]): Map<string | null, DailyMovements[]> => {
  const groups = new Map<string | null, DailyMovements[]>()
  for (const row of rows) groups.set(row.day, [...(groups.get(row.day) ?? []), row])
  return groups
}

const sum = <T>(rows: readonly T[], value: (row: T) => number): number =>
  rows.reduce((total, row) => total + value(row), 0)

const addAnnual = (annual: Map<Currency, number>, rows: readonly DailyMovements[]): void => {
  for (const { currency, annualChange } of rows)
    annual.set(currency, (annual.get(currency) ?? 0) + annualChange)
}

/** MRR in minor units, not rounded: an annual amount counts a twelfth. */
export const monthlyOf = (annual: number): number => annual / 12
