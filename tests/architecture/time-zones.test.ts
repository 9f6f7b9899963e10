import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { projectFile } from '../../src/platform/project-files.ts'

const files = readdirSync(projectFile('src'), { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => /\.(tsx?|sql)$/.test(file))
  .map((file) => ({ file, text: readFileSync(projectFile('src', file), 'utf8') }))

/** SQL whose result depends on a time zone. Lengths of time in seconds do not. */
const ZONED_SQL = [
  /\bat\s+time\s+zone\b/i,
  /\btimezone\s*\(/i,
  /\bdate_(trunc|part|bin)\s*\(/i,
  /\b(to_char|to_date|make_date|make_timestamp|make_timestamptz)\s*\(/i,
  /\bextract\s*\(\s*(?!epoch\b)/i,
  // A parameter may be the name of a day, and so is the column of `calendar_days`.
  /(?<!\$\d+|\bday)::\s*(date|time|timestamp)\b/i,
  /\bcast\s*\([^)]*\bas\s+(date|time|timestamp)\b/i,
  /\bcurrent_(date|time)\b|\blocaltime(stamp)?\b/i,
  /^\s*\w+ timestamp\b(?! with time zone)[ ,]/im,
]

const findZoned = (text: string): string[] =>
  ZONED_SQL.flatMap((pattern) => pattern.exec(text)?.[0].trim() ?? [])

test('the patterns find what they should', () => {
  for (const sql of [
    `to_char(occurred_at at time zone $3, 'YYYY-MM-DD')`,
    `date_trunc('month', at)`,
    `extract(year from at)`,
    'at::date',
    'cast(at as date)',
    'where day = current_date',
    'create table x (\n  at timestamp not null\n)',
  ])
    assert.notDeepEqual(findZoned(sql), [], sql)
  for (const sql of [
    'extract(epoch from now() - at)',
    '$1::timestamptz[]',
    '$1::date',
    'at timestamptz not null',
  ])
    assert.deepEqual(findZoned(sql), [], sql)
})

test('the database never computes days: SQL gets instants (B1, B2)', () => {
  const broken = files.flatMap(({ file, text }) => findZoned(text).map((found) => `${file}: ${found}`))
  assert.deepEqual(broken, [])
})

test('connections are in UTC', () => {
  const zones = files.flatMap(({ file, text }) =>
    [...text.matchAll(/\btimezone ?= ?'?(\w+)/gi)].map(([, zone]) => `${file} ${zone}`),
  )
  assert.deepEqual(zones.sort(), [
    'platform/database/pglite-database.ts UTC',
    'platform/database/postgres-database.ts UTC',
  ])
})

test('one file computes days, another adds months to an instant', () => {
  const users = files.filter(({ text }) => text.includes(`from 'luxon'`)).map(({ file }) => file)
  assert.deepEqual(users.sort(), ['platform/calendar.ts', 'snooze/lengths/dates.ts'])
})
