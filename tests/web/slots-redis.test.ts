import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextSlot, type SlotState } from '../../src/web/limits/slot.ts'
import { slots } from '../../src/web/limits/slots.ts'
import { givenRedis } from '../given/resources/redis.ts'

const START_MS = Date.parse('2026-11-25T12:00:00Z')
const RULE = { burst: 3, spanMs: 3_600_000, gapMs: 60_000, maxDelayMs: 300_000 }
/** Asks at these seconds: a burst, a queue, refusals, a pause, the next hour. */
const SECONDS = [0, 0, 1, 1, 2, 3, 3, 3, 3, 3, 3, 70, 500, 501, 3_599, 3_600, 3_600, 3_601, 3_601, 7_400]

const given = async () => {
  const { redis } = await givenRedis()
  let nowMs = START_MS
  const take = slots(redis, { name: 'tested', rule: RULE, now: () => new Date(nowMs) })
  return {
    redis,
    takeAt: (second: number, key = 'one') => {
      nowMs = START_MS + second * 1_000
      return take(key)
    },
  }
}

test('Redis gives the slots of the rule, each key its own', async () => {
  const { redis, takeAt } = await given()
  let state: SlotState | null = null
  for (const second of SECONDS) {
    const slot = nextSlot(state, RULE, START_MS + second * 1_000)
    state = slot?.state ?? state
    assert.equal((await takeAt(second))?.getTime(), slot?.atMs, `second ${second}`)
  }
  assert.equal((await takeAt(7_400, 'other'))?.getTime(), START_MS + 7_400_000)
  for (const key of await redis.keys('*')) assert.ok((await redis.pttl(key)) > 0, `${key} never expires`)
  redis.disconnect()
})

test('while Redis is away the slots are counted in memory', async () => {
  const { redis, takeAt } = await given()
  redis.disconnect()
  const taken = []
  for (let count = 0; count < 5; count += 1) taken.push(((await takeAt(0))?.getTime() ?? 0) - START_MS)
  assert.deepEqual(taken, [0, 0, 0, 60_000, 120_000])
})
