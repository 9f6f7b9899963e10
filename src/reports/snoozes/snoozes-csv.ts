import { rateOf } from '../explained/figure.ts'
import type { CsvAbout } from '../export/csv-header.ts'
import type { CsvTable } from '../export/csv-table.ts'
import { cellOf } from '../export/figure-cell.ts'
import type { SnoozeReport, Upcoming } from './snooze-report.ts'
import { figureOfPeople } from './snoozes.ts'

type About = Pick<CsvAbout, 'title' | 'query' | 'timeZone'>

export const SNOOZE_TABLES = ['month', 'length', 'week', 'reminded'] as const
export type SnoozeTable = (typeof SNOOZE_TABLES)[number]

const SNOOZES = ['snoozes', 'snoozes'] as const

/** Returns one of the page's tables. */
export const snoozeTable = (
  table: SnoozeTable,
  { report, upcoming }: { report: SnoozeReport; upcoming: Upcoming },
  about: About,
): CsvTable => {
  const named = { ...about, name: `snoozes-${table}` }
  switch (table) {
    case 'month':
      return {
        about: { ...named, metrics: [['shown', 'appeals-shown'], SNOOZES, ['snooze_rate', 'snooze-rate']] },
        columns: ['month', 'shown', 'snoozes', 'snooze_rate'],
        rows: report.months.map(({ month, shown, snoozes, rate }) => [month, shown, snoozes, cellOf(rate)]),
      }
    case 'length':
      return {
        about: { ...named, metrics: [SNOOZES] },
        columns: ['length', 'snoozes', 'share'],
        rows: [...report.lengths].map(([length, snoozes]) => [
          length,
          snoozes,
          cellOf(rateOf({ part: snoozes, base: report.total.snoozes })),
        ]),
      }
    case 'week':
      return {
        about: { ...named, metrics: [['reminders', 'reminders-due']] },
        columns: ['week', 'reminders'],
        rows: upcoming.weeks.map(({ week, reminders }) => [week, reminders]),
      }
    case 'reminded':
      return {
        about: {
          ...named,
          metrics: [
            ['paid', 'reminded-payments'],
            ['share', 'snooze-to-support'],
          ],
        },
        columns: ['reminder_month', 'reminders', 'paid', 'share'],
        rows: report.cohorts.map(({ month, due, paid, share }) => [
          month,
          cellOf(figureOfPeople(due)),
          cellOf(figureOfPeople(paid)),
          cellOf(share),
        ]),
      }
  }
}
