import assert from 'node:assert/strict'
import { test } from 'node:test'
import { progressOf } from '../../src/appeal/goal-progress.ts'

const goal = (target: number) => ({ currency: 'USD', target, since: '2026-11-01' }) as const
const shown = (target: number, given: number) =>
  progressOf(goal(target), { given, largestGift: 300_00 }).given

test('a sum is rounded down to a hundredth of its goal', () => {
  assert.deepEqual(
    [0, 999_99, 1_000_00, 7_250_00, 120_000_00].map((given) => shown(100_000_00, given)),
    [0, 0, 1_000_00, 7_000_00, 120_000_00],
  )
  assert.equal(shown(100_000_00, -5_00), 0, 'refunds of gifts from before its day')
})

test('no step of a small goal is smaller than the largest gift that the newsroom offers', () => {
  assert.deepEqual(
    [37_00, 299_99, 300_00, 337_00].map((given) => shown(1_000_00, given)),
    [0, 0, 300_00, 300_00],
  )
})

test('a goal that is reached is not shown as missed', () => {
  assert.equal(shown(1_000_00, 1_000_00), 1_000_00)
  assert.equal(shown(20_00, 20_00), 20_00)
})
