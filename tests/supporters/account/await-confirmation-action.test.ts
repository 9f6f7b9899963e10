import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountContribution } from '../../../src/supporters/account/account-store.ts'
import {
  awaitConfirmation,
  lookAgainAfterS,
} from '../../../src/supporters/account/await-confirmation-action.ts'

/** Stripe confirms after so many looks. Resolves to the milliseconds that were waited. */
const waitedFor = async (looks: number): Promise<number> => {
  let [looked, waitedMs] = [0, 0]
  const findAgain = async () => ({ isChanging: ++looked <= looks }) as AccountContribution
  await awaitConfirmation({
    findAgain,
    wait: async (ms) => {
      waitedMs += ms
    },
  })
  return waitedMs
}

test('a page waits for Stripe as long as it must, at most two seconds', async () => {
  assert.equal(await waitedFor(0), 0)
  assert.equal(await waitedFor(3), 300)
  assert.equal(await waitedFor(1_000), 2_000)
})

test('then the page looks again ever less often, and stops within two minutes', () => {
  const pauses = Array.from({ length: 10 }, (_, times) => lookAgainAfterS(times)).filter(
    (each) => each !== null,
  )
  assert.deepEqual(
    pauses,
    [...pauses].sort((one, other) => one - other),
  )
  assert.ok(pauses.length < 10 && pauses.reduce((sum, each) => sum + each, 0) <= 120)
  for (const hostile of [-1, 0.5, Number.NaN, 1e9]) assert.equal(lookAgainAfterS(hostile), null)
})
