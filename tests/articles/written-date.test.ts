import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDate } from '../../src/articles/front-matter/written-date.ts'

const CASES: [string, string | null][] = [
  ['2026-11-20T08:00:00Z', '2026-11-20T08:00:00.000Z'],
  ['2026-11-20T08:00:00.123+02:00', '2026-11-20T06:00:00.000Z'],
  ['2026-11-20 08:00:00 +0300', '2026-11-20T05:00:00.000Z'],
  ['2026-11-20 08:00:00 UTC', '2026-11-20T08:00:00.000Z'],
  ['2026-11-20', '2026-11-19T22:00:00.000Z'],
  ['2026-7-1', '2026-06-30T21:00:00.000Z'],
  ['2026/11/20 9:30', '2026-11-20T07:30:00.000Z'],
  ['20.11.2026', '2026-11-19T22:00:00.000Z'],
  ['20 November 2026', '2026-11-19T22:00:00.000Z'],
  ['20 ноября 2026 г.', '2026-11-19T22:00:00.000Z'],
  ['1 мая 2026, 10:00', '2026-05-01T07:00:00.000Z'],
  ['November 20th, 2026 at 8:05 pm', '2026-11-20T18:05:00.000Z'],
  ['Fri, 20 Nov 2026 08:00:00 GMT', '2026-11-20T08:00:00.000Z'],
  // The clocks of Riga skip this hour, and show the next one twice.
  ['2026-03-29 03:30', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25 03:30', '2026-10-25T00:30:00.000Z'],
  ['05/03/2026', null],
  ['2026-02-30', null],
  ['2026-11-20 25:00', null],
  ['2026-11-20 08:00 +25:00', null],
  ['2026-11-20 08:00 +02:75', null],
  ['20 Hovember 2026', null],
  ['yesterday', null],
  ['2026', null],
  ['', null],
]

for (const [written, expected] of CASES)
  test(`"${written}" is ${expected ?? 'no date'}`, () =>
    assert.equal(readDate(written, 'Europe/Riga')?.toISOString() ?? null, expected))
