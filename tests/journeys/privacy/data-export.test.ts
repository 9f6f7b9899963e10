import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { requestErasure } from '../../../src/supporters/erasure/erasure-store.ts'
import { PERSONAL_TABLES } from '../../../src/supporters/privacy/data-inventory.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader, payAs, type Reader, startGiving } from '../../given/people/reader.ts'
import { contributeAs, signInAs } from '../../given/people/supporter.ts'
import { pendingActions } from '../../given/record/pending-actions.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const ADDRESS = 'everything@example.com'
const LEADS_TO = `select id from stripe_subscriptions where customer_id = any($1::text[])`
const CHARGES = `select id from stripe_charges where customer_id = any($1::text[])`
const SUPPORTERS = 'select supporter_id from stripe_customers where id = any($1::text[])'

/** Selects a supporter's rows by their Stripe ids, unlike the export, which selects by address. */
const OWN: Readonly<Record<string, string>> = {
  customer_addresses: 'customer_id = any($1::text[])',
  stripe_customers: 'id = any($1::text[])',
  stripe_subscriptions: 'customer_id = any($1::text[])',
  stripe_invoices: 'customer_id = any($1::text[])',
  stripe_invoice_payments: `invoice_id in (select id from stripe_invoices where customer_id = any($1::text[]))`,
  stripe_charges: 'customer_id = any($1::text[])',
  stripe_refunds: `charge_id in (${CHARGES})`,
  stripe_disputes: `charge_id in (${CHARGES})`,
  stripe_pauses: `subscription_id in (${LEADS_TO})`,
  subscription_actions: `subscription_id in (${LEADS_TO})`,
  duplicate_subscriptions: `subscription_id in (${LEADS_TO})`,
  imported_subscriptions: 'customer_id = any($1::text[])',
  ledger_entries: `charge_id in (${CHARGES})`,
  supporters: `id in (${SUPPORTERS})`,
  movements: `supporter_id in (${SUPPORTERS})`,
  supporter_readers: `supporter_id in (${SUPPORTERS})`,
  supporter_status_outbox: `reader_hash in (select reader_hash from supporter_readers where supporter_id in (${SUPPORTERS}))`,
  checkouts: `supporter_id in (${SUPPORTERS})`,
  sync_jobs: 'sync_key = any($1::text[])',
  webhook_events: 'sync_key = any($1::text[])',
}
/** Tables that are selected by the address, kept in Redis, or hold rows only briefly. */
const OTHERWISE = [
  'address_changes',
  'suppression_removals',
  'erasures',
  'supporter_sessions',
  'sign_in_requests',
  'mails',
  'appeal_suppressions',
]

type Lived = {
  reader: Reader
  customers: string[]
  count: (table: string, where: string) => Promise<number>
}

describeMainstay('the data export and the erasure, table by table', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })

  const settled = async () => {
    await mainstay.settle()
    assert.deepEqual(await pendingActions(mainstay.database), [])
  }
  /** Makes a supporter with a row in every table, and another who only gave. */
  const lived = async (): Promise<Lived> => {
    await contributeAs(mainstay, 'somebody-else@example.com')
    const sessions: string[] = [(await contributeAs(mainstay, ADDRESS)).session]
    sessions.push((await contributeAs(mainstay, ADDRESS, { amount: '7' })).session)
    const disputed = await startGiving(givenReader(mainstay.origin), { amount: '20', frequency: 'once' })
    await payAs(mainstay.sandbox.origin, disputed, ADDRESS, '4000000000000259')
    sessions.push(disputed)
    await settled()
    const found = await Promise.all(sessions.map((id) => stripe.checkout.sessions.retrieve(id)))
    const reader = await signInAs(mainstay, ADDRESS)
    const own = { contribution: String(found[0]?.subscription), language: 'en' }
    await reader.post('/account/amount', { ...own, amount: '9', frequency: 'monthly' })
    await reader.post('/account/pause', { ...own, months: '1' })
    await settled()
    await reader.post('/account/resume', own)
    await settled()
    const [charge] = (await stripe.charges.list({ customer: String(found[0]?.customer) })).data
    await stripe.refunds.create({ charge: charge?.id ?? '', amount: 100 })
    await reader.post('/account/address', { address: 'wanted@example.org', language: 'en' })
    await mainstay.database.query(
      `insert into imported_subscriptions (id, customer_id, imported_at) select id, customer_id, $2 from stripe_subscriptions where id = $1`,
      [own.contribution, mainstay.now()],
    )
    await settled()
    const customers = found.map(({ customer }) => String(customer))
    const count = async (table: string, where: string): Promise<number> => {
      const [row] = await mainstay.database.query<{ count: number }>(
        `select count(*) as count from ${table} where ${where}`,
        [customers],
      )
      return row?.count ?? 0
    }
    return { reader, customers, count }
  }

  test('the export holds every row of every table, with encrypted values decrypted', async () => {
    const { reader, count } = await lived()
    const file = JSON.parse((await reader.get('/account/data.json')).text) as {
      address: string
      addressChanges: { newAddress: string | null }[]
      tables: Record<string, Record<string, unknown>[]>
    }
    assert.deepEqual([...Object.keys(OWN), ...OTHERWISE].sort(), [...PERSONAL_TABLES].sort())
    for (const [table, where] of Object.entries(OWN)) {
      const held = await count(table, where)
      assert.equal(file.tables[table]?.length, held, table)
      if (table !== 'supporter_status_outbox') assert.ok(held > 0, `nothing to be found in ${table}`)
    }
    for (const table of ['address_changes', 'supporter_sessions', 'sign_in_requests', 'mails'])
      assert.ok((file.tables[table]?.length ?? 0) > 0, table)
    assert.equal(file.address, ADDRESS)
    assert.deepEqual(
      file.addressChanges.map(({ newAddress }) => newAddress),
      ['wanted@example.org'],
    )
    assert.doesNotMatch(JSON.stringify(file), /somebody-else/)
  })

  test('an erasure deletes every row but the bookkeeping, which is anonymous', async () => {
    const { reader, customers, count } = await lived()
    const supporters = await mainstay.database.query<{ id: string }>(
      'select supporter_id as id from stripe_customers where id = any($1::text[])',
      [customers],
    )
    await reader.post('/account/erase', { language: 'en' })
    await mainstay.eventually(async () =>
      assert.deepEqual(await mainstay.database.query('select last_failure from erasures'), []),
    )
    await mainstay.settle()
    for (const table of ['customer_addresses', 'address_changes', 'supporter_sessions', 'sign_in_requests']) {
      const rows = await mainstay.database.query<{ row: string }>(
        `select to_jsonb(t)::text as row from ${table} t`,
      )
      const own = rows.filter(
        ({ row }) => !row.includes('somebody') && customers.some((id) => row.includes(id)),
      )
      assert.deepEqual(own, [], table)
    }
    const left = async (table: string) =>
      (await mainstay.database.query<{ count: number }>(`select count(*) as count from ${table}`))[0]?.count
    // These rows are of the other supporter, who only gave.
    assert.deepEqual(
      [await left('customer_addresses'), await left('address_changes'), await left('sign_in_requests')],
      [1, 0, 0],
    )
    assert.equal(await left('supporter_sessions'), 0)
    assert.equal(await count('mails', 'customer_id = any($1::text[]) or address_change is not null'), 0)
    const ids = supporters.map(({ id }) => id)
    for (const table of [
      'supporter_readers',
      'movements',
      'checkouts',
      'stripe_customers',
      'ledger_entries',
    ]) {
      const rows = await mainstay.database.query(
        `select 1 from ${table} where supporter_id = any($1::uuid[])`,
        [ids],
      )
      assert.deepEqual(rows, [], table)
    }
    assert.deepEqual(
      await mainstay.database.query('select 1 from supporters where id = any($1::uuid[])', [ids]),
      [],
    )
    assert.ok((await count('ledger_entries', `charge_id in (${CHARGES})`)) > 3)
  })

  test('a form that arrives after the erasure does not erase the next supporter of the address', async () => {
    const { session } = await contributeAs(mainstay, ADDRESS)
    const again = await signInAs(mainstay, ADDRESS)
    const [known] = await mainstay.database.query<{ index: Buffer }>(
      `select address_index as index from customer_addresses order by saved_at desc limit 1`,
    )
    const { customer, subscription } = await stripe.checkout.sessions.retrieve(session)
    await again.post('/account/erase', { language: 'en' })
    await mainstay.eventually(async () => {
      assert.equal((await stripe.customers.retrieve(String(customer))).deleted, true)
      assert.deepEqual(await mainstay.database.query('select 1 from erasures'), [])
    })
    assert.equal((await stripe.subscriptions.retrieve(String(subscription))).status, 'canceled')
    await mainstay.database.inTransaction((transaction) =>
      requestErasure(transaction, known?.index ?? Buffer.alloc(0), mainstay.now()),
    )
    assert.deepEqual(await mainstay.database.query('select 1 from erasures'), [])
  })
})
