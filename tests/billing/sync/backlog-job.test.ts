import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Stripe } from 'stripe'
import { webhookEventOf } from '../../../src/billing/stripe/shapes/stripe-event.ts'
import { drainBacklog } from '../../../src/billing/sync/backlog-action.ts'
import { syncNext } from '../../../src/billing/sync/sync-job.ts'
import { storeEvent } from '../../../src/billing/webhooks/webhook-event-store.ts'
import type { Database } from '../../../src/platform/database/database.ts'
import { givenJobNeeds } from '../../given/record/job-needs.ts'
import { assertRecordHolds } from '../../given/record/record.ts'
import { givenDatabase } from '../../given/resources/databases.ts'
import { type GivenSandbox, givenSandbox } from '../../given/resources/sandbox.ts'
import { START_AT } from '../../given/start-at.ts'

/** TEST_PEOPLE sets the size of the backlog. */
const PEOPLE = Number(process.env['TEST_PEOPLE'] ?? 24)
const MONTH_S = 32 * 86_400

const digestOf = (person: number): Buffer => {
  const digest = Buffer.alloc(32)
  digest.writeUInt32BE(person)
  return digest
}

const startSubscriptions = async (given: GivenSandbox, databases: readonly Database[]): Promise<void> => {
  for (let person = 1; person <= PEOPLE; person += 1) {
    const id = `00000000-0000-4000-8000-${String(person).padStart(12, '0')}`
    for (const database of databases)
      await database.query(
        `insert into checkouts (id, form_digest, reader_hash, frequency, currency, amount, language, state, session_id, created_at)
         values ($1, $2, $2, 'monthly', 'USD', 500, 'en', 'open', $3, $4)`,
        [id, digestOf(person), `cs_${person}`, START_AT],
      )
    await given.subscribe({ amount: 500 + person, metadata: { mainstay_checkout: id } })
  }
}

test('a backlog synced from pages leaves the same record as single fetches', async (context) => {
  const given = await givenSandbox()
  context.after(given.stop)
  const [paged, single] = [await givenDatabase(), await givenDatabase()]
  for (const { drop } of [paged, single]) context.after(drop)
  const { stripe } = given
  await startSubscriptions(given, [paged.database, single.database])
  let at = START_AT
  const now = () => at
  const advance = async (seconds: number) => {
    await given.advance(seconds)
    at = await given.now()
  }
  const workers = [paged, single].map(({ database }) =>
    givenJobNeeds(database, { sandbox: given.sandbox, now }),
  )
  let newest: string | null = null
  /** Stores all new events in both databases, then lets time pass. */
  const storeNewEvents = async () => {
    await advance(10_000)
    const fresh: Stripe.Event[] = []
    for await (const event of stripe.events.list({ limit: 100 })) {
      if (event.id === newest) break
      fresh.unshift(event)
    }
    newest = fresh.at(-1)?.id ?? newest
    for (const event of fresh) {
      const webhookEvent = webhookEventOf(event as object)
      for (const needs of workers)
        if (webhookEvent)
          await storeEvent(needs.database, {
            event: webhookEvent,
            arrival: { by: 'reconciliation' },
            at: now(),
          })
    }
    await advance(10_000)
  }
  const digest = async (database: Database) => {
    const rows = await database.query<{ line: string }>(
      `select concat_ws(' ', kind, amount, occurred_at, balance_transaction_id) as line from ledger_entries
       union all select concat_ws(' ', kind, annual_after, cause, occurred_at) from movements order by 1`,
    )
    return rows.map((row) => row.line)
  }
  let byPages = 0
  const sync = async () => {
    const [one, two] = workers
    assert.ok(one && two)
    if (await drainBacklog(one, 5)) byPages += 1
    for (const needs of [one, two]) while (await syncNext(needs)) {}
  }
  await storeNewEvents()
  await sync()
  // The next invoice of this customer has more lines than one page: its events are parked, and delay no other.
  const [unsupported] = (await stripe.customers.list({ limit: 1 })).data
  const customer = unsupported?.id ?? ''
  for (let line = 0; line < 11; line += 1)
    await stripe.invoiceItems.create({ customer, currency: 'usd', amount: 100, description: `line ${line}` })
  await advance(MONTH_S)
  const others = (await stripe.charges.list({ limit: 4 })).data.filter((each) => each.customer !== customer)
  const [disputed, refunded] = others
  await given.control('disputes', { charge: disputed?.id, outcome: 'lost' })
  await stripe.refunds.create({ charge: refunded?.id ?? '', amount: 100 })
  await storeNewEvents()
  await sync()
  assert.equal(byPages, 2)
  assert.deepEqual(await digest(paged.database), await digest(single.database))
  assert.ok(
    (await digest(paged.database)).filter((each) => each.startsWith('payment')).length >= 2 * PEOPLE - 1,
  )
  const parked = await paged.database.query(
    'select distinct sync_key from webhook_events where parked_reason is not null',
  )
  assert.deepEqual(parked, [{ sync_key: customer }])
  await assertRecordHolds(paged.database)
})
