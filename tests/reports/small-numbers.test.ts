import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  type GroupMonth,
  roundAmounts,
  roundChange,
  roundCount,
  SMALL,
  sumRounded,
} from '../../src/reports/small-numbers.ts'

describe('small numbers (A5)', () => {
  test('counts are rounded down to ten', () =>
    assert.deepEqual([0, 9, 10, 19, 20, 1204].map(roundCount), [0, 0, 10, 10, 20, 1200]))

  test('a change of fewer than ten people has no figure, none included', () =>
    assert.deepEqual([0, 1, 9, 10, 19].map(roundChange), [null, null, null, 10, 10]))

  test('rounded months are added up; months of fewer than ten add nothing', () => {
    assert.equal(sumRounded([10, null, 30]), 40)
    assert.equal(sumRounded([null, null]), null)
    assert.equal(sumRounded([]), null)
  })

  const cases: [string, GroupMonth[], (number | null)[]][] = [
    ['ten people who give 5.00 each', [{ people: 10, moves: 10, amount: 5_000 }], [5_000]],
    ['nine people', [{ people: 9, moves: 9, amount: 4_500 }], [null]],
    [
      'one more person in the next month',
      [
        { people: 10, moves: 10, amount: 5_000 },
        { people: 11, moves: 1, amount: 905_000 },
      ],
      [5_000, 5_000],
    ],
    [
      'ten more people, over two months',
      [
        { people: 10, moves: 10, amount: 5_000 },
        { people: 15, moves: 5, amount: 7_500 },
        { people: 20, moves: 5, amount: 10_000 },
      ],
      [5_000, 5_000, 10_000],
    ],
    [
      'all but nine leave',
      [
        { people: 20, moves: 20, amount: 10_000 },
        { people: 9, moves: 11, amount: 4_500 },
      ],
      [10_000, null],
    ],
    [
      'an odd amount among round ones',
      [{ people: 12, moves: 12, amount: 5_500 + 137.31 }],
      [5_000 - 1_000 + 0],
    ],
  ]
  for (const [name, months, expected] of cases)
    test(`money: ${name}`, () => assert.deepEqual(roundAmounts(months), expected))

  test('money is rounded down, by at most what ten people give, and never to nothing', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: SMALL, max: 100_000 }),
        fc.integer({ min: 1, max: 1e9 }),
        (people, amount) => {
          const [shown] = roundAmounts([{ people, moves: SMALL, amount }])
          assert.ok(typeof shown === 'number' && shown > 0 && shown <= amount)
          assert.ok(amount - shown <= (amount / people) * SMALL)
        },
      ),
    ))
})
