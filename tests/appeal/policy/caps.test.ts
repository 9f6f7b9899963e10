import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isWithinCaps, withOneMore } from '../../../src/appeal/policy/caps.ts'
import type { SeenAppeals } from '../../../src/snooze/suppression.ts'

const capsWith = fc.record({
  shows: fc.integer({ min: 1, max: 5 }),
  days: fc.integer({ min: 1, max: 30 }),
  daysApart: fc.integer({ min: 0, max: 10 }),
})

test('a reader sees at most the capped number in each span, and never sooner than the days apart', () => {
  fc.assert(
    fc.property(capsWith, fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 }), (caps, pauses) => {
      let seen: SeenAppeals | null = null
      let day = 20_000
      const shown: number[] = []
      for (const pause of pauses) {
        day += pause
        if (!isWithinCaps(caps, seen, day)) continue
        seen = withOneMore(caps, seen, day)
        shown.push(day)
      }
      for (const [index, each] of shown.entries()) {
        const last = shown[index - 1]
        if (last !== undefined) assert.ok(each - last >= caps.daysApart)
      }
      let first = shown[0] ?? 0
      let count = 0
      for (const each of shown) {
        if (each - first >= caps.days) [first, count] = [each, 0]
        count++
        assert.ok(count <= caps.shows)
      }
    }),
  )
})

test('a reader who saw nothing lately is within every cap', () =>
  assert.equal(isWithinCaps({ shows: 1, days: 1, daysApart: 365 }, null, 20_000), true))
