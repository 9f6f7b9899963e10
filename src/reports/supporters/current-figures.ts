import type { Cadence } from '../../billing/model/intervals.ts'
import type { Currency } from '../../money/currency.ts'
import { addDays } from '../../platform/calendar.ts'
import { groupBy } from '../group-by.ts'
import type { Figure, Point } from '../plots/plot-data.ts'
import { roundChange, sumRounded } from '../small-numbers.ts'
import type { AmountSum, ScheduleSum } from './current-figures-store.ts'

/** One bar of the amounts given. `amount` is null for all amounts that have no bar of their own. */
export type AmountGroup = { amount: { cadence: Cadence; annual: number } | null; people: number }

const BARS = 8

/** Groups the supporters of one currency by what they give: the most common amounts by size, then all others. */
export const amountGroups = (sums: readonly AmountSum[], currency: Currency): AmountGroup[] => {
  const own = sums.filter((sum) => sum.currency === currency)
  const common = [...own].sort((one, other) => other.people - one.people).slice(0, BARS)
  const others = own.filter((sum) => !common.includes(sum)).reduce((total, { people }) => total + people, 0)
  const groups = common
    .sort((one, other) => one.annualAmount - other.annualAmount)
    .map(({ cadence, annualAmount, people }) => ({ amount: { cadence, annual: annualAmount }, people }))
  return others === 0 ? groups : [...groups, { amount: null, people: others }]
}

/** Counts supporters by cadence or by currency, the largest group first. */
export const peopleBy = <K>(sums: readonly AmountSum[], keyOf: (sum: AmountSum) => K): [K, number][] =>
  [...groupBy(sums, keyOf)]
    .map(([key, own]): [K, number] => [key, own.reduce((total, { people }) => total + people, 0)])
    .sort(([, one], [, other]) => other - one)

/** Subscriptions past due for a number of whole days. */
export type PastDue = { currency: Currency; days: number; subscriptions: number }

/** Counts failing renewals. After `retryDays` the contribution has lapsed and is no longer in force. */
export const countFailing = (
  sums: readonly PastDue[],
  { currency, retryDays }: { currency: Currency | null; retryDays: number },
): number =>
  sums
    .filter((sum) => sum.days < retryDays && (currency === null || sum.currency === currency))
    .reduce((total, { subscriptions }) => total + subscriptions, 0)

export const DAYS_AHEAD = 30

/** The renewals and cancellations of one currency in the next 30 days. Amounts are in minor units. */
export type UpcomingSum = {
  currency: Currency
  renewals: number
  due: number
  cancellations: number
  lost: number
}

export type Upcoming = {
  /** The last of the next 30 days. */
  until: string
  sums: readonly UpcomingSum[]
  renewalDays: readonly Point[]
  cancellationDays: readonly Point[]
  /** All planned cancellations, later ones too. */
  scheduledCancellations: number
}

/** Sums what is scheduled from today on, in one currency or over all. */
export const buildUpcoming = (
  rows: readonly ScheduleSum[],
  { today, currency }: { today: string; currency: Currency | null },
): Upcoming => {
  const until = addDays(today, DAYS_AHEAD)
  const own = rows.filter((row) => currency === null || row.currency === currency)
  const soon = own.filter(({ day }) => day <= until)
  const names = Array.from({ length: DAYS_AHEAD + 1 }, (_, index) => addDays(today, index))
  const days = (kind: ScheduleSum['kind']): Point[] =>
    names.map((name) => ({
      name,
      value: countOf(
        soon.filter(({ day }) => day === name),
        kind,
      ),
    }))
  return {
    until,
    sums: [...groupBy(soon, (row) => row.currency)].map(([each, some]) => ({
      currency: each,
      renewals: countOf(some, 'renewal'),
      due: amountOf(some, 'renewal'),
      cancellations: countOf(some, 'cancellation'),
      lost: amountOf(some, 'cancellation'),
    })),
    renewalDays: days('renewal'),
    cancellationDays: days('cancellation'),
    scheduledCancellations: countOf(own, 'cancellation'),
  }
}

const countOf = (rows: readonly ScheduleSum[], kind: ScheduleSum['kind']): number =>
  rows.reduce((total, row) => total + (row.kind === kind ? row.subscriptions : 0), 0)

const amountOf = (rows: readonly ScheduleSum[], kind: ScheduleSum['kind']): number =>
  rows.reduce((total, row) => total + (row.kind === kind ? row.amount : 0), 0)

export const REASONS = ['money', 'reading', 'elsewhere', 'safety', 'none'] as const
export type Reason = (typeof REASONS)[number]

export type ReasonCount = { reason: Reason; cancellations: number }

/** The reasons of each whole past month of a period. */
export type ReasonMonths = readonly (readonly ReasonCount[])[]

/**
 * Lists how many gave each reason. Each month is rounded alone, as in small-numbers.ts: a reason is told to us, and two
 * periods that differ by a day would show whose it is.
 */
export const reasonGroups = (months: ReasonMonths): { reason: Reason; value: Figure }[] =>
  REASONS.map((reason) => {
    const counts = months.map((counts) => counts.find((each) => each.reason === reason)?.cancellations ?? 0)
    return { reason, value: sumRounded(counts.map(roundChange)) ?? 'few' }
  })

/** Figures of this moment, whichever period is chosen. Only the reasons are of the period. */
export type CurrentFigures = {
  /** `2026-11-22` */
  today: string
  amounts: readonly AmountSum[]
  upcoming: Upcoming
  /** Renewals that failed and are still retried. */
  failing: number
  reasons: ReasonMonths
}
