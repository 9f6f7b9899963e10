import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endOwnLeases } from '../../src/app/open/end-leases.ts'
import { leasePendingAction } from '../../src/billing/actions/pending-action-store.ts'
import { leaseSyncJob } from '../../src/billing/sync/lease-store.ts'
import { scheduleSync } from '../../src/billing/webhooks/webhook-event-store.ts'
import { leaseMail } from '../../src/mail/mail-outbox-store.ts'
import { closeInterruptedMails } from '../../src/mail/tidy-outbox-store.ts'
import type { Database } from '../../src/platform/database/database.ts'
import { leaseAddressToFetch } from '../../src/supporters/address/address-due-store.ts'
import { leaseAddressToPush } from '../../src/supporters/address-change/push-address-store.ts'
import { leaseErasure } from '../../src/supporters/erasure/erasure-store.ts'
import { givenDatabase } from '../given/resources/databases.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const TOKEN = '8f14e45f-ceea-467f-a8c4-5b0d3f5a1c11'

/** Queues one job of each kind. */
const queueWork = async (database: Database): Promise<void> => {
  const statements = [
    `insert into stripe_customers (id, address_fetch_due_at) values ('cus_fetch', $1)`,
    `insert into stripe_customers (id, address_push_due_at) values ('cus_push', $1)`,
    `insert into stripe_subscriptions (id, customer_id, status, currency, started_at)
     values ('sub_1', 'cus_push', 'active', 'USD', $1)`,
    `insert into subscription_actions (id, subscription_id, kind, cause, created_at, due_at)
     values ('00000000-0000-4000-8000-000000000001', 'sub_1', 'cancel', 'chosen', $1, $1)`,
    `insert into erasures (id, address_index, asked_at, due_at)
     values ('00000000-0000-4000-8000-000000000002', '\\x00', $1, $1)`,
    `insert into mails (id, cause, kind, customer_id, language, facts, created_at, due_at, until)
     values ('00000000-0000-4000-8000-000000000003', 'c', 'thanks', 'cus_push', 'en', '{}', $1, $1, $1::timestamptz + interval '1 year')`,
  ]
  for (const statement of statements) await database.query(statement, [NOW])
  await scheduleSync(database, 'cus_push', NOW)
}

/** Leases one job of each kind, as a worker does. Returns the kinds that were free. */
const leaseAll = async (database: Database): Promise<string[]> => {
  const leased = {
    sync: await leaseSyncJob(database, TOKEN, NOW),
    action: await leasePendingAction(database, NOW),
    fetch: await leaseAddressToFetch(database, NOW),
    push: await leaseAddressToPush(database, NOW),
    erasure: await leaseErasure(database, NOW),
    mail: await leaseMail(database, 'other', NOW),
  }
  return Object.entries(leased)
    .filter(([, lease]) => lease !== null)
    .map(([kind]) => kind)
}

test('an embedded database gives up the leases of a killed process at once; its mails stay sent at most once', async (context) => {
  const { database, drop } = await givenDatabase()
  context.after(drop)
  const embedded: Database = { ...database, engine: 'pglite' }
  await queueWork(database)
  const all = ['sync', 'action', 'fetch', 'push', 'erasure', 'mail']
  assert.deepEqual(await leaseAll(database), all)
  assert.deepEqual(await leaseAll(database), [])
  // With Postgres another process may be at work.
  await endOwnLeases(database, NOW)
  assert.deepEqual(await leaseAll(database), [])
  await endOwnLeases(embedded, NOW)
  assert.deepEqual(
    await leaseAll(database),
    all.filter((kind) => kind !== 'mail'),
  )
  assert.equal(await closeInterruptedMails(database, NOW), 1)
  assert.deepEqual(await database.query('select state from mails'), [{ state: 'unsure' }])
  // A customer with nothing to push gets nothing to push.
  assert.deepEqual(
    await database.query(
      `select 1 from stripe_customers where id = 'cus_fetch' and address_push_due_at is not null`,
    ),
    [],
  )
})
