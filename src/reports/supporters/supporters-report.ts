import type { Currency } from '../../money/currency.ts'
import type { Period } from '../periods/period.ts'
import type { SpanMovements } from './supporters-report-store.ts'

export type DailySupport = {
  day: string
  /** Active supporters at the end of the day. */
  active: number
  new: number
  lost: number
  /** Recurring amount per year at the end of the day, in minor units. */
  annual: ReadonlyMap<Currency, number>
}

export type SupportersReport = {
  days: readonly DailySupport[]
  /** Active supporters before the first day. */
  openingActive: number
  active: number
  new: number
  lost: number
  annual: ReadonlyMap<Currency, number>
  /** True if nothing was recorded up to the end of the period. */
  isEmpty: boolean
}

/** Computes the daily figures and headlines of a period, in one currency or over all. */
export const buildSupportersReport = (
  rows: readonly SpanMovements[],
  period: Period,
  currency: Currency | null,
): SupportersReport => {
  const relevant = currency === null ? rows : rows.filter((row) => row.currency === currency)
  const bySpan = groupBySpan(relevant)
  const activeChange = (row: SpanMovements) =>
    currency === null ? row.activeChange : row.activeChangeInCurrency
  const opening = bySpan.get(0) ?? []
  const openingActive = sum(opening, activeChange)
  const annual = new Map<Currency, number>()
  addAnnual(annual, opening)
  let active = openingActive
  const days = period.days.map(({ name }, index): DailySupport => {
    const changes = bySpan.get(index + 1) ?? []
    active += sum(changes, activeChange)
    addAnnual(annual, changes)
    return {
      day: name,
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
    isEmpty: relevant.length === 0,
  }
}

const groupBySpan = (rows: readonly SpanMovements[]): Map<number, SpanMovements[]> => {
  const groups = new Map<number, SpanMovements[]>()
  for (const row of rows) groups.set(row.span, [...(groups.get(row.span) ?? []), row])
  return groups
}

const sum = <T>(rows: readonly T[], value: (row: T) => number): number =>
  rows.reduce((total, row) => total + value(row), 0)

const addAnnual = (annual: Map<Currency, number>, rows: readonly SpanMovements[]): void => {
  for (const { currency, annualChange } of rows)
    annual.set(currency, (annual.get(currency) ?? 0) + annualChange)
}

/** Returns MRR in minor units, not rounded: a twelfth of the annual amount. */
export const monthlyOf = (annual: number): number => annual / 12
