import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { addMonths, firstChargeAfter, PAUSES, pauseUntil } from '../../../src/billing/model/plan-change.ts'

const monthsLater = (day: string, months: number) => addMonths(new Date(day), months).toISOString()

test('adding months keeps the day, or takes the last day of a shorter month', () => {
  assert.equal(monthsLater('2026-11-25T10:00:00Z', 1), '2026-12-25T10:00:00.000Z')
  assert.equal(monthsLater('2026-11-30T10:00:00Z', 3), '2027-02-28T10:00:00.000Z')
  assert.equal(monthsLater('2027-12-31T23:59:59Z', 2), '2028-02-29T23:59:59.000Z')
  assert.equal(monthsLater('2026-12-31T00:00:00Z', 1), '2027-01-31T00:00:00.000Z')
})

test('an anchor on the 31st returns to it after a shorter month', () => {
  const [april, anchor] = [new Date('2027-04-30T12:00:00Z'), new Date('2027-01-31T12:00:00Z')]
  assert.equal(addMonths(april, 1, anchor).toISOString(), '2027-05-31T12:00:00.000Z')
  assert.equal(addMonths(april, 2, anchor).toISOString(), '2027-06-30T12:00:00.000Z')
  const charge = { periodEnd: april, anchoredAt: anchor }
  assert.equal(
    firstChargeAfter(charge, pauseUntil(april, 3, anchor), 1).toISOString(),
    '2027-07-31T12:00:00.000Z',
  )
})

test('a pause of n months skips exactly n charges, on any day of the month', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
      fc.constantFrom(...PAUSES),
      (next, months) => {
        const until = pauseUntil(next, months)
        const charges = [0, 1, 2, 3, 4].map((each) => addMonths(next, each))
        assert.equal(charges.filter((charge) => charge < until).length, months)
        assert.equal(charges.find((charge) => charge > until)?.getTime(), addMonths(next, months).getTime())
      },
    ),
  )
})
