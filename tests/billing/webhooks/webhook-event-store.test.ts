import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import {
  finishSyncJob,
  hasLease,
  leaseSyncJob,
  leaseSyncJobs,
  type NextDue,
  parkSyncJob,
  postponeSyncJob,
  releaseLease,
  renewLeases,
} from '../../../src/billing/sync/lease-store.ts'
import { storeInBatches } from '../../../src/billing/webhooks/store-events-action.ts'
import {
  assignSyncKey,
  scheduleSync,
  storeEvent,
  storeEvents,
} from '../../../src/billing/webhooks/webhook-event-store.ts'
import { waitForLock } from '../../given/record/lock-waits.ts'
import { type GivenDatabase, givenDatabase } from '../../given/resources/databases.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)
const TOKENS = [
  '8f14e45f-ceea-467f-a8c4-5b0d3f5a1c11',
  '8f14e45f-ceea-467f-a8c4-5b0d3f5a1c12',
  '8f14e45f-ceea-467f-a8c4-5b0d3f5a1c13',
]
const [ONE = '', TWO = '', THREE = ''] = TOKENS

/** Returns a promise and the function that resolves it. */
const signal = (): [Promise<void>, () => void] => {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return [promise, resolve]
}

describe('webhook events and sync jobs', () => {
  let given: GivenDatabase
  let count = 0
  beforeEach(async () => {
    given = await givenDatabase()
  })
  afterEach(() => given.drop())

  const eventFor = (syncKey: string, maxDelayMs = 0) => {
    count += 1
    return {
      id: `evt_${1000 + count}`,
      type: 'charge.updated',
      objectId: 'ch_1',
      relatedId: null,
      hasOurMetadata: false,
      maxDelayMs,
      syncKey,
      createdAt: NOW,
      apiVersion: null,
      livemode: false,
    }
  }
  const webhook = { by: 'webhook', bodyHash: Buffer.alloc(32) } as const
  const arrive = (syncKey: string, maxDelayMs = 0) =>
    storeEvent(given.database, { event: eventFor(syncKey, maxDelayMs), arrival: webhook, at: NOW })
  const lease = async (token: string, at = NOW) => {
    const leased = await leaseSyncJob(given.database, token, at)
    assert.ok(leased, 'nothing was due')
    return leased
  }
  const finish = (leased: Awaited<ReturnType<typeof lease>>, next: NextDue) =>
    given.database.inTransaction((transaction) =>
      finishSyncJob(transaction, leased, { next, scope: 'everything', now: NOW }),
    )

  test('storing events of several customers and renewing their leases cannot deadlock', async () => {
    const { database } = given
    // Inserts the rows in another order than the one in which they are locked.
    for (const syncKey of ['cus_b', 'cus_a']) await arrive(syncKey)
    const leases = await leaseSyncJobs(database, { token: ONE, count: 2 }, NOW)
    const [locked, isLocked] = signal()
    const [released, release] = signal()
    const arriving = database.inTransaction(async (transaction) => {
      await scheduleSync(transaction, 'cus_a', NOW)
      isLocked()
      await released
      await scheduleSync(transaction, 'cus_b', NOW)
    })
    await locked
    const renewing = renewLeases(database, ONE, later(1))
    await waitForLock(database, renewing).finally(release)
    await Promise.all([arriving, renewing])
    for (const each of leases) await releaseLease(database, each, NOW)
  })

  test('one process has the lease, and another once it has expired', async () => {
    await arrive('cus_a')
    const first = await lease(ONE)
    assert.equal(await leaseSyncJob(given.database, TWO, NOW), null)
    const second = await lease(TWO, later(121))
    assert.equal(await given.database.inTransaction((transaction) => hasLease(transaction, first)), false)
    await finish(second, null)
    assert.equal(await leaseSyncJob(given.database, THREE, later(1000)), null)
  })

  test('an event or a scheduled sync during the lease keeps the job due', async () => {
    await arrive('cus_b')
    const first = await lease(ONE)
    await arrive('cus_b')
    await finish(first, null)
    const second = await lease(TWO)
    assert.equal(second.waiting.length, 1)
    await scheduleSync(given.database, 'cus_b', NOW)
    await finish(second, null)
    const third = await lease(THREE)
    assert.equal(third.waiting.length, 0)
    await finish(third, null)
    assert.equal(await leaseSyncJob(given.database, ONE, NOW), null)
  })

  test('a deferrable event is synced with the next urgent one, or at its own time', async () => {
    await arrive('cus_patient', 7_200_000)
    assert.equal(await leaseSyncJob(given.database, ONE, later(3_600)), null)
    await arrive('cus_patient')
    const both = await lease(ONE)
    assert.equal(both.waiting.length, 2)
    await arrive('cus_patient', 7_200_000)
    await finish(both, { at: later(5), fetchScope: 'charges' })
    const settling = await lease(TWO, later(5))
    assert.deepEqual([settling.waiting.length, settling.fetchScope], [1, 'charges'])
    await finish(settling, null)
  })

  test('a sync scheduled after the lease has expired is not lost', async () => {
    await arrive('cus_overrun')
    const first = await lease(ONE)
    await scheduleSync(given.database, 'cus_overrun', later(125))
    await finish(first, null)
    const again = await lease(TWO, later(125))
    assert.deepEqual([again.syncKey, again.fetchScope], ['cus_overrun', 'everything'])
    await finish(again, null)
  })

  test('only events that waited at the time of the lease are done, whatever their numbers', async () => {
    const unresolved = {
      id: 'evt_unresolved',
      type: 'refund.failed',
      objectId: 're_1',
      relatedId: 'ch_old',
      hasOurMetadata: false,
      syncKey: null,
      maxDelayMs: 0,
      createdAt: NOW,
      apiVersion: null,
      livemode: false,
    }
    await storeEvent(given.database, { event: unresolved, arrival: { by: 'reconciliation' }, at: NOW })
    await arrive('cus_numbers')
    const first = await lease(ONE)
    const [row] = await given.database.query<{ number: number }>(
      `select number from webhook_events where event_id = 'evt_unresolved'`,
    )
    await assignSyncKey(given.database, row?.number ?? 0, 'cus_numbers')
    await finish(first, null)
    const second = await lease(TWO)
    assert.deepEqual(
      second.waiting.map((event) => event.objectId),
      ['re_1'],
    )
    await finish(second, null)
    // A second process that finds the same customer later causes no second fetch.
    await assignSyncKey(given.database, row?.number ?? 0, 'cus_numbers')
    assert.equal(await leaseSyncJob(given.database, THREE, later(60)), null)
  })

  test('a postponed job is due later, and its events wait with it', async () => {
    await arrive('cus_c')
    await postponeSyncJob(given.database, await lease(ONE), { until: later(60), failure: 'StripeAPIError' })
    assert.equal(await leaseSyncJob(given.database, TWO, later(59)), null)
    const again = await lease(TWO, later(60))
    assert.deepEqual([again.attempts, again.waiting.length], [1, 1])
    await finish(again, null)
  })

  test('a parked job blocks no other, syncs new events at once, and is due again after a day', async () => {
    await arrive('cus_poisoned')
    const poisoned = await lease(ONE)
    await arrive('cus_poisoned')
    await arrive('cus_healthy')
    await parkSyncJob(given.database, { lease: poisoned, reason: 'an odd currency' }, NOW)
    const syncKeys = [(await lease(TWO)).syncKey, (await lease(THREE)).syncKey].sort()
    assert.deepEqual(syncKeys, ['cus_healthy', 'cus_poisoned'])
    const rows = await given.database.query<{ parked: string }>(
      'select parked_reason as parked from webhook_events where parked_reason is not null',
    )
    assert.deepEqual(rows, [{ parked: 'an odd currency' }])
  })

  test('events that arrive together are stored together and once; an invalid one does not stop the others', async () => {
    const store = storeInBatches(given.database)
    const [first, second, third] = [eventFor('cus_a'), eventFor('cus_a', 5_000), eventFor('cus_b')]
    const impossible = { ...eventFor('cus_c'), createdAt: new Date(Number.NaN) }
    const outcomes = await Promise.allSettled(
      [first, second, second, impossible, third, first].map((event) =>
        store({ event, arrival: webhook, at: NOW }),
      ),
    )
    const results = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'rejected'))
    // Either of two concurrent copies may be the stored one.
    assert.deepEqual(
      [results[0], results.slice(1, 3).sort(), ...results.slice(3)],
      [true, [false, true], 'rejected', true, false],
    )
    const jobs = await given.database.query(
      'select sync_key as "syncKey", due_at as at from sync_jobs order by sync_key',
    )
    assert.deepEqual(jobs, [
      { syncKey: 'cus_a', at: NOW },
      { syncKey: 'cus_b', at: NOW },
    ])
  })

  test('a locked customer does not delay the events of another', async () => {
    await arrive('cus_locked')
    const store = storeInBatches(given.database)
    const [locked, isLocked] = signal()
    const [released, release] = signal()
    const locking = given.database.inTransaction(async (transaction) => {
      await transaction.query(`select 1 from sync_jobs where sync_key = 'cus_locked' for update`)
      isLocked()
      await released
    })
    await locked
    const waits = store({ event: eventFor('cus_locked'), arrival: webhook, at: NOW })
    try {
      const passes = store({ event: eventFor('cus_free'), arrival: webhook, at: NOW })
      assert.equal(await passes, true)
      const isStored = await Promise.race([waits, Promise.resolve('still waiting')])
      assert.equal(isStored, 'still waiting')
    } finally {
      release()
    }
    assert.equal(await waits, true)
    await locking
  })

  test('storing the same events twice in different orders cannot deadlock', async () => {
    const [one, other] = [eventFor('cus_a'), eventFor('cus_b')].map((event) => ({
      event,
      arrival: webhook,
      at: NOW,
    }))
    assert.ok(one && other)
    const [locked, isLocked] = signal()
    const [released, release] = signal()
    const first = given.database.inTransaction(async (transaction) => {
      await storeEvents(transaction, [one])
      isLocked()
      await released
      return storeEvents(transaction, [other])
    })
    await locked
    const second = storeEvents(given.database, [other, one])
    await waitForLock(given.database, second).finally(release)
    assert.deepEqual([(await first).size, (await second).size], [1, 0])
  })

  test('one lease takes one job, whatever plan the database chooses', async () => {
    for (const syncKey of ['cus_x', 'cus_y', 'cus_z']) await arrive(syncKey)
    const leased = await given.database.inTransaction(async (transaction) => {
      // A plan that evaluates the subquery for each row finds another job each time.
      for (const plan of ['hashagg', 'hashjoin', 'mergejoin', 'sort', 'material'])
        await transaction.query(`set local enable_${plan} = off`)
      await transaction.query('set local plan_cache_mode = force_custom_plan')
      await leaseSyncJob(transaction, ONE, NOW)
      return transaction.query('select sync_key from sync_jobs where lease_token = $1', [ONE])
    })
    assert.equal(leased.length, 1)
  })
})
