import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signInWaitS } from '../../src/staff/sign-in-wait.ts'

test('each failure doubles the wait from one second to sixty', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 8, 1000].map(signInWaitS)
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60])
})
