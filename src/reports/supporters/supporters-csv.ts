import { type Money, money, roundedMoney } from '../../money/money.ts'
import { addDays } from '../../platform/calendar.ts'
import type { Metric } from '../explained/metric.ts'
import type { CsvAbout } from '../export/csv-header.ts'
import type { CsvTable } from '../export/csv-table.ts'
import { groupBy } from '../group-by.ts'
import { monthlyOf } from '../monthly.ts'
import { DAYS_AHEAD, peopleBy, type ReasonMonths, reasonGroups } from './current-figures.ts'
import type { AmountSum, ScheduleSum } from './current-figures-store.ts'
import type { DailySupport, SupportersReport } from './supporters-report.ts'

const COUNTS: readonly [column: string, metric: Metric, countOf: (day: DailySupport) => number][] = [
  ['active_supporters', 'active-supporters', (day) => day.end],
  ['new_supporters', 'new-supporters', (day) => day.new],
  ['lost_supporters', 'lost-supporters', (day) => day.lost],
  ['supporters_at_start', 'supporters-at-start', (day) => day.start],
  ['reactivated_supporters', 'reactivated-supporters', (day) => day.reactivated],
  ['resumed_supporters', 'resumed-supporters', (day) => day.resumed],
  ['transferred_in', 'transferred-in', (day) => day.transferredIn],
  ['paused_supporters', 'paused-supporters', (day) => day.paused],
  ['transferred_out', 'transferred-out', (day) => day.transferredOut],
]

/** The tables to choose from. The first is the usual one. */
export const CSV_TABLES = ['days', 'amounts', 'cadences', 'currencies', 'upcoming', 'reasons'] as const

type About = Pick<CsvAbout, 'title' | 'query' | 'timeZone'>

/** Returns every day of the period as a table. */
export const supportersTable = (report: SupportersReport, about: About): CsvTable => {
  const currencies = [...report.annual.keys()].sort()
  const mrrColumns = currencies.map((each) => `mrr_${each}`)
  return {
    about: {
      ...about,
      name: 'supporters',
      metrics: [
        ...COUNTS.map(([column, metric]) => [column, metric] as const),
        ...mrrColumns.map((column) => [column, 'mrr'] as const),
      ],
    },
    columns: ['day', ...COUNTS.map(([column]) => column), ...mrrColumns],
    rows: report.days.map((day) => [
      day.day,
      ...COUNTS.map(([, , countOf]) => countOf(day)),
      ...currencies.map(
        (currency): Money => money(Math.round(monthlyOf(day.annual.get(currency) ?? 0)), currency),
      ),
    ]),
  }
}

/** Describes a table of what supporters give on one day. */
const aboutToday = (name: string, today: string, { query, ...about }: About): CsvTable['about'] => ({
  ...about,
  query: { ...query, period: { from: today, to: today, days: [] } },
  name,
  metrics: [['supporters', 'active-supporters']],
})

const ofCurrency = <T extends { currency: string }>(
  rows: readonly T[],
  { query: { currency } }: About,
): T[] => rows.filter((row) => currency === null || row.currency === currency)

/** Returns every amount given now as a table, small groups too. */
export const amountsTable = (sums: readonly AmountSum[], today: string, about: About): CsvTable => ({
  about: aboutToday('amounts', today, about),
  columns: ['currency', 'cadence', 'annual_amount', 'monthly_amount', 'supporters'],
  rows: ofCurrency(sums, about).map(({ currency, cadence, annualAmount, people }) => [
    currency,
    cadence,
    money(annualAmount, currency),
    roundedMoney(monthlyOf(annualAmount), currency),
    people,
  ]),
})

/** Returns how many supporters there are now by cadence or by currency. */
export const groupsTable = (
  sums: readonly AmountSum[],
  { by, today }: { by: 'cadence' | 'currency'; today: string },
  about: About,
): CsvTable => ({
  about: aboutToday(by === 'cadence' ? 'cadences' : 'currencies', today, about),
  columns: [by, 'supporters'],
  rows: peopleBy(ofCurrency(sums, about), (sum): string => sum[by]).map(([key, people]) => [key, people]),
})

/** Returns the renewals and cancellations of the next 30 days as a table, without days that have neither. */
export const upcomingTable = (rows: readonly ScheduleSum[], today: string, about: About): CsvTable => {
  const until = addDays(today, DAYS_AHEAD)
  const soon = ofCurrency(rows, about).filter(({ day }) => day >= today && day <= until)
  return {
    about: {
      ...about,
      query: { ...about.query, period: { from: today, to: until, days: [] } },
      name: 'upcoming',
      metrics: [['cancellations', 'scheduled-cancellations']],
    },
    columns: ['day', 'currency', 'renewals', 'amount_due', 'cancellations', 'amount_lost'],
    rows: [...groupBy(soon, ({ day, currency }) => `${day} ${currency}`).values()].flatMap((own) => {
      const [first] = own
      if (first === undefined) return []
      const { day, currency } = first
      const of = (kind: ScheduleSum['kind'], field: 'subscriptions' | 'amount'): number =>
        own.reduce((total, row) => (row.kind === kind ? total + row[field] : total), 0)
      return [
        [
          day,
          currency,
          of('renewal', 'subscriptions'),
          money(of('renewal', 'amount'), currency),
          of('cancellation', 'subscriptions'),
          money(of('cancellation', 'amount'), currency),
        ],
      ]
    }),
  }
}

/** Returns the reasons for canceling in the whole past months of the period. Fewer than ten a month leave the cell empty. */
export const reasonsTable = (months: ReasonMonths, about: About): CsvTable => ({
  // Reasons are counted over all currencies.
  about: { ...about, query: { ...about.query, currency: null }, name: 'reasons-for-canceling', metrics: [] },
  columns: ['reason', 'cancellations'],
  rows: reasonGroups(months).map(({ reason, value }) => [reason, typeof value === 'number' ? value : null]),
})
