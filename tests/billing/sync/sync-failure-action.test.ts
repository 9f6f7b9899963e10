import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { listFailing, listParked } from '../../../src/billing/staff-inbox/staff-inbox-store.ts'
import { webhookEventOf } from '../../../src/billing/stripe/shapes/stripe-event.ts'
import { syncNext } from '../../../src/billing/sync/sync-job.ts'
import { storeEvent } from '../../../src/billing/webhooks/webhook-event-store.ts'
import { eventBody } from '../../given/people/webhooks.ts'
import { recordingFrom } from '../../given/record/recording.ts'
import { type GivenDatabase, givenDatabase } from '../../given/resources/databases.ts'
import { type GivenSandbox, givenSandbox } from '../../given/resources/sandbox.ts'
import { START_AT } from '../../given/start-at.ts'

const QUARTER_MS = 15 * 60_000

describe('what fails again and again', () => {
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

  /** An event of a customer whose fetch fails so for ever, and what became of it after so many tries. */
  const afterTries = async (customer: string, failure: () => Promise<never>, tries: number) => {
    const { database } = given
    let nowMs = START_AT.getTime()
    const now = () => new Date(nowMs)
    const { needs } = recordingFrom(database, sandbox.sandbox, now)
    const hint = webhookEventOf(
      JSON.parse(
        eventBody({
          ...{ id: `evt_${customer}`, type: 'invoice.paid' },
          data: { object: { id: `in_${customer}`, object: 'invoice', customer } },
        }),
      ),
    )
    assert.ok(hint)
    await storeEvent(database, { ...hint, hasOurMetadata: true }, { by: 'reconciliation' }, now())
    for (let count = 0; count < tries; count += 1) {
      nowMs += QUARTER_MS + 1_000
      assert.equal(await syncNext({ ...needs, listCustomer: failure }), true, `try ${count + 1}`)
    }
    const mine = ({ syncKey }: { syncKey: string | null }) => syncKey === customer
    const found = {
      parked: (await listParked(database)).find(mine)?.because ?? null,
      failing: (await listFailing(database)).find(mine)?.failure ?? null,
    }
    await database.query('delete from webhook_events where sync_key = $1', [customer])
    await database.query('delete from sync_jobs where sync_key = $1', [customer])
    return found
  }

  const mistake = () => Promise.reject(new TypeError('cannot read what is not there'))
  test('a mistake of ours is tried some times and then parked, with what it is', async () => {
    assert.equal((await afterTries('cus_mistake', mistake, 5)).parked, null)
    assert.equal((await afterTries('cus_mistake', mistake, 6)).parked, 'internal-error (TypeError)')
  })

  test('so is what a rule of the database forbids, as Postgres says it', async () => {
    const forbidden = async (): Promise<never> => {
      await given.database.query(
        `insert into stripe_customers (id, supporter_id) values ('cus_x', '00000000-0000-4000-8000-000000000000')`,
      )
      throw new Error('it was allowed')
    }
    const { parked } = await afterTries('cus_forbidden', forbidden, 6)
    assert.match(parked ?? '', /^constraint-violated \(23\w{3}\)$/)
  })

  test('an outage is never parked, however long', async () => {
    const away = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNREFUSED' }))
    assert.deepEqual(await afterTries('cus_away', away, 12), { parked: null, failing: 'other' })
  })
})
