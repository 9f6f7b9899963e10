import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Database } from '../../../src/platform/database/database.ts'
import { MIGRATIONS, migrate } from '../../../src/platform/database/migrate.ts'
import { pgliteDatabase } from '../../../src/platform/database/pglite-database.ts'
import { postgresDatabase } from '../../../src/platform/database/postgres-database.ts'
import { storableJson } from '../../../src/platform/database/storable-text.ts'
import { verifyKeys } from '../../../src/platform/keys.ts'
import { newSigningKeys } from '../../given/mainstay.ts'
import { givenDatabase } from '../../given/resources/databases.ts'
import { ENGINES, givenEmbedded, type Opened } from '../../given/resources/engines.ts'

/** Resolves once this many callers wait, and at once for later callers. */
const gathering = (count: number): (() => Promise<void>) => {
  let open = () => {}
  const all = new Promise<void>((resolve) => {
    open = resolve
  })
  let waiting = 0
  return () => {
    waiting += 1
    if (waiting === count) open()
    return all
  }
}

for (const [name, open] of ENGINES) {
  describe(`the database on ${name}`, () => {
    let opened: Opened
    let database: Database
    before(async () => {
      opened = await open()
      database = opened.database
      await migrate(database, MIGRATIONS)
    })
    after(() => opened.close())

    test('rejects a database of an unreleased version and does not change it', async (context) => {
      const older = await open()
      context.after(older.close)
      await older.database.run(`
        create table migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now());
        insert into migrations (name, checksum) values ('0001-first-light.sql', 'x'), ('0009-signed-in-browsers.sql', 'y')`)
      await assert.rejects(migrate(older.database, MIGRATIONS), {
        message: 'This database was made by an unreleased version. Move DATA_DIR away or empty the database.',
      })
      assert.deepEqual(
        await older.database.query(`select tablename from pg_tables where schemaname = 'public'`),
        [{ tablename: 'migrations' }],
      )
    })

    test('no text from outside fails a statement', async () => {
      const text = 'a\0b\ud800c'
      const [row] = await database.query(
        `select $1::text as word, ($2::jsonb) ->> 'reason' as json, ($3::text[])[1] as words`,
        [text, storableJson({ reason: text }), [text]],
      )
      assert.deepEqual(row, { word: 'a\ufffdb\ufffdc', json: 'a\ufffdb\ufffdc', words: 'a\ufffdb\ufffdc' })
    })

    test('every type of value round-trips', async () => {
      const at = new Date('2026-11-22T10:00:00.123Z')
      const [row] = await database.query(
        `select $1::bigint as big, $2::text as word, $3::boolean as yes, $4::timestamptz as at, $5::date as day, $6::jsonb as json,
           $7::bytea as bytes, $8::numeric as exact, null::text as nothing, 1.5::float8 as float, $9::int as small, count(*) as count,
           $10 = any($11::text[]) as listed, $12::uuid as uuid
         from (values (1), (2)) as two`,
        [
          9_007_199_254_740_991,
          'ё “quoted”',
          true,
          at,
          '2026-02-28',
          '{"a":[1,"b"]}',
          Buffer.from([0, 255, 7]),
          '12345678901234567890.123',
          -7,
          'a,b"\\c',
          ['x', 'a,b"\\c'],
          '8f14e45f-ceea-467f-a8c4-5b0d3f5a1c11',
        ],
      )
      assert.deepEqual(row, {
        big: 9_007_199_254_740_991,
        word: 'ё “quoted”',
        yes: true,
        at,
        day: '2026-02-28',
        json: { a: [1, 'b'] },
        bytes: Buffer.from([0, 255, 7]),
        exact: '12345678901234567890.123',
        nothing: null,
        float: 1.5,
        small: -7,
        count: 2,
        listed: true,
        uuid: '8f14e45f-ceea-467f-a8c4-5b0d3f5a1c11',
      })
    })

    test('a bigint beyond the safe integers is an error, never a rounded number', async () => {
      await assert.rejects(database.query('select 9007199254740993::bigint as big'), /does not fit/)
    })

    test('a transaction is committed whole or not at all', async () => {
      await database.run('create table kept_whole (id int primary key, name text)')
      await assert.rejects(
        database.inTransaction(async (transaction) => {
          await transaction.query(`insert into kept_whole values (1, 'one')`)
          throw new Error('no')
        }),
        /no/,
      )
      assert.deepEqual(await database.query('select * from kept_whole'), [])
      await database.inTransaction((transaction) =>
        transaction.query(`insert into kept_whole values (2, 'two')`),
      )
      assert.deepEqual(await database.query('select * from kept_whole'), [{ id: 2, name: 'two' }])
    })

    test('a query outside its caller’s open transaction throws instead of blocking', async () => {
      const outside = database.inTransaction(() => database.query('select 1'))
      await assert.rejects(outside, /outside the transaction/)
      const nested = database.inTransaction(() => database.inTransaction(async () => 1))
      await assert.rejects(nested, /outside the transaction/)
      assert.deepEqual(await database.query('select 1 as one'), [{ one: 1 }])
    })

    test('two deadlocked transactions both succeed: one is repeated', async () => {
      await database.run('create table crossed (id int primary key, name text)')
      await database.run(`insert into crossed values (1, ''), (2, '')`)
      let begun = 0
      const bothHold = gathering(2)
      const crossing = (first: number, then: number, word: string) =>
        database.inTransaction(async (transaction) => {
          begun += 1
          const add = 'update crossed set name = name || $2 where id = $1'
          await transaction.query(add, [first, word])
          // PGlite runs one transaction at a time, so none waits for another.
          if (name === 'Postgres') await bothHold()
          await transaction.query(add, [then, word])
        })
      await Promise.all([crossing(1, 2, 'a'), crossing(2, 1, 'b')])
      const rows = await database.query<{ name: string }>('select name from crossed')
      assert.deepEqual(
        rows.map((row) => [...row.name].sort().join('')),
        ['ab', 'ab'],
      )
      // The repeated transaction may deadlock once more before the other one wakes.
      if (name === 'Postgres') assert.ok(begun >= 3, String(begun))
      else assert.equal(begun, 2)
    })

    test('an error has its code, and the next query works', async () => {
      await database.run('create table refused (id int primary key, name text)')
      await database.query(`insert into refused values (2, 'two')`)
      await assert.rejects(database.query(`insert into refused values (2, 'again')`), { code: '23505' })
      assert.equal((await database.query('select * from refused')).length, 1)
    })

    test('the ledger rejects changes and deletions, except a new supporter id for an erasure', async () => {
      await database.query(
        `insert into ledger_entries values ('txn_1', 'payment', gen_random_uuid(), 'ch_1', now(), 'USD', 500, 'USD', 500, 45, 455, null, now())`,
      )
      await assert.rejects(database.query('update ledger_entries set amount = 1'), { code: '23000' })
      await assert.rejects(database.query('delete from ledger_entries'), { code: '23000' })
      await assert.rejects(database.query('truncate ledger_entries'), { code: '23000' })
      await database.query('update ledger_entries set supporter_id = gen_random_uuid()')
    })

    test('the tables reject impossible amounts', async () => {
      await database.query(`insert into supporters values ('8f14e45f-ceea-467f-a8c4-5b0d3f5a1c11', now())`)
      const movement = (values: [kind: string, change: number, after: number, cause: string | null]) =>
        database.query(
          `insert into movements values ('8f14e45f-ceea-467f-a8c4-5b0d3f5a1c11', 'USD', 0, now(), $1, $2, $3, $4)`,
          values,
        )
      await assert.rejects(movement(['new', -5, 5, null]), { code: '23514' })
      await assert.rejects(movement(['churn', -5, 5, 'chosen']), { code: '23514' })
      await assert.rejects(movement(['churn', -5, 0, null]), { code: '23514' })
      await assert.rejects(movement(['windfall', 5, 5, null]), { code: '23514' })
    })

    test('a process with other keys is rejected; a rotation that keeps the old key is not', async () => {
      const [first] = newSigningKeys()
      const [second] = newSigningKeys()
      await verifyKeys(database, { use: 'signing', keys: [first] })
      await assert.rejects(
        verifyKeys(database, { use: 'signing', keys: [{ ...second, id: 'k2' }] }),
        /lacks the key/,
      )
      await verifyKeys(database, { use: 'signing', keys: [{ ...second, id: 'k2' }, first] })
      await assert.rejects(verifyKeys(database, { use: 'signing', keys: [first] }), /lacks the key/)
    })
  })
}

test('two processes that start at once migrate the database once', async (context) => {
  const { url, drop } = await givenDatabase({ empty: true })
  context.after(drop)
  const pools = Array.from({ length: 4 }, () =>
    postgresDatabase({ url, connections: 1, statementTimeoutMs: 60_000 }),
  )
  const closed = () => Promise.all(pools.map((each) => each.close()))
  const applied = await Promise.all(pools.map((each) => migrate(each, MIGRATIONS))).finally(closed)
  assert.equal(applied.filter((names) => names.length > 0).length, 1)
})

test('an unavailable database fails the query, not the process', async () => {
  const away = postgresDatabase({
    url: 'postgres://nobody@127.0.0.1:1/none',
    connections: 1,
    statementTimeoutMs: 500,
  })
  await assert.rejects(away.query('select 1'), { code: 'ECONNREFUSED' })
  await away.close()
})

test('a PGlite directory is for one process, and its data survives reopening', async (context) => {
  const directory = await givenEmbedded()
  context.after(directory.remove)
  const first = await pgliteDatabase(`${directory.path}/pglite`)
  await assert.rejects(pgliteDatabase(`${directory.path}/pglite`), /already running/)
  await first.run('create table kept (word text)')
  await first.query('insert into kept values ($1)', ['still here'])
  await first.close()
  const second = await pgliteDatabase(`${directory.path}/pglite`)
  assert.deepEqual(await second.query('select word from kept'), [{ word: 'still here' }])
  await second.close()
})
