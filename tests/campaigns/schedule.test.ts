import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compileCampaign, spanOf, stateAt } from '../../src/campaigns/live/compile-campaign.ts'
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
