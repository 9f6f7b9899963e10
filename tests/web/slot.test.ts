import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nextSlot, type SlotState } from '../../src/web/limits/slot.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const RULE = { burst: 20, spanMs: HOUR_MS, gapMs: MINUTE_MS, maxDelayMs: 30 * MINUTE_MS }

/** Asks at these times. Returns the times of the slots, and null for each refusal. */
const timesOfSlots = (times: readonly number[]): (number | null)[] => {
  let state: SlotState | null = null
  return times.map((at) => {
    const slot = nextSlot(state, RULE, at)
    state = slot?.state ?? state
    return slot?.atMs ?? null
  })
}
/** The same in minutes. */
const slotsAt = (times: readonly number[]) => timesOfSlots(times).map((time) => time && time / MINUTE_MS)
const at = (minute: number, times: number): number[] => Array(times).fill(minute * MINUTE_MS)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, nth) => from + nth)

test('twenty slots at once, then one a minute up to half an hour ahead', () => {
  assert.deepEqual(slotsAt(at(0, 60)), [...Array(20).fill(0), ...range(1, 30), ...Array(10).fill(null)])
})

test('a flood delays nobody after it: refused calls take no slot', () => {
  assert.deepEqual(slotsAt([...at(0, 7_200), ...at(31, 2)]).slice(-2), [31, 32])
  assert.deepEqual(slotsAt([...at(0, 7_200), ...at(5, 2)]).slice(-2), [31, 32])
})

test('the next hour has twenty slots at once again', () => {
  assert.deepEqual(slotsAt([...at(0, 25), ...at(60, 21)]).slice(-21), [...Array(20).fill(60), 61])
})

test('under any asks no slot is in the past or beyond half an hour, and slots after the burst are a minute apart', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 5 * MINUTE_MS }), { maxLength: 200 }), (pauses) => {
      let now = 0
      const times = pauses.map((pause) => (now += pause % 3 === 0 ? 0 : pause))
      const later: number[] = []
      timesOfSlots(times).forEach((time, nth) => {
        const delayMs = time === null ? 0 : time - (times[nth] ?? 0)
        assert.ok(delayMs >= 0 && delayMs <= RULE.maxDelayMs)
        if (time !== null && delayMs > 0) later.push(time)
      })
      later.forEach((time, nth) => {
        if (nth > 0) assert.ok(time - (later[nth - 1] ?? 0) >= MINUTE_MS)
      })
    }),
  )
})
