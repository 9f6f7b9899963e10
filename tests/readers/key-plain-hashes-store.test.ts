import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { READER_MOVERS } from '../../src/app/open/move-reader.ts'
import { verifyKeys } from '../../src/platform/keys.ts'
import { keyPlainHashes } from '../../src/readers/key-plain-hashes-store.ts'
import { hashReaderId } from '../../src/readers/reader-hash.ts'
import { moveSuppressions } from '../../src/snooze/postgres-snooze-store.ts'
import { newSigningKeys } from '../given/mainstay.ts'
import { type GivenDatabase, givenDatabase } from '../given/resources/databases.ts'

const NOW = new Date('2026-11-29T12:00:00Z')
const MOVERS = [...READER_MOVERS, moveSuppressions]
const bytes = (hash: string): Buffer => Buffer.from(hash, 'hex')

/** Writes a row under the hash into every table that has one. */
const writeEverywhere = async ({ database }: GivenDatabase, hash: Buffer): Promise<void> => {
  const [supporter, checkout] = [randomUUID(), randomUUID()]
  await database.query('insert into supporters (id, created_at) values ($1, $2)', [supporter, NOW])
  await database.query(
    `insert into checkouts (id, form_digest, reader_hash, frequency, currency, amount, language, created_at)
     values ($1, $2, $3, 'monthly', 'USD', 500, 'en', $4)`,
    [checkout, createHash('sha256').update(checkout).digest(), hash, NOW],
  )
  await database.query('insert into supporter_readers (reader_hash, supporter_id) values ($1, $2)', [
    hash,
    supporter,
  ])
  await database.query(
    `insert into supporter_status_outbox (reader_hash, status, status_until, version, due_at)
     values ($1, 'supports', $2, 1, $2)`,
    [hash, NOW],
  )
  await database.query(
    `insert into supporter_sessions (token_hash, address_index, reader_hash, expires_at) values ($1, $1, $1, $2)`,
    [hash, NOW],
  )
  await database.query(
    `insert into appeal_suppressions (reader_hash, serial, times, version, expires_at) values ($1, 1, 1, 0, $2)`,
    [hash, NOW],
  )
}

const TABLES = [
  'checkouts',
  'supporter_readers',
  'supporter_status_outbox',
  'supporter_sessions',
  'appeal_suppressions',
]

const hashesIn = async ({ database }: GivenDatabase): Promise<Record<string, string[]>> => {
  const found: Record<string, string[]> = {}
  for (const table of TABLES) {
    const rows = await database.query<{ hash: Buffer }>(`select reader_hash as hash from ${table}`)
    found[table] = rows.map(({ hash }) => hash.toString('hex')).sort()
  }
  return found
}

const inEveryTable = (hashes: string[]): Record<string, string[]> =>
  Object.fromEntries(TABLES.map((table) => [table, [...hashes].sort()]))

test('the first start with READER_KEYS keys every plain hash, and only the first', async (context) => {
  const given = await givenDatabase()
  context.after(given.drop)
  const keys = newSigningKeys()
  for (const id of ['one', 'two']) await writeEverywhere(given, createHash('sha256').update(id).digest())
  const start = () =>
    verifyKeys(given.database, {
      use: 'reader',
      keys,
      onFirstUse: (transaction) => keyPlainHashes(transaction, keys[0], MOVERS),
    })
  await start()
  const keyed = inEveryTable(['one', 'two'].map((id) => hashReaderId(keys[0], id)))
  assert.deepEqual(await hashesIn(given), keyed)
  await start()
  assert.deepEqual(await hashesIn(given), keyed)
})

test('a move takes along every table, and repeating it changes nothing', async (context) => {
  const given = await givenDatabase()
  context.after(given.drop)
  const keys = newSigningKeys()
  const [from, to] = [hashReaderId(keys[0], 'from'), hashReaderId(keys[0], 'to')]
  await writeEverywhere(given, bytes(from))
  const move = () =>
    given.database.inTransaction(async (transaction) => {
      for (const each of MOVERS) await each(transaction, [{ from, to }])
    })
  await move()
  assert.deepEqual(await hashesIn(given), inEveryTable([to]))
  await move()
  assert.deepEqual(await hashesIn(given), inEveryTable([to]))
})
