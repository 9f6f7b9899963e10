import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Stripe } from 'stripe'
import { askForErasure } from '../../src/readers/erasure-store.ts'
import { OF_READERS } from '../../src/readers/held.ts'
import { giveAs, signInAs } from '../given/giver.ts'
import { type GivenMainstay, givenMainstay } from '../given/mainstay.ts'
import { eventually, givenReader, hiddenFields, type Reader, startGiving } from '../given/reader.ts'
import { assertRecordHolds, recordSettled } from '../given/record.ts'
import { stripeClient } from '../given/sandbox.ts'

const ADDRESS = 'everything@example.com'
const LEADS_TO = `select id from stripe_subscriptions where customer_id = any($1::text[])`
const CHARGES = `select id from stripe_charges where customer_id = any($1::text[])`
const SUPPORTERS = 'select supporter_id from stripe_customers where id = any($1::text[])'

/** Whose the rows of a table are, by the ids that Stripe gave their giver: found another way than the file finds them. */
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
  contribution_actions: `subscription_id in (${LEADS_TO})`,
  second_contributions: `subscription_id in (${LEADS_TO})`,
  adopted_subscriptions: 'customer_id = any($1::text[])',
  ledger_entries: `charge_id in (${CHARGES})`,
  supporters: `id in (${SUPPORTERS})`,
  movements: `supporter_id in (${SUPPORTERS})`,
  supporter_readers: `supporter_id in (${SUPPORTERS})`,
  quiet_outbox: `reader_hash in (select reader_hash from supporter_readers where supporter_id in (${SUPPORTERS}))`,
  checkouts: `supporter_id in (${SUPPORTERS}) or replaces_subscription_id in (${LEADS_TO})`,
  sync_units: 'unit = any($1::text[])',
  inbox: 'unit = any($1::text[])',
}
/** Found by the address alone; kept in Redis; or there for a moment only. */
const OTHERWISE = [
  'address_changes',
  'erasures',
  'reader_sessions',
  'sign_in_requests',
  'mails',
  'quiet_entries',
]

describe('the file of all that is held of one, and that nothing of it is left', () => {
  let mainstay: GivenMainstay
  let stripe: Stripe
  let reader: Reader
  let customers: string[]
  before(async () => {
    mainstay = await givenMainstay()
    stripe = stripeClient(mainstay.sandbox.origin)
    await giveAs(mainstay, 'somebody-else@example.com')
    customers = await lived()
  })
  after(async () => {
    await assertRecordHolds(mainstay.database)
    await mainstay.stop()
  })

  const count = async (table: string, where: string): Promise<number> => {
    const [row] = await mainstay.database.query<{ count: number }>(
      `select count(*) as count from ${table} where ${where}`,
      [customers],
    )
    return row?.count ?? 0
  }
  const settled = async () => {
    await eventually(async () => {
      const owed = await mainstay.database.query(
        'select kind from contribution_actions where due_at is not null',
      )
      assert.deepEqual(owed, [])
    })
    await mainstay.control('clock', { advanceSeconds: 10 })
    await recordSettled(mainstay)
  }
  /** One who did, and suffered, whatever leaves a row. */
  const lived = async (): Promise<string[]> => {
    const sessions: string[] = [(await giveAs(mainstay, ADDRESS)).session]
    sessions.push((await giveAs(mainstay, ADDRESS, { amount: '7' })).session)
    const disputing = givenReader(mainstay.origin)
    const disputed = await startGiving(disputing, { amount: '20', frequency: 'once' })
    const card = { card: '4000000000000259', expiry: '12/34', cvc: '123', name: 'A Reader' }
    await fetch(`${mainstay.sandbox.origin}/c/pay/${disputed}`, {
      ...{ method: 'POST', redirect: 'manual', headers: { origin: mainstay.sandbox.origin } },
      body: new URLSearchParams({ email: ADDRESS, ...card }),
    })
    sessions.push(disputed)
    await settled()
    const found = await Promise.all(sessions.map((id) => stripe.checkout.sessions.retrieve(id)))
    reader = await signInAs(mainstay, ADDRESS)
    const own = { contribution: String(found[0]?.subscription), language: 'en' }
    await reader.post('/account/amount', { ...own, amount: '9', frequency: 'monthly' })
    await reader.post('/account/pause', { ...own, months: '1' })
    await settled()
    await reader.post('/account/resume', own)
    await settled()
    const [charge] = (await stripe.charges.list({ customer: String(found[0]?.customer) })).data
    await stripe.refunds.create({ charge: charge?.id ?? '', amount: 100 })
    const page = await reader.get(`/account/currency?contribution=${own.contribution}&language=en`)
    const form = { ...hiddenFields(page.text, '/account/currency'), currency: 'EUR', amount: '4' }
    assert.match((await reader.post('/account/currency', form)).location, /^http/)
    await reader.post('/account/address', { address: 'wanted@example.org', language: 'en' })
    await mainstay.database.query(
      `insert into adopted_subscriptions (id, customer_id, adopted_at) select id, customer_id, $2 from stripe_subscriptions where id = $1`,
      [own.contribution, mainstay.now()],
    )
    await settled()
    return found.map(({ customer }) => String(customer))
  }

  test('each row of each table is in the file, and what is sealed is opened in it', async () => {
    const file = JSON.parse((await reader.get('/account/data.json')).text) as {
      address: string
      addressChanges: { wanted: string | null }[]
      tables: Record<string, Record<string, unknown>[]>
    }
    assert.deepEqual([...Object.keys(OWN), ...OTHERWISE].sort(), [...OF_READERS].sort())
    for (const [table, where] of Object.entries(OWN)) {
      const held = await count(table, where)
      assert.equal(file.tables[table]?.length, held, table)
      if (table !== 'quiet_outbox') assert.ok(held > 0, `nothing to be found in ${table}`)
    }
    for (const table of ['address_changes', 'reader_sessions', 'sign_in_requests', 'mails'])
      assert.ok((file.tables[table]?.length ?? 0) > 0, table)
    assert.equal(file.address, ADDRESS)
    assert.deepEqual(
      file.addressChanges.map(({ wanted }) => wanted),
      ['wanted@example.org'],
    )
    assert.doesNotMatch(JSON.stringify(file), /somebody-else/)
  })

  test('erased, every row that is no entry of the books is gone, and those lead to nobody', async () => {
    const supporters = await mainstay.database.query<{ id: string }>(
      'select supporter_id as id from stripe_customers where id = any($1::text[])',
      [customers],
    )
    await reader.post('/account/erase', { language: 'en' })
    await eventually(async () => {
      await mainstay.control('clock', { advanceSeconds: 10 })
      assert.deepEqual(await mainstay.database.query('select last_failure from erasures'), [])
    }, 60_000)
    await recordSettled(mainstay)
    for (const table of ['customer_addresses', 'address_changes', 'reader_sessions', 'sign_in_requests']) {
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
    // Of the other giver, who did no more than give.
    assert.deepEqual(
      [await left('customer_addresses'), await left('address_changes'), await left('sign_in_requests')],
      [1, 0, 0],
    )
    assert.equal(await left('reader_sessions'), 0)
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
    assert.equal(await count('checkouts', `replaces_subscription_id in (${LEADS_TO})`), 0)
    assert.ok((await count('ledger_entries', `charge_id in (${CHARGES})`)) > 3)
  })

  test('a form that comes when all is forgotten erases nobody who gives there next', async () => {
    const { session } = await giveAs(mainstay, ADDRESS)
    const again = await signInAs(mainstay, ADDRESS, 2)
    const [known] = await mainstay.database.query<{ index: Buffer }>(
      `select address_index as index from customer_addresses order by learnt_at desc limit 1`,
    )
    const { customer, subscription } = await stripe.checkout.sessions.retrieve(session)
    await again.post('/account/erase', { language: 'en' })
    await eventually(async () => {
      await mainstay.control('clock', { advanceSeconds: 10 })
      assert.equal((await stripe.customers.retrieve(String(customer))).deleted, true)
      assert.deepEqual(await mainstay.database.query('select 1 from erasures'), [])
    }, 60_000)
    assert.equal((await stripe.subscriptions.retrieve(String(subscription))).status, 'canceled')
    await mainstay.database.inTransaction((transaction) =>
      askForErasure(transaction, known?.index ?? Buffer.alloc(0), mainstay.now()),
    )
    assert.deepEqual(await mainstay.database.query('select 1 from erasures'), [])
  })
})
