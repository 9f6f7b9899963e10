import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { addUpRows } from '../../../src/appeal/demo/demo-counts.ts'
import { type InventedBatch, inventAppeal } from '../../../src/appeal/demo/invent-appeal.ts'
import { calendarOf } from '../../../src/platform/calendar.ts'
import { roundsOf } from '../../given/depth.ts'

const ZONES = ['Pacific/Kiritimati', 'America/Vancouver', 'Asia/Kathmandu'].map(calendarOf)

const someBatch: fc.Arbitrary<InventedBatch> = fc
  .record({
    seed: fc.nat(),
    months: fc.integer({ min: 1, max: 24 }),
    now: fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
    supporters: fc.integer({ min: 1, max: 500 }),
    ages: fc.array(fc.integer({ min: 0, max: 27 }), { maxLength: 12 }),
  })
  .map(({ ages, supporters, ...plan }) => ({
    plan: { ...plan, supporters },
    from: 0,
    until: Math.min(supporters, 20),
    payments: ages.map((age, index) => ({
      at: new Date(plan.now.getTime() - age * 86_400_000),
      currency: index % 2 === 0 ? 'USD' : 'EUR',
      cadence: 'monthly',
      amount: 500,
    })),
  }))

describe('the invented appeal', () => {
  test('no step has more than the step before it, and nothing lies in the future', () => {
    fc.assert(
      fc.property(someBatch, fc.constantFrom(...ZONES), (batch, calendar) => {
        const counts = inventAppeal(batch, { calendar, sections: ['courts', 'life', 'prices'] })
        const paid = new Map<string, number>()
        for (const { day, section, count } of counts.payments) {
          const key = `${calendar.startOfDay(day).getTime()} ${section}`
          paid.set(key, (paid.get(key) ?? 0) + count)
        }
        for (const { hour, section, eligible, shown, seen, give, checkouts } of counts.hours) {
          const payments = paid.get(`${hour.getTime()} ${section}`) ?? 0
          const steps = [eligible, shown, seen, give, checkouts, payments]
          assert.deepEqual(
            steps,
            steps.toSorted((one, other) => other - one),
          )
          assert.ok(hour <= batch.plan.now)
          paid.delete(`${hour.getTime()} ${section}`)
        }
        assert.equal(paid.size, 0, 'each payment has its page views')
        const snoozes = counts.snoozes.reduce((sum, { count }) => sum + count, 0)
        const reminders = counts.reminders.reduce((sum, { count }) => sum + count, 0)
        assert.equal(reminders, snoozes)
        for (const { day, reminded } of counts.payments) assert.ok(reminded <= day.slice(0, 7))
      }),
      { numRuns: roundsOf(60, 2_000) },
    )
  })

  test('depends on the batch alone, and all batches together cover every day once', () => {
    const [calendar] = ZONES
    assert.ok(calendar)
    const plan = { supporters: 45, months: 3, seed: 7, now: new Date('2026-11-29T12:00:00Z') }
    const newsroom = { calendar, sections: ['courts'] }
    const batches = [0, 20, 40].map((from) => ({
      plan,
      from,
      until: Math.min(45, from + 20),
      payments: [],
    }))
    const all = batches.map((batch) => inventAppeal(batch, newsroom))
    assert.deepEqual(
      all,
      batches.map((batch) => inventAppeal(batch, newsroom)),
    )
    const hours = all.flatMap((each) => each.hours.map(({ hour }) => hour.getTime()))
    assert.equal(new Set(hours).size, hours.length)
    assert.deepEqual(
      hours,
      calendar.days('2026-08-30', '2026-11-30').map(({ startsAt }) => startsAt.getTime()),
    )
  })

  test('rows with the same key are added up, others stay', () => {
    const rows = [
      { day: 'a', count: 1, amount: 5 },
      { day: 'b', count: 1, amount: 7 },
      { day: 'a', count: 2, amount: 1 },
    ]
    assert.deepEqual(
      addUpRows(rows, ({ day }) => day, ['count', 'amount']),
      [
        { day: 'a', count: 3, amount: 6 },
        { day: 'b', count: 1, amount: 7 },
      ],
    )
  })
})
