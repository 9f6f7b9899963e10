import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compileCampaign, spanOf, stateAt } from '../../src/campaigns/live/compile-campaign.ts'
import { settingsMistakes } from '../../src/campaigns/settings/settings-mistakes.ts'
import { ODD_ZONES } from '../given/instants.ts'
import { SOME_RULES } from './given-rules.ts'
import { someSettings } from './given-settings.ts'

const HOUR_MS = 3_600_000
const minute = (at: number): string => new Date(at).toISOString().slice(0, 16)

test('a campaign shows from its first minute to its last on the clocks of the newsroom', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(['Pacific/Honolulu', -10], ['Pacific/Kiritimati', 14], ['UTC', 0] as const),
      fc.integer({ min: Date.parse('2026-01-01') / 60_000, max: Date.parse('2030-01-01') / 60_000 }),
      fc.integer({ min: 1, max: 100_000 }),
      ([zone, offset], first, minutes) => {
        const [from, to] = [first * 60_000, (first + minutes) * 60_000]
        const schedule = { from: minute(from), to: minute(to) }
        const at = (wall: number) =>
          stateAt(schedule, String(zone), new Date(wall - Number(offset) * HOUR_MS))
        assert.deepEqual([at(from - 1), at(from), at(to - 1), at(to)], ['scheduled', 'live', 'live', 'ended'])
      },
    ),
  )
})

test('on days when clocks change, an hour shown twice is its first and a skipped one the hour after', () => {
  const start = (from: string) => new Date(spanOf({ from, to: null }, 'Europe/Riga').startsAt).toISOString()
  assert.equal(start('2026-10-25T03:30'), '2026-10-25T00:30:00.000Z')
  assert.equal(start('2026-03-29T03:30'), '2026-03-29T01:30:00.000Z')
  assert.equal(start('2026-03-29T04:00'), '2026-03-29T01:00:00.000Z')
})

/** Shows an instant on the clocks of a zone, by another way than the product's. */
const shownIn = (timeZone: string) => {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  return (at: number): string => format.format(at).replace(' ', 'T')
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * HOUR_MS
const NEW_YEAR = Date.parse('2026-01-01')

type Zone = { name: string; shown: (at: number) => string; offset: (at: number) => number; changes: number[] }

/** A zone with the hours of 2026 in which its clocks change. */
const zoneOf = (name: string): Zone => {
  const shown = shownIn(name)
  const offset = (at: number) => Date.parse(`${shown(at)}Z`) - at
  const changesWithin = (from: number, step: number, count: number): number[] =>
    Array.from({ length: count }, (_, index) => from + index * step).filter(
      (at) => offset(at) !== offset(at + step),
    )
  const changes = changesWithin(NEW_YEAR, DAY_MS, 365).flatMap((day) => changesWithin(day, HOUR_MS, 24))
  return { name, shown, offset, changes }
}

const OF_ZONES = [...ODD_ZONES, 'Pacific/Chatham'].map((name) => {
  const zone = zoneOf(name)
  return fc.tuple(
    fc.constant(zone),
    fc.constantFrom(Date.parse('2026-06-15T12:00Z'), ...zone.changes),
    fc.integer({ min: -240, max: 240 }),
  )
})

/** Adds to a time as if the clocks did not change. */
const writtenFrom = ({ shown }: Zone, at: number, later: number): string =>
  minute(Date.parse(`${shown(at)}Z`) + later)

/** A zone, a moment in it, and minutes from there. */
const minutesNear = fc.oneof(...OF_ZONES)

test('a start is the first instant at which the clocks show it, also around clock changes', () => {
  fc.assert(
    fc.property(minutesNear, ([zone, near, minutes]) => {
      const { name, shown } = zone
      const at = near + minutes * MINUTE_MS
      const { startsAt } = spanOf({ from: shown(at), to: null }, name)
      assert.equal(shown(startsAt), shown(at))
      assert.ok(startsAt <= at)
      for (let earlier = 15; earlier <= 180; earlier += 15)
        assert.notEqual(shown(startsAt - earlier * MINUTE_MS), shown(at))
    }),
    { numRuns: 300 },
  )
})

test('a start that the clocks leave out is as much later as they jump', () => {
  fc.assert(
    fc.property(minutesNear, ([zone, near, minutes]) => {
      const { name, shown, offset } = zone
      const before = near - 6 * HOUR_MS
      const written = writtenFrom(zone, before, near - before + minutes * MINUTE_MS)
      const { startsAt } = spanOf({ from: written, to: null }, name)
      const late = Date.parse(`${shown(startsAt)}Z`) - Date.parse(`${written}Z`)
      const jump = offset(near + 6 * HOUR_MS) - offset(before)
      assert.ok(
        late === 0 || (jump > 0 && late === jump),
        `${name} ${written}: ${late / MINUTE_MS} minutes late`,
      )
    }),
    { numRuns: 300 },
  )
})

test('a campaign that is saved is live for a time, and only between its start and its end', () => {
  fc.assert(
    fc.property(minutesNear, fc.integer({ min: 1, max: 90 }), ([zone, near, minutes], length) => {
      const { name } = zone
      const before = near - 6 * HOUR_MS
      const first = near - before + minutes * MINUTE_MS
      const schedule = {
        from: writtenFrom(zone, before, first),
        to: writtenFrom(zone, before, first + length * MINUTE_MS),
      }
      const rules = { ...SOME_RULES, timeZone: name }
      const isRefused = settingsMistakes(someSettings(schedule), rules).length > 0
      const { startsAt, endsAt } = spanOf(schedule, name)
      assert.equal(isRefused, endsAt <= startsAt)
      if (isRefused) return
      const states = [startsAt - 1, startsAt, endsAt - 1, endsAt].map((each) =>
        stateAt(schedule, name, new Date(each)),
      )
      assert.deepEqual(states, ['scheduled', 'live', 'live', 'ended'])
    }),
    { numRuns: 300 },
  )
})

test('a campaign without a schedule is live at once and stays so', () => {
  const always = { from: null, to: null }
  assert.equal(stateAt(always, 'UTC', new Date(0)), 'live')
  assert.equal(stateAt(always, 'UTC', new Date('9999-01-01')), 'live')
})

test('tags and authors are compared in small letters, however an editor types them', () => {
  const except = { sections: [], tags: ['Obituary'], authors: ['Мира Столан'], countries: [] }
  const { targeting } = compileCampaign(
    { number: 1, version: 1, isStopped: false },
    someSettings({ except }),
    { giving: [], timeZone: 'UTC' },
  )
  assert.deepEqual([...targeting.except.tags, ...targeting.except.authors], ['obituary', 'мира столан'])
})
