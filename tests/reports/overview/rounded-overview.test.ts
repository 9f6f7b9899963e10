import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarOf } from '../../../src/platform/calendar.ts'
import { overviewDays } from '../../../src/reports/overview/overview.ts'
import { buildRoundedOverview } from '../../../src/reports/overview/rounded-overview.ts'
import type { SpanMovements } from '../../../src/reports/supporters/rounded-report.ts'
import { buildRoundedReport, monthsOfRecord } from '../../../src/reports/supporters/rounded-report.ts'

const NOW = new Date('2026-11-29T12:00:00Z')
const CALENDAR = calendarOf('Europe/Riga')
const MONTHS = monthsOfRecord(NOW, CALENDAR)
const spanOf = (month: string): number => MONTHS.findIndex(({ name }) => name === month) + 1

const came = (month: string, people: number): SpanMovements => ({
  span: spanOf(month),
  currency: 'USD',
  activeChange: people,
  activeChangeInCurrency: people,
  annualChange: people * 6_000,
  new: people,
  lost: 0,
  moves: people,
})

const ROWS = [came('2026-09', 24), came('2026-10', 12), came('2026-11', 15)]
const DAYS = overviewDays('2026-11-29')

test('24 + 12 + 15 = 51 are 50, and 36 were 30; 15 new are 10; money is of October and September', () => {
  const overview = buildRoundedOverview(ROWS, MONTHS, DAYS)
  assert.deepEqual([overview.active, overview.activeBefore, overview.new], [50, 30, 10])
  assert.equal(overview.moneyMonth, '2026-10')
  assert.deepEqual(
    [overview.mrr.get('USD'), overview.mrrBefore.get('USD')],
    [
      buildRoundedReport(ROWS, MONTHS, { from: '2026-10-01', to: '2026-11-29' }).mrr.get('USD'),
      buildRoundedReport(ROWS, MONTHS, { from: '2026-09-01', to: '2026-09-30' }).mrr.get('USD'),
    ],
  )
  assert.deepEqual(
    overview.course.map(({ month, active }) => [month, active]),
    [
      ['2026-09', 20],
      ['2026-10', 30],
      ['2026-11', 50],
    ],
  )
})

test('one person more changes nothing', () => {
  const figures = (rows: readonly SpanMovements[]) => {
    const { active, activeBefore, new: fresh, mrr, course } = buildRoundedOverview(rows, MONTHS, DAYS)
    return { active, activeBefore, fresh, mrr, course }
  }
  assert.deepEqual(figures([...ROWS, came('2026-11', 1)]), figures(ROWS))
  assert.equal(buildRoundedOverview([came('2026-11', 9)], MONTHS, DAYS).new, null)
  assert.deepEqual(buildRoundedOverview([came('2026-11', 9)], MONTHS, DAYS).course, [])
})
