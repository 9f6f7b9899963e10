import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { calendarOf } from '../../../src/platform/calendar.ts'
import type { MonthSum } from '../../../src/reports/rollups/movement-figures-store.ts'
import {
  buildRoundedReport,
  changesByMonth,
  firstRoundedMonth,
  monthsOfRecord,
  type RoundedReport,
  type SpanMovements,
} from '../../../src/reports/supporters/rounded-report.ts'

const MONTHS = calendarOf('UTC').months('2026-01', '2026-08')
const CURRENT = MONTHS.length
const CURRENCIES = ['USD', 'EUR', 'SEK'] as const

/** A person who gives from one month on, until another or still. Months count from 1. */
type Person = { currency: (typeof CURRENCIES)[number]; monthly: number; from: number; until: number | null }

const anyPerson = fc.record({
  currency: fc.constantFrom(...CURRENCIES),
  monthly: fc.oneof(fc.constantFrom(500, 1_000), fc.integer({ min: 200, max: 100_000 })),
  from: fc.integer({ min: 0, max: CURRENT }),
  until: fc.option(fc.integer({ min: 1, max: CURRENT })),
})
const anyPeople = fc.array(anyPerson, { maxLength: 120 })
const anyPeriod = fc
  .tuple(fc.nat(CURRENT - 1), fc.nat(CURRENT - 1))
  .map(([one, other]) => ({ from: Math.min(one, other), to: Math.max(one, other) }))

const leaves = ({ from, until }: Person, span: number): boolean => until === span && until >= from

/** Sums people as the query over movements does. */
const rowsOf = (people: readonly Person[]): SpanMovements[] =>
  CURRENCIES.flatMap((currency) =>
    Array.from({ length: CURRENT + 1 }, (_, span): SpanMovements => {
      const own = people.filter((person) => person.currency === currency)
      const came = own.filter((person) => person.from === span)
      const left = own.filter((person) => leaves(person, span))
      const annual = (some: readonly Person[]) => some.reduce((total, { monthly }) => total + monthly * 12, 0)
      return {
        span,
        currency,
        activeChange: came.length - left.length,
        activeChangeInCurrency: came.length - left.length,
        annualChange: annual(came) - annual(left),
        new: came.length,
        lost: left.length,
        moves: Math.max(came.length, left.length),
      }
    }).filter(({ moves }) => moves > 0),
  )

type Months = { from: number; to: number }
const ALL = { from: 0, to: CURRENT - 1 }
const dayIn = (index: number): string => `${MONTHS[index]?.name}-15`
const lookAt = (people: readonly Person[], { from, to }: Months = ALL): RoundedReport =>
  buildRoundedReport(rowsOf(people), MONTHS, { from: dayIn(from), to: dayIn(to) })

/** The difference of two looks at a figure, none of which may be one person’s. */
const assertTens = (before: number | null, after: number | null): void =>
  assert.ok([0, 10].includes((after ?? 0) - (before ?? 0)), `${before} became ${after}`)

test('months: 12 came and 3 left before, then 2 paused and 1 went from dollars to euros', () => {
  const sum = (month: string, kind: MonthSum['kind'], movements: number, more: Partial<MonthSum> = {}) => ({
    month,
    kind,
    movements,
    currency: 'USD' as const,
    annualChange: 6_000 * movements,
    ...more,
  })
  const rows = changesByMonth(
    [
      sum('2025-11', 'new', 12),
      sum('2025-12', 'churn', 3, { annualChange: -18_000 }),
      sum('2026-01', 'expansion', 4, { annualChange: 700 }),
      sum('2026-02', 'pause', 2, { annualChange: -12_000 }),
      sum('2026-02', 'transfer-out', 1, { annualChange: -6_000 }),
      sum('2026-02', 'transfer-in', 1, { currency: 'EUR', annualChange: 5_000 }),
      sum('2026-09', 'new', 50),
    ],
    MONTHS,
  )
  const row = (span: number, changes: Partial<SpanMovements>): SpanMovements => ({
    ...{ span, currency: 'USD', activeChange: 0, activeChangeInCurrency: 0, annualChange: 0 },
    ...{ new: 0, lost: 0, moves: 0 },
    ...changes,
  })
  assert.deepEqual(rows, [
    row(0, { activeChange: 9, activeChangeInCurrency: 9, annualChange: 54_000, new: 12, lost: 3, moves: 12 }),
    row(1, { annualChange: 700 }),
    row(2, { activeChange: -2, activeChangeInCurrency: -3, annualChange: -18_000, moves: 3 }),
    row(2, { currency: 'EUR', activeChangeInCurrency: 1, annualChange: 5_000, moves: 1 }),
  ])
})

describe('what the role report sees (A5)', () => {
  test('two looks at any period tell of one person’s arrival between them at most a full ten', () =>
    fc.assert(
      fc.property(anyPeople, anyPerson, anyPeriod, (people, person, period) => {
        const arriving = { ...person, from: CURRENT, until: null }
        const [before, after] = [lookAt(people, period), lookAt([...people, arriving], period)]
        assert.deepEqual([before.mrr, before.moneyMonth], [after.mrr, after.moneyMonth])
        const closed = ({ months }: RoundedReport) => months.filter(({ mrr }) => mrr !== null)
        assert.deepEqual(closed(before), closed(after))
        assertTens(before.active, after.active)
        assertTens(before.new, after.new)
        assert.equal(before.lost, after.lost)
      }),
    ))

  test('an arrival that is recorded months later changes each count by a full ten or not at all', () =>
    fc.assert(
      fc.property(anyPeople, anyPerson, (people, person) => {
        const after = lookAt([...people, { ...person, until: null }]).months
        for (const [index, before] of lookAt(people).months.entries()) {
          assertTens(before.active, after[index]?.active ?? null)
          assertTens(before.new, after[index]?.new ?? null)
          assert.equal(before.lost, after[index]?.lost)
        }
      }),
    ))

  test('a month is the same in every period, so that periods cannot be subtracted', () =>
    fc.assert(
      fc.property(anyPeople, anyPeriod, (people, period) => {
        const report = lookAt(people, period)
        assert.deepEqual(report.months, lookAt(people).months.slice(period.from, period.to + 1))
        const sum = report.months.reduce((total, month) => total + (month.new ?? 0), 0)
        assert.equal(report.new ?? 0, sum)
      }),
    ))

  test('counts are whole tens, and a change of fewer than ten has no figure', () =>
    fc.assert(
      fc.property(anyPeople, (people) => {
        for (const [index, month] of lookAt(people).months.entries()) {
          for (const count of [month.active, month.new ?? 0, month.lost ?? 0]) assert.equal(count % 10, 0)
          const came = people.filter(({ from }) => from === index + 1).length
          assert.equal(month.new === null, came < 10)
        }
      }),
    ))

  test('money changes only after ten people came or left, and is hidden for fewer than ten', () =>
    fc.assert(
      fc.property(anyPeople, (people) => {
        const { months } = lookAt(people)
        for (const currency of CURRENCIES) {
          const own = people.filter((person) => person.currency === currency)
          let [shown, since]: [number | null, number] = [null, -1]
          for (const [index, { mrr }] of months.entries()) {
            const now: number | null = mrr === null ? shown : (mrr.get(currency) ?? null)
            if (now === shown) continue
            const moved = own.filter(
              (person) =>
                (person.from > since && person.from <= index + 1) ||
                [...Array(index + 1 - since).keys()].some((offset) => leaves(person, since + 1 + offset)),
            )
            assert.ok(moved.length >= 10, `${currency} changed after ${moved.length} people`)
            const giving = own.filter(
              ({ from, until }) => from <= index + 1 && (until === null || until < from || until > index + 1),
            )
            assert.equal(now === null, giving.length < 10)
            ;[shown, since] = [now, index + 1]
          }
        }
      }),
    ))

  test('money is as of the last closed month, also when only the current one is asked for', () => {
    const people = Array.from(
      { length: 12 },
      () => ({ currency: 'USD', monthly: 500, from: 2, until: null }) as const,
    )
    const newcomers = Array.from({ length: 30 }, () => ({ ...people[0], from: CURRENT }) as Person)
    const report = lookAt([...people, ...newcomers], { from: CURRENT - 1, to: CURRENT - 1 })
    assert.deepEqual([report.active, report.new, report.lost], [40, 30, null])
    assert.deepEqual([report.moneyMonth, report.mrr.get('USD')], ['2026-07', 6_000 - 1_000])
    assert.equal(report.months[0]?.mrr, null)
  })

  test('rounding sees the whole record, whichever period is asked for', () => {
    const months = monthsOfRecord(new Date('2026-08-31T23:30:00Z'), calendarOf('Pacific/Kiritimati'))
    assert.deepEqual([months[0]?.name, months.at(-1)?.name], ['2000-01', '2026-09'])
  })

  test('figures begin with the first rounded one, not with the first person', () =>
    fc.assert(
      fc.property(anyPeople, anyPerson, (people, person) => {
        const arriving = { ...person, from: CURRENT, until: null }
        const sinceOf = (some: readonly Person[]) => firstRoundedMonth(rowsOf(some), MONTHS)
        const { months } = lookAt(people)
        const first = months.find((each) => each.active > 0 || each.new !== null || each.lost !== null)
        assert.equal(sinceOf(people), first === undefined ? null : `${first.month}-01`)
        if (first !== undefined) assert.equal(sinceOf([...people, arriving]), sinceOf(people))
      }),
    ))
})
