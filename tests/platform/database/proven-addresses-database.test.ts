import assert from 'node:assert/strict'
import { cp } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { MIGRATIONS, migrate } from '../../../src/platform/database/migrate.ts'
import { givenDatabase } from '../../given/resources/databases.ts'
import { givenDirectory } from '../../given/resources/directories.ts'

const SUPPORTER = '00000000-0000-4000-8000-000000000001'

test('an upgrade knows who signed in, and asks Stripe for the addresses that were refused', async (context) => {
  const { database, drop } = await givenDatabase({ empty: true })
  context.after(drop)
  const before = await givenDirectory()
  context.after(before.remove)
  await cp(path.join(MIGRATIONS, '0001-initial.sql'), path.join(before.path, '0001-initial.sql'))
  await migrate(database, before.path)
  const [known, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  await database.query('insert into supporters (id, created_at) values ($1, now())', [SUPPORTER])
  for (const [id, supporter, index, savedAt] of [
    ['cus_early', SUPPORTER, known, '2026-11-01'],
    ['cus_late', SUPPORTER, known, '2026-11-02'],
    ['cus_never', SUPPORTER, other, '2026-11-03'],
    ['cus_refused', SUPPORTER, null, null],
    // An erased customer has no address either, and must not be asked for.
    ['cus_erased', SUPPORTER, null, null],
    ['cus_foreign', null, null, null],
  ] as const) {
    await database.query('insert into stripe_customers (id, supporter_id) values ($1, $2)', [id, supporter])
    if (index)
      await database.query(
        `insert into customer_addresses (customer_id, encrypted, address_index, encryption_key, index_key, saved_at)
         values ($1, $2, $2, 'k', 'k', $3)`,
        [id, index, new Date(savedAt)],
      )
  }
  for (const [customer, endedAt] of [
    ['cus_refused', null],
    ['cus_erased', new Date('2026-11-04')],
  ] as const)
    await database.query(
      `insert into stripe_subscriptions (id, customer_id, status, currency, started_at, ended_at)
       values ('sub_of_' || $1::text, $1, 'active', 'USD', now(), $2)`,
      [customer, endedAt],
    )
  await database.query(
    `insert into supporter_sessions (token_hash, address_index, expires_at) values ($1, $1, now() + interval '1 day')`,
    [known],
  )
  await migrate(database, MIGRATIONS)
  const idsWhere = async (sql: string) => (await database.query<{ id: string }>(sql)).map(({ id }) => id)
  // Sign-in mails went to the latest spelling until then.
  assert.deepEqual(
    await idsWhere('select customer_id as id from customer_addresses where proven_at is not null'),
    ['cus_late'],
  )
  assert.deepEqual(await idsWhere('select id from stripe_customers where address_fetch_due_at is not null'), [
    'cus_refused',
  ])
})
