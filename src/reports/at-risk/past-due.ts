import type { PastDueSum } from '../../billing/staff-inbox/attention-store.ts'
import type { Currency } from '../../money/currency.ts'

/** Age bands by their first day, in whole days. */
const AGES = [
  { age: '0-3', from: 0 },
  { age: '4-7', from: 4 },
  { age: '8-14', from: 8 },
  { age: '15-30', from: 15 },
  { age: '31', from: 31 },
] as const

export type Age = (typeof AGES)[number]['age']

/** Contributions past due, with their amounts in minor units for a year. */
export type PastDuePart = { contributions: number; annual: ReadonlyMap<Currency, number> }

export type PastDue = {
  all: PastDuePart
  /** Every band stands here, empty ones too. */
  byAge: ReadonlyMap<Age, PastDuePart>
  /** The most frequent reason first. */
  byReason: ReadonlyMap<string, PastDuePart>
}

/** Groups the contributions that are past due now, of one currency or of all. */
export const pastDueOf = (rows: readonly PastDueSum[], currency: Currency | null): PastDue => {
  const own = rows.filter((row) => currency === null || row.currency === currency)
  const reasons = [...new Set(own.map(({ reason }) => reason))].map(
    (reason) => [reason, partOf(own.filter((row) => row.reason === reason))] as const,
  )
  return {
    all: partOf(own),
    byAge: new Map(AGES.map(({ age }) => [age, partOf(own.filter(({ days }) => ageOf(days) === age))])),
    byReason: new Map(reasons.sort(([, one], [, other]) => other.contributions - one.contributions)),
  }
}

const ageOf = (days: number): Age => AGES.findLast(({ from }) => days >= from)?.age ?? '0-3'

const partOf = (rows: readonly PastDueSum[]): PastDuePart => {
  const annual = new Map<Currency, number>()
  for (const { currency, annualAmount } of rows)
    annual.set(currency, (annual.get(currency) ?? 0) + annualAmount)
  return { contributions: rows.reduce((total, { subscriptions }) => total + subscriptions, 0), annual }
}
