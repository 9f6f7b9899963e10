import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { listFailing, listParked } from '../../../src/billing/staff-inbox/staff-inbox-store.ts'
import { webhookEventOf } from '../../../src/billing/stripe/shapes/stripe-event.ts'
import { syncNext } from '../../../src/billing/sync/sync-job.ts'
import { storeEvent } from '../../../src/billing/webhooks/webhook-event-store.ts'
import { eventBody } from '../../given/people/webhooks.ts'
import { givenJobNeeds } from '../../given/record/job-needs.ts'
import { type GivenDatabase, givenDatabase } from '../../given/resources/databases.ts'
import { type GivenSandbox, givenSandbox } from '../../given/resources/sandbox.ts'
import { START_AT } from '../../given/start-at.ts'

const QUARTER_MS = 15 * 60_000

describe('a sync that fails again and again', () => {
  let given: GivenDatabase
  let sandbox: GivenSandbox
  beforeEach(async () => {
    given = await givenDatabase()
    sandbox = await givenSandbox()
  })
  afterEach(async () => {
    await sandbox.stop()
    await given.drop()
  })

  /** Returns the state of a customer's event after several attempts that all fail. */
  const stateAfter = async (customer: string, failure: () => Promise<never>, attempts: number) => {
    const { database } = given
    let nowMs = START_AT.getTime()
    const now = () => new Date(nowMs)
    const needs = givenJobNeeds(database, { sandbox: sandbox.sandbox, now })
    const event = webhookEventOf(
      JSON.parse(
        eventBody({
          id: `evt_${customer}`,
          type: 'invoice.paid',
          data: { object: { id: `in_${customer}`, object: 'invoice', customer } },
        }),
      ),
    )
    assert.ok(event)
    await storeEvent(database, {
      event: { ...event, hasOurMetadata: true },
      arrival: { by: 'reconciliation' },
      at: now(),
    })
    for (let count = 0; count < attempts; count += 1) {
      nowMs += QUARTER_MS + 1_000
      assert.equal(await syncNext({ ...needs, listCustomer: failure }), true, `attempt ${count + 1}`)
    }
    const isOfCustomer = ({ syncKey }: { syncKey: string | null }) => syncKey === customer
    const found = {
      parked: (await listParked(database)).find(isOfCustomer)?.because ?? null,
      failing: (await listFailing(database)).find(isOfCustomer)?.failure ?? null,
    }
    await database.query('delete from webhook_events where sync_key = $1', [customer])
    await database.query('delete from sync_jobs where sync_key = $1', [customer])
    return found
  }

  const bug = () => Promise.reject(new TypeError('cannot read what is not there'))
  test('a bug of ours is parked with its type after five attempts', async () => {
    assert.equal((await stateAfter('cus_bug', bug, 5)).parked, null)
    assert.equal((await stateAfter('cus_bug', bug, 6)).parked, 'internal-error (TypeError)')
  })

  test('a constraint violation is parked with the code of Postgres', async () => {
    const violation = async (): Promise<never> => {
      await given.database.query(
        `insert into stripe_customers (id, supporter_id) values ('cus_x', '00000000-0000-4000-8000-000000000000')`,
      )
      throw new Error('it was allowed')
    }
    const { parked } = await stateAfter('cus_violation', violation, 6)
    assert.match(parked ?? '', /^constraint-violated \(23\w{3}\)$/)
  })

  test('an outage is never parked, however long it lasts', async () => {
    const away = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }))
    assert.deepEqual(await stateAfter('cus_away', away, 12), { parked: null, failing: 'other' })
  })
})
