import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { HOUR_MS } from '../../../src/platform/clock.ts'
import {
  copyMinutesBehind,
  heardAt,
  hoursBehind,
  type RecordState,
  withoutEvents,
} from '../../../src/reports/explained/record-state.ts'

const NOW = new Date('2026-11-29T12:00:00Z')
const ago = (hours: number): Date => new Date(NOW.getTime() - hours * HOUR_MS)
const stateOf = (given: Partial<RecordState>): RecordState => ({
  eventAt: null,
  listedAt: null,
  reconciledAt: null,
  waitingSince: null,
  ...given,
})

describe('how far the record is behind Stripe', () => {
  const cases: [string, Partial<RecordState>, number | null][] = [
    ['nothing was heard yet', {}, null],
    ['the list of events was read a while ago', { listedAt: ago(0.2) }, null],
    ['a quiet night is not behind', { listedAt: ago(0.1), eventAt: ago(9) }, null],
    ['Stripe was not reached for hours', { listedAt: ago(3.5), eventAt: ago(4) }, 3],
    ['an event arrived since', { listedAt: ago(3.5), eventAt: ago(0.1) }, null],
    ['an event waits for hours', { listedAt: ago(0.1), waitingSince: ago(2.1) }, 2],
    ['an event waits for minutes', { listedAt: ago(0.1), waitingSince: ago(0.5) }, null],
    ['exactly an hour', { listedAt: ago(1) }, 1],
    ['the copy that reports read is behind', { listedAt: ago(0.1), asOf: ago(2.5) }, 2],
    ['the copy that reports read is current', { listedAt: ago(0.1), asOf: ago(0) }, null],
    ['the clock went back', { listedAt: ago(-5) }, null],
  ]
  for (const [name, given, expected] of cases)
    test(name, () => assert.equal(hoursBehind(stateOf(given), NOW), expected))

  test('the role report does not learn when the last event came', () => {
    const [one, other] = [ago(1), ago(2)].map((eventAt) =>
      withoutEvents(stateOf({ eventAt, listedAt: ago(3) }), NOW),
    )
    assert.deepEqual(one, other)
    assert.ok(one)
    assert.deepEqual(heardAt(one), ago(3))
  })

  const copies: [string, number, Date | null][] = [
    ['nothing of a current copy', 0.1, null],
    ['nothing of the last hour', 0.9, null],
    ['only the hour of an older copy, for its last change may be a payment', 4.3, ago(5)],
  ]
  for (const [name, hours, expected] of copies)
    test(`the role report learns ${name}`, () =>
      assert.deepEqual(withoutEvents(stateOf({ asOf: ago(hours) }), NOW).asOf, expected))

  test('a copy is behind from five minutes on', () => {
    const minutes = (hours: number) => copyMinutesBehind(stateOf({ asOf: ago(hours) }), NOW)
    assert.deepEqual([minutes(0), minutes(0.05), minutes(0.5)], [null, null, 30])
    assert.equal(copyMinutesBehind(stateOf({}), NOW), null)
  })
})
