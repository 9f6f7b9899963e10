import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Stripe } from 'stripe'
import type { Transaction } from '../../src/platform/database.ts'
import { type EraseNeeds, eraseNext } from '../../src/readers/erase-job.ts'
import { HELD, OF_READERS, TOPICS } from '../../src/readers/held.ts'
import { giveAs, signInAs } from '../given/giver.ts'
import { type GivenMainstay, givenMainstay } from '../given/mainstay.ts'
import { appealOf, eventually, givenReader, type Reader } from '../given/reader.ts'
import { assertRecordHolds, figuresOf, recordSettled } from '../given/record.ts'
import { stripeClient } from '../given/sandbox.ts'

describe('what is held of people, and what they may have done with it', () => {
  let mainstay: GivenMainstay
  let stripe: Stripe
  before(async () => {
    mainstay = await givenMainstay()
    stripe = stripeClient(mainstay.sandbox.origin)
  })
  after(async () => {
    await assertRecordHolds(mainstay.database)
    await mainstay.stop()
  })

  const give = async (address: string, giving: Record<string, string> = {}) => {
    const { session, giver } = await giveAs(mainstay, address, giving)
    const { customer, subscription } = await stripe.checkout.sessions.retrieve(session)
    return { customer: String(customer), subscription: String(subscription), giver }
  }
  const dataOf = async (reader: Reader) =>
    JSON.parse((await reader.get('/account/data.json')).text) as {
      address: string
      tables: Record<string, Record<string, unknown>[]>
    }
  const isGone = async (customer: string) => {
    const known = await mainstay.database.query(
      `select 1 from customer_addresses where customer_id = $1 union all select 1 from mails where customer_id = $1
       union all select 1 from supporter_readers r join stripe_customers c on c.supporter_id = r.supporter_id where c.id = $1`,
      [customer],
    )
    const { length } = await mainstay.database.query('select 1 from erasures')
    assert.deepEqual([known.length, length], [0, 0])
  }

  test('the page that says so is for everybody, in both languages, and names every table', async () => {
    for (const language of ['en', 'ru']) {
      const { status, text } = await givenReader(mainstay.origin).get(`/privacy?language=${language}`)
      assert.equal(status, 200)
      for (const topic of TOPICS) assert.ok(text.includes(`data-topic="${topic}"`))
      for (const [table, { topic }] of Object.entries(HELD))
        assert.equal(text.includes(`<code>${table}</code>`), topic !== null, table)
    }
    assert.match((await givenReader(mainstay.origin).get('/')).text, /href="\/privacy\?language=en"/)
  })

  test('everything of one’s own comes as a file, and nothing of another’s', async () => {
    const own = await give('file@example.com')
    await give('file@example.com', { amount: '20', frequency: 'once' })
    const other = await give('other@example.com')
    const reader = await signInAs(mainstay, 'file@example.com')
    const answer = await reader.get('/account/data.json')
    assert.match(answer.headers['content-disposition'] ?? '', /attachment/)
    assert.match(answer.headers['cache-control'] ?? '', /no-store/)
    const { address, tables } = await dataOf(reader)
    assert.equal(address, 'file@example.com')
    assert.deepEqual(Object.keys(tables).sort(), [...OF_READERS].sort())
    for (const [table, rows] of Object.entries(tables))
      for (const row of rows)
        assert.deepEqual(Object.keys(row).sort(), [...(HELD[table]?.columns ?? [])].sort(), table)
    const count = (table: string) => tables[table]?.length ?? 0
    for (const [table, expected] of [
      ...([
        ['customer_addresses', 2],
        ['stripe_customers', 2],
        ['stripe_subscriptions', 1],
      ] as const),
      ...([
        ['ledger_entries', 2],
        ['checkouts', 2],
        ['reader_sessions', 1],
        ['supporter_readers', 3],
      ] as const),
    ])
      assert.equal(count(table), expected, table)
    for (const table of ['movements', 'mails', 'inbox', 'sign_in_requests', 'stripe_invoices'])
      assert.ok(count(table) > 0, table)
    assert.ok(answer.text.includes(own.customer))
    assert.ok(!answer.text.includes(other.customer) && !answer.text.includes(other.subscription))
    assert.equal((await givenReader(mainstay.origin).get('/account/data.json')).status, 303)
  })

  test('erased: it ends, Stripe deletes its customer, and what is left leads to nobody', async () => {
    const { customer, subscription, giver } = await give('forget@example.com', { amount: '9' })
    await eventually(async () => assert.equal(await appealOf(giver), 'supports'))
    const before = await figuresOf(mainstay.database)
    const [was] = await mainstay.database.query<{ id: string }>(
      'select supporter_id as id from stripe_customers where id = $1',
      [customer],
    )
    const reader = await signInAs(mainstay, 'forget@example.com')
    assert.match((await reader.get('/account/erase?language=en')).text, /Have yourself erased\?/)
    const asked = await reader.post('/account/erase', { language: 'en' })
    assert.deepEqual([asked.status, asked.location], [303, '/account?language=en'])
    await eventually(() => isGone(customer), 30_000)
    assert.equal((await stripe.subscriptions.retrieve(subscription)).status, 'canceled')
    assert.equal((await stripe.customers.retrieve(customer)).deleted, true)
    assert.equal((await reader.get('/account')).status, 303, 'still signed in')
    await recordSettled(mainstay)
    const after = await figuresOf(mainstay.database)
    assert.deepEqual([after.ledger, after.sum], [before.ledger, before.sum])
    assert.equal(after.active, before.active - 1)
    const movements = await mainstay.database.query<{ told: string; id: string }>(
      `select m.kind || coalesce(' ' || m.cause, '') as told, m.supporter_id as id from movements m
       join stripe_customers c on c.supporter_id = m.supporter_id where c.id = $1 order by m.sequence`,
      [customer],
    )
    assert.deepEqual(
      movements.map(({ told }) => told),
      ['new', 'churn chosen'],
    )
    assert.notEqual(movements[0]?.id, was?.id)
    const { length } = await mainstay.database.query(
      `select 1 from supporters where id = $1 union all select 1 from movements where supporter_id = $1
       union all select 1 from ledger_entries where supporter_id = $1 union all select 1 from checkouts where supporter_id = $1`,
      [was?.id ?? null],
    )
    assert.equal(length, 0)
    await eventually(async () => assert.equal(await appealOf(giver), 'shown'))
    // What comes later is entered under nobody as well.
    const [charge] = await mainstay.database.query<{ id: string }>(
      'select id from stripe_charges where customer_id = $1',
      [customer],
    )
    await stripe.refunds.create({ charge: charge?.id ?? '' })
    await mainstay.control('clock', { advanceSeconds: 10 })
    await eventually(async () => assert.equal((await figuresOf(mainstay.database)).sum, before.sum - 900))
  })

  test('with Stripe away it is written down, shown, and done once Stripe is back', async () => {
    const { customer, subscription } = await give('waits@example.com')
    const reader = await signInAs(mainstay, 'waits@example.com')
    await mainstay.control('faults', { kind: 'error', path: '/v1/customers', method: 'DELETE', times: 6 })
    await mainstay.control('faults', { kind: 'error', path: '/v1/subscriptions', method: 'DELETE', times: 6 })
    await reader.post('/account/erase', { language: 'en' })
    await reader.post('/account/erase', { language: 'en' })
    assert.match((await reader.get('/account?language=en')).text, /You are being erased/)
    assert.match((await reader.get('/account?language=ru')).text, /Вас стирают/)
    await eventually(async () => {
      await mainstay.control('clock', { advanceSeconds: 30 })
      await isGone(customer)
    }, 60_000)
    assert.equal((await stripe.subscriptions.retrieve(subscription)).status, 'canceled')
  })
})

test('an erasure that is cut off at any of its steps goes on with the next try', async (context) => {
  const mainstay = await givenMainstay({ change: (parts) => parts })
  context.after(() => mainstay.stop())
  const stripe = stripeClient(mainstay.sandbox.origin)
  const { session } = await giveAs(mainstay, 'cut@example.com')
  const customer = String((await stripe.checkout.sessions.retrieve(session)).customer)
  const [known] = await mainstay.database.query<{ index: Buffer }>(
    'select address_index as index from customer_addresses where customer_id = $1',
    [customer],
  )
  assert.ok(known)
  let steps = 0
  let cutAfter = 0
  const cutOff =
    <T extends unknown[], R>(work: (...args: T) => Promise<R>) =>
    async (...args: T): Promise<R> => {
      if (steps++ === cutAfter) throw new Error('cut off before')
      const result = await work(...args)
      if (steps++ === cutAfter) throw new Error('cut off after')
      return result
    }
  const { parts, database, now } = mainstay
  const needs: EraseNeeds = {
    ...{ database, now, log: parts.log, wakeCalls: () => {} },
    endFor: cutOff(async (transaction: Transaction, id: string) => {
      await transaction.query(
        `insert into contribution_actions (id, subscription_id, kind, cause, made_at, due_at)
         values (gen_random_uuid(), $1, 'end', 'chosen', $2, $2) on conflict do nothing`,
        [id, now()],
      )
    }),
    deleteCustomer: cutOff(parts.stripe.deleteCustomer),
    recordNow: cutOff(async (id) => {
      await database.query('update sync_units set due_at = $2, wants = $3 where unit = $1', [
        ...[id, new Date(0), 'everything'],
      ])
    }),
  }
  await database.query(
    `insert into erasures (id, address_index, asked_at, due_at) values (gen_random_uuid(), $1, $2, $3)`,
    // The server's own job is not to take it.
    [known.index, now(), new Date(now().getTime() + 86_400_000)],
  )
  const mine = { ...needs, now: () => new Date(now().getTime() + 2 * 86_400_000) }
  const isOpen = async () => (await database.query('select 1 from erasures')).length > 0
  for (let tries = 0; (await isOpen()) && tries < 400; tries += 1) {
    steps = 0
    cutAfter = tries < 12 ? tries : Number.POSITIVE_INFINITY
    await database.query('update erasures set due_at = $1', [new Date(now().getTime() + 86_400_000)])
    await eraseNext(mine)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.equal(await isOpen(), false)
  assert.equal((await database.query('select 1 from customer_addresses')).length, 0)
  assert.equal((await stripe.customers.retrieve(customer)).deleted, true)
  await assertRecordHolds(database)
})
