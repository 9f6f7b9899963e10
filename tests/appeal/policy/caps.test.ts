import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Caps } from '../../../src/appeal/policy/campaign.ts'
import { isWithinCaps, withOneMore } from '../../../src/appeal/policy/caps.ts'
import { decideAppeal } from '../../../src/appeal/policy/decision.ts'
import { NO_TARGETING } from '../../../src/appeal/policy/letter-campaign.ts'
import { calendarOf, dayNumberOf } from '../../../src/platform/calendar.ts'
import type { SeenAppeals } from '../../../src/snooze/suppression.ts'
import { ODD_INSTANTS, ODD_ZONES } from '../../given/instants.ts'
import { aCampaign, aSituation, inForce } from './given-campaign.ts'

const capsWith = fc.record({
  shows: fc.integer({ min: 1, max: 5 }),
  days: fc.integer({ min: 1, max: 30 }),
  daysApart: fc.integer({ min: 0, max: 10 }),
})

/** Spans begin with the first appeal after the last span. */
const assertSpans = (shownDays: readonly number[], { shows, days }: Pick<Caps, 'shows' | 'days'>): void => {
  let first = shownDays[0] ?? 0
  let count = 0
  for (const each of shownDays) {
    if (each - first >= days) [first, count] = [each, 0]
    count++
    assert.ok(count <= shows, `${count} in ${days} days`)
  }
}

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
      assertSpans(shown, caps)
    }),
  )
})

test('a reader who saw nothing lately is within every cap', () =>
  assert.equal(isWithinCaps({ shows: 1, days: 1, daysApart: 365 }, null, 20_000), true))

/** The day on the clocks of a zone, by another way than the product's. */
const dayShown = (at: number, timeZone: string): number => {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at)
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000
}

test('caps count the days of the newsroom’s clock, from UTC-10 to UTC+14 and over clock changes', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ODD_ZONES),
      fc.constantFrom(...ODD_INSTANTS),
      capsWith,
      fc.array(fc.integer({ min: 0, max: 40 * 60 }), { maxLength: 40 }),
      (zone, start, caps, minutes) => {
        const { dayAt } = calendarOf(zone)
        let at = Date.parse(start)
        let seen: SeenAppeals | null = null
        const shown: number[] = []
        for (const pause of minutes) {
          at += pause * 60_000
          const day = dayNumberOf(dayAt(new Date(at)))
          const decision = decideAppeal(inForce(aCampaign({ caps })), aSituation({ seen, at, day }))
          if (!decision.show || !decision.caps) continue
          seen = withOneMore(decision.caps, seen, day)
          const last = shown.at(-1)
          shown.push(dayShown(at, zone))
          if (last !== undefined) assert.ok(dayShown(at, zone) - last >= caps.daysApart)
        }
        assertSpans(shown, caps)
      },
    ),
  )
})

test('a minute after midnight on the newsroom’s clock is another day, wherever it is', () => {
  const caps = { shows: 9, days: 30, daysApart: 1 }
  for (const [zone, midnight] of [
    ['Pacific/Honolulu', '2026-03-10T10:00:00Z'],
    ['Pacific/Kiritimati', '2026-03-10T10:00:00Z'],
    ['Europe/Riga', '2026-03-28T22:00:00Z'],
    ['Europe/Riga', '2026-10-25T22:00:00Z'],
    ['America/New_York', '2026-11-02T05:00:00Z'],
  ] as const) {
    const dayOf = (minutes: number) =>
      dayNumberOf(calendarOf(zone).dayAt(new Date(Date.parse(midnight) + minutes * 60_000)))
    const seen = withOneMore(caps, null, dayOf(-1))
    assert.deepEqual(
      [isWithinCaps(caps, seen, dayOf(-1)), isWithinCaps(caps, seen, dayOf(0))],
      [false, true],
      zone,
    )
  }
})

test('of campaigns that run together a reader sees no more than the most generous allows in the longest span', () => {
  fc.assert(
    fc.property(
      fc.array(capsWith, { minLength: 1, maxLength: 4 }),
      fc.array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 0, max: 3 })), { maxLength: 60 }),
      (all, visits) => {
        const campaigns = all.map((caps, index) =>
          aCampaign({
            key: String(index),
            caps,
            targeting: { ...NO_TARGETING, codes: new Set([String(index)]) },
          }),
        )
        let seen: SeenAppeals | null = null
        let day = 20_000
        const shown: number[] = []
        for (const [which, pause] of visits) {
          day += pause
          const request = { ...aSituation().request, code: String(which % all.length) }
          const decision = decideAppeal(inForce(...campaigns), aSituation({ seen, day, request }))
          if (!decision.show || !decision.caps) continue
          seen = withOneMore(decision.caps, seen, day)
          shown.push(day)
        }
        assertSpans(shown, {
          shows: Math.max(...all.map(({ shows }) => shows)),
          days: Math.max(...all.map(({ days }) => days)),
        })
      },
    ),
  )
})
