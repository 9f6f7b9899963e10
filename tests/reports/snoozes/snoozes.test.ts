import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addDays, calendarOf } from '../../../src/platform/calendar.ts'
import { csvChunks } from '../../../src/reports/export/csv-table.ts'
import { periodOf } from '../../../src/reports/periods/period.ts'
import { lengthText } from '../../../src/reports/snoozes/length-words.ts'
import { buildSnoozeReport, buildUpcoming, upcomingSpan } from '../../../src/reports/snoozes/snooze-report.ts'
import {
  cohortTotal,
  exactPeople,
  reminderCohorts,
  remindersAfter,
  remindersByWeek,
  roundedPeople,
  snoozesByLength,
  snoozesByMonth,
  snoozeTotal,
  weekOf,
  weeksSpan,
} from '../../../src/reports/snoozes/snoozes.ts'
import { snoozeTable } from '../../../src/reports/snoozes/snoozes-csv.ts'

const TODAY = '2026-11-29'

const SNOOZES = [
  { month: '2026-10', length: '7d', snoozes: 14 },
  { month: '2026-10', length: '1m', snoozes: 3 },
  { month: '2026-11', length: '7d', snoozes: 8 },
  { month: '2026-11', length: 'never', snoozes: 25 },
]
const SHOWN = [
  { month: '2026-10', shown: 1_700 },
  { month: '2026-11', shown: 1_000 },
]

describe('snoozes', () => {
  test('are counted by length, the most usual first', () => {
    assert.deepEqual(
      [...snoozesByLength(SNOOZES, exactPeople)],
      [
        ['never', 25],
        ['7d', 22],
        ['1m', 3],
      ],
    )
    assert.deepEqual(
      [...snoozesByLength(SNOOZES, roundedPeople)],
      [
        ['never', 20],
        ['7d', 10],
        ['1m', null],
      ],
    )
  })

  test('are counted by month, as a share of the appeals shown', () => {
    const months = snoozesByMonth(
      ['2026-09', '2026-10', '2026-11'],
      { snoozes: SNOOZES, shown: SHOWN },
      exactPeople,
    )
    assert.deepEqual(
      months.map(({ month, shown, snoozes, rate }) => [month, shown, snoozes, rate]),
      [
        ['2026-09', 0, 0, { is: 'none' }],
        ['2026-10', 1_700, 17, { is: 'rate', rate: 0.01 }],
        ['2026-11', 1_000, 33, { is: 'rate', rate: 0.033 }],
      ],
    )
    const { snoozes, shown } = snoozeTotal(months)
    assert.deepEqual([snoozes, shown], [50, 2_700])
    const rounded = snoozesByMonth(
      ['2026-09', '2026-10', '2026-11'],
      { snoozes: SNOOZES, shown: SHOWN },
      roundedPeople,
    )
    assert.deepEqual(
      [...rounded, snoozeTotal(rounded)].map((each) => each.snoozes),
      [null, 10, 30, 40],
    )
    assert.equal(snoozeTotal([]).snoozes, 0)
  })
})

describe('weeks of reminders', () => {
  for (const [day, monday] of [
    ['2026-11-29', '2026-11-23'],
    ['2026-11-30', '2026-11-30'],
    ['1969-12-31', '1969-12-29'],
    ['2028-03-01', '2028-02-28'],
  ] as const)
    test(`${day} is in the week of ${monday}`, () => assert.equal(weekOf(day), monday))

  test('go from the period to twelve weeks ahead, at most a year back', () => {
    assert.deepEqual(weeksSpan('2026-11-04', TODAY), { from: '2026-11-02', to: '2027-02-21' })
    assert.deepEqual(weeksSpan('2020-01-01', TODAY), { from: '2025-11-24', to: '2027-02-21' })
    assert.deepEqual(weeksSpan('2027-01-01', TODAY), { from: '2026-11-23', to: '2027-02-21' })
  })

  test('begin with the first figure', () => {
    const period = periodOf('2026-01-01', TODAY, calendarOf('UTC'))
    assert.equal(upcomingSpan({ period, since: '2026-11-18' }, TODAY).from, '2026-11-16')
    assert.equal(upcomingSpan({ period, since: null }, TODAY).from, '2026-11-23')
  })

  test('count days below zero as none, and hide fewer than ten', () => {
    const rows = [
      { day: '2026-11-23', reminders: 4 },
      { day: '2026-11-29', reminders: 7 },
      { day: '2026-11-30', reminders: -2 },
      { day: '2026-12-07', reminders: 3 },
    ]
    const span = { from: '2026-11-23', to: '2026-12-13' }
    assert.deepEqual(
      remindersByWeek(rows, span, exactPeople).map(({ week, reminders }) => [week, reminders]),
      [
        ['2026-11-23', 11],
        ['2026-11-30', 0],
        ['2026-12-07', 3],
      ],
    )
    assert.deepEqual(
      remindersByWeek(rows, span, roundedPeople).map(({ reminders }) => reminders),
      [10, null, null],
    )
    assert.equal(remindersAfter(rows, '2026-11-29', exactPeople), 1)
    assert.equal(remindersAfter(rows, '2026-12-01', exactPeople), 3)
    assert.equal(remindersAfter(rows, '2026-11-22', roundedPeople), 10)
  })
})

const DUE = [
  { day: '2026-07-03', reminders: 9 },
  { day: '2026-08-01', reminders: 30 },
  { day: '2026-08-31', reminders: 10 },
  { day: '2026-10-30', reminders: 50 },
  { day: '2026-11-02', reminders: 90 },
]
const PAID = [
  { month: '2026-07', payments: 2 },
  { month: '2026-08', payments: 1 },
  { month: '2026-10', payments: 20 },
]
const MONTHS = ['2026-07', '2026-08', '2026-09', '2026-10', '2026-11']

describe('readers who were reminded', () => {
  test('have a share only with ten of them, once 30 days are over', () => {
    const cohorts = reminderCohorts(MONTHS, { due: DUE, paid: PAID }, { today: TODAY, isExact: true })
    assert.deepEqual(
      cohorts.map(({ month, due, paid, isOver, share }) => [month, due, paid, isOver, share]),
      [
        ['2026-07', 9, 2, true, { is: 'too-few' }],
        ['2026-08', 40, 1, true, { is: 'rate', rate: 0.025 }],
        ['2026-09', 0, 0, true, { is: 'none' }],
        ['2026-10', 50, 20, false, { is: 'none' }],
        ['2026-11', 90, 0, false, { is: 'none' }],
      ],
    )
    assert.deepEqual(cohortTotal(cohorts), { due: 40, paid: 1, share: { is: 'rate', rate: 0.025 } })
    const later = reminderCohorts(MONTHS, { due: DUE, paid: PAID }, { today: '2026-12-01', isExact: true })
    assert.deepEqual(later[3]?.share, { is: 'rate', rate: 0.4 })
  })

  test('are rounded for all without the role finance', () => {
    const asked = { today: addDays(TODAY, 60), isExact: false }
    const cohorts = reminderCohorts(MONTHS, { due: DUE, paid: PAID }, asked)
    assert.deepEqual(
      cohorts.map(({ due, paid, share }) => [due, paid, share]),
      [
        [null, null, { is: 'too-few' }],
        [40, null, { is: 'too-few' }],
        [null, null, { is: 'too-few' }],
        [50, 20, { is: 'rate', rate: 0.4 }],
        [90, null, { is: 'too-few' }],
      ],
    )
    assert.deepEqual(cohortTotal(cohorts), { due: 180, paid: 20, share: { is: 'rate', rate: 20 / 180 } })
  })

  test('have no share in all before any month counts', () => {
    assert.deepEqual(cohortTotal([]).share, { is: 'none' })
  })
})

test('lengths are named; unknown ones stay as they are', () => {
  const named = ['7d', '1m', '3m', 'never', 'given', 'odd'].map((length) => lengthText(length, 'en'))
  assert.deepEqual(named, [
    '7 days',
    '1 month',
    '3 months',
    'Never on this browser',
    '“I already give”',
    'odd',
  ])
  assert.equal(lengthText('3m', 'ru'), '3 месяца')
})

test('each table of the CSV has the figures of the page', async () => {
  const isExact = true
  const report = buildSnoozeReport(
    { snoozes: SNOOZES, shown: SHOWN, due: DUE, paid: PAID },
    {
      months: ['2026-08', '2026-10', '2026-11'].map((name) => ({ name, isKnown: true })),
      today: TODAY,
      isExact,
    },
  )
  const span = { from: '2026-11-23', to: '2026-12-06' }
  const upcoming = buildUpcoming([{ day: '2026-11-30', reminders: 12 }], { span, today: TODAY, isExact })
  const about = {
    title: 'Snoozes',
    query: { period: periodOf('2026-08-01', TODAY, calendarOf('UTC')), currency: null },
    timeZone: 'UTC',
  }
  const format = { hasHeader: false, separator: 'comma', decimal: 'point', hasByteOrderMark: false } as const
  const linesOf = async (table: Parameters<typeof snoozeTable>[0]): Promise<string[]> => {
    let text = ''
    for await (const chunk of csvChunks(snoozeTable(table, { report, upcoming }, about), {
      format,
      language: 'en',
    }))
      text += chunk
    return text.trim().split('\n')
  }
  assert.deepEqual(await linesOf('month'), [
    'month,shown,snoozes,snooze_rate',
    '2026-08,0,0,',
    '2026-10,1700,17,0.010000',
    '2026-11,1000,33,0.033000',
  ])
  assert.deepEqual(await linesOf('length'), [
    'length,snoozes,share',
    'never,25,0.500000',
    '7d,22,0.440000',
    '1m,3,0.060000',
  ])
  assert.deepEqual(await linesOf('week'), ['week,reminders', '2026-11-23,0', '2026-11-30,12'])
  assert.deepEqual(await linesOf('reminded'), [
    'reminder_month,reminders,paid,share',
    '2026-08,40,1,0.025000',
    '2026-10,50,20,',
    '2026-11,90,0,',
  ])
})
