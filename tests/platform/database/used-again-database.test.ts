import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { givenDatabase } from '../../given/resources/databases.ts'

const INSERT = `insert into staff (id, name, password_hash, created_at, roles) values ($1, 'Vera', 'hash', now(), '{report}')`

const nameOf = (url: string): string => new URL(url).pathname

test('a database that a test used again holds no row of the test before, and all of the migrations', async (context) => {
  const first = await givenDatabase()
  await first.database.query(INSERT, [randomUUID()])
  await first.drop()
  const second = await givenDatabase()
  context.after(second.drop)
  assert.equal(nameOf(second.url), nameOf(first.url))
  assert.deepEqual(await second.database.query('select * from staff'), [])
  assert.notDeepEqual(await second.database.query('select * from migrations'), [])
  await assert.rejects(first.database.query(INSERT, [randomUUID()]), /taken back/)
})

const CHANGES = [
  'alter table staff add column hobby text',
  'alter table staff disable trigger all',
  'delete from calendar_days where day = (select min(day) from calendar_days)',
  'create table left_behind (id int)',
]

for (const change of CHANGES)
  test(`a database is not used again after: ${change}`, async (context) => {
    const first = await givenDatabase()
    await first.database.run(change)
    await first.drop()
    const second = await givenDatabase()
    context.after(second.drop)
    assert.notEqual(nameOf(second.url), nameOf(first.url))
  })

test('a database is not used again while a transaction is open in it', async (context) => {
  const first = await givenDatabase()
  let second = first
  let dropping: Promise<void> | null = null
  await first.database.inTransaction(async (transaction) => {
    await transaction.query('select 1')
    dropping = first.drop()
    second = await givenDatabase()
    context.after(second.drop)
  })
  await dropping
  const third = await givenDatabase()
  context.after(third.drop)
  assert.notEqual(nameOf(second.url), nameOf(first.url))
  assert.notEqual(nameOf(third.url), nameOf(first.url))
})
