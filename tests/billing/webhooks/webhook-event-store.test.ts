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
import { intake } from '../../../src/billing/webhooks/store-events-action.ts'
import {
  assignSyncKey,
  scheduleSync,
  storeEvent,
  storeEvents,
} from '../../../src/billing/webhooks/webhook-event-store.ts'
import { waitingOrEnded } from '../../given/record/lock-waits.ts'
import { type GivenDatabase, givenDatabase } from '../../given/resources/databases.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)
const TOKENS = [
  '8f14e45f-ceea-467f-a8c4-5b0d3f5a1c11',
  '8f14e45f-ceea-467f-a8c4-5b0d3f5a1c12',
  '8f14e45f-ceea-467f-a8c4-5b0d3f5a1c13',
]
const [ONE = '', TWO = '', THREE = ''] = TOKENS

/** A promise, and what resolves it. */
const signal = (): [Promise<void>, () => void] => {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return [promise, resolve]
}

describe('units of work', () => {
  let given: GivenDatabase
  let count = 0
  beforeEach(async () => {
    given = await givenDatabase()
  })
  afterEach(() => given.drop())

  const hint = (syncKey: string, maxDelayMs = 0) => {
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
    storeEvent(given.database, hint(syncKey, maxDelayMs), webhook, NOW)
  const lease = async (token: string, at = NOW) => {
    const leased = await leaseSyncJob(given.database, token, at)
    assert.ok(leased, 'nothing was due')
    return leased
  }
  const finish = (leased: Awaited<ReturnType<typeof lease>>, next: NextDue) =>
    given.database.inTransaction((transaction) =>
      finishSyncJob(transaction, leased, { next, scope: 'everything' }, NOW),
    )

  test('events that arrive for several units and the renewing of their leases never wait for one another', async () => {
    const { database } = given
    // The rows lie in another order than that in which events wake them.
    for (const syncKey of ['cus_b', 'cus_a']) await arrive(syncKey)
    const leases = await leaseSyncJobs(database, ONE, NOW, 2)
    const [held, isHeld] = signal()
    const [released, release] = signal()
    const arriving = database.inTransaction(async (transaction) => {
      await scheduleSync(transaction, 'cus_a', NOW)
      isHeld()
      await released
      await scheduleSync(transaction, 'cus_b', NOW)
    })
    await held
    const renewing = renewLeases(database, ONE, later(1))
    await waitingOrEnded(database, renewing).finally(release)
    await Promise.all([arriving, renewing])
    for (const each of leases) await releaseLease(database, each, NOW)
  })

  test('one worker has it, and another when the first is gone', async () => {
    await arrive('cus_a')
    const first = await lease(ONE)
    assert.equal(await leaseSyncJob(given.database, TWO, NOW), null)
    const second = await lease(TWO, later(121))
    assert.equal(await given.database.inTransaction((transaction) => hasLease(transaction, first)), false)
    await finish(second, null)
    assert.equal(await leaseSyncJob(given.database, THREE, later(1000)), null)
  })

  test('what arrives meanwhile, or wakes it meanwhile, keeps it due', async () => {
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

  test('an event that can wait is looked at with the next that cannot, or in its own time', async () => {
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

  test('a wake-up that comes after the lease has run out is not lost', async () => {
    await arrive('cus_overrun')
    const first = await lease(ONE)
    await scheduleSync(given.database, 'cus_overrun', later(125))
    await finish(first, null)
    const again = await lease(TWO, later(125))
    assert.deepEqual([again.syncKey, again.fetchScope], ['cus_overrun', 'everything'])
    await finish(again, null)
  })

  test('only what was waiting when it was leased is done, whatever its number', async () => {
    const unresolved = {
      id: 'evt_unresolved',
      type: 'refund.failed',
      objectId: 're_1',
      relatedId: 'ch_old',
      hasOurMetadata: false,
    }
    const arrival = { by: 'reconciliation' } as const
    await storeEvent(
      given.database,
      { ...unresolved, syncKey: null, maxDelayMs: 0, createdAt: NOW, apiVersion: null, livemode: false },
      arrival,
      NOW,
    )
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
    // Another process that found the unit as well, only later, has nobody fetch it again.
    await assignSyncKey(given.database, row?.number ?? 0, 'cus_numbers')
    assert.equal(await leaseSyncJob(given.database, THREE, later(60)), null)
  })

  test('put off, it is due later; its events wait with it', async () => {
    await arrive('cus_c')
    await postponeSyncJob(given.database, await lease(ONE), later(60), 'StripeAPIError')
    assert.equal(await leaseSyncJob(given.database, TWO, later(59)), null)
    const again = await lease(TWO, later(60))
    assert.deepEqual([again.attempts, again.waiting.length], [1, 1])
    await finish(again, null)
  })

  test('parked, it blocks nobody, takes what came meanwhile at once, and is looked at again daily', async () => {
    await arrive('cus_poisoned')
    const poisoned = await lease(ONE)
    await arrive('cus_poisoned')
    await arrive('cus_healthy')
    await parkSyncJob(given.database, poisoned, 'an odd currency', NOW)
    const units = [(await lease(TWO)).syncKey, (await lease(THREE)).syncKey].sort()
    assert.deepEqual(units, ['cus_healthy', 'cus_poisoned'])
    const rows = await given.database.query<{ parked: string }>(
      'select parked_reason as parked from webhook_events where parked_reason is not null',
    )
    assert.deepEqual(rows, [{ parked: 'an odd currency' }])
  })

  test('events that arrive together are stored together, each once, and one that cannot be keeps nobody out', async () => {
    const store = intake(given.database)
    const [first, second, third] = [hint('cus_a'), hint('cus_a', 5_000), hint('cus_b')]
    const impossible = { ...hint('cus_c'), createdAt: new Date(Number.NaN) }
    const outcomes = await Promise.allSettled(
      [first, second, second, impossible, third, first].map((event) =>
        store({ event, arrival: webhook, at: NOW }),
      ),
    )
    const told = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : 'refused'))
    // Which of two copies is the one that was stored is for chance to say.
    assert.deepEqual(
      [told[0], told.slice(1, 3).sort(), ...told.slice(3)],
      [true, [false, true], 'refused', true, false],
    )
    const units = await given.database.query(
      'select sync_key as "syncKey", due_at as at from sync_jobs order by sync_key',
    )
    assert.deepEqual(units, [
      { syncKey: 'cus_a', at: NOW },
      { syncKey: 'cus_b', at: NOW },
    ])
  })

  test('a customer whose row is held keeps nobody else’s events waiting', async () => {
    await arrive('cus_held')
    const store = intake(given.database)
    const [held, isHeld] = signal()
    const [released, release] = signal()
    const holding = given.database.inTransaction(async (transaction) => {
      await transaction.query(`select 1 from sync_jobs where sync_key = 'cus_held' for update`)
      isHeld()
      await released
    })
    await held
    const waits = store({ event: hint('cus_held'), arrival: webhook, at: NOW })
    try {
      const passes = store({ event: hint('cus_free'), arrival: webhook, at: NOW })
      assert.equal(await passes, true)
      const isStored = await Promise.race([waits, Promise.resolve('still waiting')])
      assert.equal(isStored, 'still waiting')
    } finally {
      release()
    }
    assert.equal(await waits, true)
    await holding
  })

  test('two who store the same events in another order wait for one another, never in a circle', async () => {
    const [one, other] = [hint('cus_a'), hint('cus_b')].map((event) => ({ event, arrival: webhook, at: NOW }))
    assert.ok(one && other)
    const [held, isHeld] = signal()
    const [released, release] = signal()
    const first = given.database.inTransaction(async (transaction) => {
      await storeEvents(transaction, [one])
      isHeld()
      await released
      return storeEvents(transaction, [other])
    })
    await held
    const second = storeEvents(given.database, [other, one])
    await waitingOrEnded(given.database, second).finally(release)
    assert.deepEqual([(await first).size, (await second).size], [1, 0])
  })

  test('one lease takes one unit, however the database goes about it', async () => {
    for (const syncKey of ['cus_x', 'cus_y', 'cus_z']) await arrive(syncKey)
    const leased = await given.database.inTransaction(async (transaction) => {
      // A plan that looks the chosen units up anew for each row finds other ones each time.
      for (const way of ['hashagg', 'hashjoin', 'mergejoin', 'sort', 'material'])
        await transaction.query(`set local enable_${way} = off`)
      await transaction.query('set local plan_cache_mode = force_custom_plan')
      await leaseSyncJob(transaction, ONE, NOW)
      return transaction.query('select sync_key from sync_jobs where lease_token = $1', [ONE])
    })
    assert.equal(leased.length, 1)
  })
})
