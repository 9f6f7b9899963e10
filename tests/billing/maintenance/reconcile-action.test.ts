import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { importSubscribers } from '../../../src/billing/maintenance/import-action.ts'
import { importSubscription } from '../../../src/billing/maintenance/import-store.ts'
import { scanAccount } from '../../../src/billing/maintenance/reconcile-action.ts'
import { lastRun } from '../../../src/billing/maintenance/run-store.ts'
import { givenDatabase } from '../../given/resources/databases.ts'
import { givenSandbox } from '../../given/resources/sandbox.ts'

const NOW = new Date('2026-11-22T12:00:00Z')

test('a foreign subscription without items is parked once, and the scan and the import go on', async (context) => {
  const { database, drop } = await givenDatabase()
  const { subscribe, stop } = await givenSandbox()
  context.after(() => Promise.all([drop(), stop()]))
  const ours = await subscribe()
  const { items: _items, ...without } = await subscribe()
  const page = [without, ours] as (typeof ours)[]
  const imported = await importSubscribers(
    {
      database,
      now: () => NOW,
      listSubscriptions: async function* () {
        yield page
      },
    },
    new Set(['mainstay_monthly']),
    true,
  )
  assert.deepEqual([imported.imported, [...imported.rejected.values()]], [1, [1]])

  const customerId = String(ours.customer)
  const newSupporterId = randomUUID()
  await importSubscription(
    database,
    { id: ours.id, customerId, products: ['mainstay_monthly'], newSupporterId },
    NOW,
  )
  await database.query('delete from sync_jobs')
  const scan = () =>
    scanAccount({
      database,
      livemode: false,
      now: () => NOW,
      count: { missed: () => {} } as never,
      listEvents: async function* () {},
      listAccount: async function* () {
        yield { kind: 'subscriptions', objects: page }
        yield { kind: 'charges', objects: [] }
      },
    })
  for (let run = 0; run < 2; run += 1) assert.deepEqual(await scan(), { looked: 2, drifted: 1 })
  assert.deepEqual(await lastRun(database, 'scan'), NOW)
  const parked = await database.query(
    'select object_id as id, parked_reason as because from webhook_events where parked_reason is not null',
  )
  assert.deepEqual(parked, [{ id: without.id, because: 'unreadable (TypeError)' }])
  assert.deepEqual(await database.query('select sync_key as key from sync_jobs'), [{ key: customerId }])
})
