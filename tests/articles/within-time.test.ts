import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withinTime } from '../../src/articles/within-time.ts'

test('work that ends is answered, and its error is thrown', () => {
  assert.deepEqual(
    withinTime(60_000, () => ({ found: 1 })),
    { found: 1 },
  )
  assert.throws(
    () =>
      withinTime(60_000, () => {
        throw new RangeError('its own')
      }),
    RangeError,
  )
})

test('work that would not end is stopped, in code and in a pattern, and the next one runs', () => {
  const endless = () => {
    for (;;) Math.random()
  }
  assert.equal(withinTime(10, endless), null)
  assert.equal(
    withinTime(10, () => ({ found: /^(a+)+$/.test(`${'a'.repeat(60)}b`) })),
    null,
  )
  assert.deepEqual(
    withinTime(60_000, () => ({ found: 2 })),
    { found: 2 },
  )
})
