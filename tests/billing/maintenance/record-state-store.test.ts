import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { findRecordState } from '../../../src/billing/maintenance/record-state-store.ts'
import { recordRun } from '../../../src/billing/maintenance/run-store.ts'
import { storeEvent } from '../../../src/billing/webhooks/webhook-event-store.ts'
import { HOUR_MS } from '../../../src/platform/clock.ts'
import { type GivenDatabase, givenDatabase } from '../../given/resources/databases.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const ago = (hours: number): Date => new Date(NOW.getTime() - hours * HOUR_MS)

describe('what is known of Stripe', () => {
  let given: GivenDatabase
  beforeEach(async () => {
    given = await givenDatabase()
  })
  afterEach(() => given.drop())

  const arrive = (id: string, at: Date, maxDelayMs = 0, by: 'webhook' | 'reconciliation' = 'webhook') =>
    storeEvent(given.database, {
      event: {
        id,
        type: 'invoice.paid',
        objectId: `in_${id}`,
        syncKey: `cus_${id}`,
        relatedId: null,
        hasOurMetadata: true,
        maxDelayMs,
        createdAt: at,
        apiVersion: null,
        livemode: false,
      },
      arrival: by === 'webhook' ? { by, bodyHash: Buffer.from(id) } : { by },
      at,
    })

  test('is nothing at first', async () => {
    assert.deepEqual(await findRecordState(given.database, NOW), {
      eventAt: null,
      listedAt: null,
      reconciledAt: null,
      waitingSince: null,
    })
  })

  test('is the last event, the runs of reconciliation, and the oldest event that is late', async () => {
    await recordRun(given.database, { kind: 'events', at: ago(1), counts: {} })
    await recordRun(given.database, { kind: 'scan', at: ago(20), counts: {} })
    await arrive('late', ago(5))
    await arrive('later', ago(4))
    await arrive('deferred', ago(3), 6 * HOUR_MS)
    await arrive('found', ago(2), 6 * HOUR_MS, 'reconciliation')
    const state = await findRecordState(given.database, NOW)
    assert.deepEqual(state, {
      eventAt: ago(3),
      listedAt: ago(1),
      reconciledAt: ago(20),
      waitingSince: ago(5),
    })
    await given.database.query(`update webhook_events set done_at = $1 where event_id = 'late'`, [NOW])
    await given.database.query(
      `update webhook_events set parked_reason = 'x', parked_at = $1 where event_id = 'later'`,
      [NOW],
    )
    assert.equal((await findRecordState(given.database, NOW)).waitingSince, null)
  })
})
