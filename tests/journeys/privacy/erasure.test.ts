import assert from 'node:assert/strict'
import { AsyncResource } from 'node:async_hooks'
import { createSecretKey, randomBytes, randomUUID } from 'node:crypto'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { wireBilling } from '../../../src/app/wire-billing.ts'
import { parseEmailAddress } from '../../../src/mail/email-address.ts'
import { DAY_MS, MINUTE_MS } from '../../../src/platform/clock.ts'
import type { Transaction } from '../../../src/platform/database/database.ts'
import { openMetrics } from '../../../src/platform/metrics.ts'
import type { RedisClient } from '../../../src/platform/redis.ts'
import { redisSnoozeStore } from '../../../src/snooze/redis-snooze-store.ts'
import { findAddressIndex, findAddressSpellings } from '../../../src/supporters/address/address-store.ts'
import { saveAddress } from '../../../src/supporters/address/save-address-store.ts'
import { type EraseNeeds, eraseNext } from '../../../src/supporters/erasure/erase-job.ts'
import { eraseRecords } from '../../../src/supporters/erasure/erasure-store.ts'
import { rotateKeys } from '../../../src/supporters/key-rotation/rotate-keys-action.ts'
import { DATA_INVENTORY, PERSONAL_TABLES, TOPICS } from '../../../src/supporters/privacy/data-inventory.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { appealOf, givenReader, payAs, type Reader, startGiving } from '../../given/people/reader.ts'
import { readerHashOf } from '../../given/people/reader-hash.ts'
import { contributeAs, signInAs } from '../../given/people/supporter.ts'
import { readFigures } from '../../given/record/record.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const newestKey = (id: string) => ({ id, key: createSecretKey(randomBytes(32)) })

describeMainstay('privacy page, data export and erasure', (mainstay) => {
  let stripe: Stripe
  let redis: RedisClient
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
    redis = mainstay.resources.redis as RedisClient
  })

  const give = async (address: string, giving: Record<string, string> = {}) => {
    const { session, supporter } = await contributeAs(mainstay, address, giving)
    const { customer, subscription } = await stripe.checkout.sessions.retrieve(session)
    return { customer: String(customer), subscription: String(subscription), supporter }
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

  test('the privacy page needs no sign-in, has both languages, and names every table', async () => {
    for (const language of ['en', 'ru']) {
      const { status, text } = await givenReader(mainstay.origin).get(`/privacy?language=${language}`)
      assert.equal(status, 200)
      for (const topic of TOPICS) assert.ok(text.includes(`data-topic="${topic}"`))
      for (const [table, { topic }] of Object.entries(DATA_INVENTORY))
        assert.equal(text.includes(`<code>${table}</code>`), topic !== null, table)
    }
    assert.match((await givenReader(mainstay.origin).get('/')).text, /href="\/privacy\?language=en"/)
  })

  test('the export holds everything of the supporter and nothing of others', async () => {
    const own = await give('file@example.com')
    await give('file@example.com', { amount: '20', frequency: 'once' })
    const other = await give('other@example.com')
    const reader = await signInAs(mainstay, 'file@example.com')
    const answer = await reader.get('/account/data.json')
    assert.match(answer.headers['content-disposition'] ?? '', /attachment/)
    assert.match(answer.headers['cache-control'] ?? '', /no-store/)
    const { address, tables } = await dataOf(reader)
    assert.equal(address, 'file@example.com')
    assert.deepEqual(Object.keys(tables).sort(), [...PERSONAL_TABLES].sort())
    for (const [table, rows] of Object.entries(tables))
      for (const row of rows)
        assert.deepEqual(Object.keys(row).sort(), [...(DATA_INVENTORY[table]?.columns ?? [])].sort(), table)
    const count = (table: string) => tables[table]?.length ?? 0
    for (const [table, expected] of [
      ['customer_addresses', 2],
      ['stripe_customers', 2],
      ['stripe_subscriptions', 1],
      ['ledger_entries', 2],
      ['checkouts', 2],
      ['supporter_sessions', 1],
      ['supporter_readers', 3],
    ] as const)
      assert.equal(count(table), expected, table)
    for (const table of ['movements', 'mails', 'webhook_events', 'sign_in_requests', 'stripe_invoices'])
      assert.ok(count(table) > 0, table)
    assert.ok(answer.text.includes(own.customer))
    assert.ok(!answer.text.includes(other.customer) && !answer.text.includes(other.subscription))
    assert.equal((await givenReader(mainstay.origin).get('/account/data.json')).status, 303)
  })

  test('an erasure cancels, deletes the customer at Stripe, and leaves only anonymous rows (F#19)', async () => {
    await give('stays@example.com')
    const { customer, subscription, supporter } = await give('forget@example.com', { amount: '9' })
    assert.equal(await appealOf(supporter), 'supports')
    const before = await readFigures(mainstay.database)
    const [was] = await mainstay.database.query<{ id: string }>(
      'select supporter_id as id from stripe_customers where id = $1',
      [customer],
    )
    const reader = await signInAs(mainstay, 'forget@example.com')
    const reasons = () =>
      mainstay.database.query<{ reason: string }>(
        `select reason from subscription_actions where subscription_id = $1 and reason is not null`,
        [subscription],
      )
    await reader.post('/account/cancel', { contribution: subscription, language: 'en', reason: 'safety' })
    assert.deepEqual(await reasons(), [{ reason: 'safety' }])
    assert.match((await reader.get('/account/erase?language=en')).text, /Delete your data\?/)
    const asked = await reader.post('/account/erase', { language: 'en' })
    assert.deepEqual([asked.status, asked.location], [303, '/account?language=en'])
    await mainstay.eventually(() => isGone(customer))
    assert.equal((await stripe.subscriptions.retrieve(subscription)).status, 'canceled')
    assert.equal((await stripe.customers.retrieve(customer)).deleted, true)
    assert.deepEqual(await reasons(), [])
    assert.equal((await reader.get('/account')).status, 303, 'still signed in')
    await mainstay.settle()
    const after = await readFigures(mainstay.database)
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
    assert.equal(await appealOf(supporter), 'shown')
    for (const browser of [supporter, reader]) {
      const held = await redis.hgetall(`appeal:${readerHashOf(mainstay, browser)}`)
      assert.equal(held['supporterStatus'], undefined, 'the snooze store still has the status')
    }
    // Later ledger entries are anonymous as well.
    const [charge] = await mainstay.database.query<{ id: string }>(
      'select id from stripe_charges where customer_id = $1',
      [customer],
    )
    await stripe.refunds.create({ charge: charge?.id ?? '' })
    await mainstay.settle()
    assert.equal((await readFigures(mainstay.database)).sum, before.sum - 900)
    const mails = await mainstay.database.query('select 1 from mails where customer_id = $1', [customer])
    assert.equal(mails.length, 0, 'a mail to an erased supporter')
  })

  test('if Stripe is unavailable, an erasure is recorded, shown, and done once Stripe is back', async () => {
    const { customer, subscription } = await give('waits@example.com')
    const reader = await signInAs(mainstay, 'waits@example.com')
    await mainstay.control('faults', { kind: 'error', path: '/v1/customers', method: 'DELETE', times: 6 })
    await mainstay.control('faults', { kind: 'error', path: '/v1/subscriptions', method: 'DELETE', times: 6 })
    await reader.post('/account/erase', { language: 'en' })
    await reader.post('/account/erase', { language: 'en' })
    assert.match((await reader.get('/account?language=en')).text, /We’re deleting your data/)
    assert.match((await reader.get('/account?language=ru')).text, /Мы удаляем ваши данные/)
    const moved = await reader.post('/account/address', { address: 'elsewhere@example.org', language: 'en' })
    assert.equal(moved.location, '/account?language=en')
    assert.deepEqual(await mainstay.database.query('select 1 from address_changes'), [])
    await mainstay.eventually(async () => {
      await mainstay.advance(30)
      await isGone(customer)
    })
    assert.equal((await stripe.subscriptions.retrieve(subscription)).status, 'canceled')
  })

  test('a deletion that Stripe rejects is retried with growing delays and logged', async () => {
    const { customer } = await give('not-deleted@example.com')
    const reader = await signInAs(mainstay, 'not-deleted@example.com')
    const path = `/v1/customers/${customer}`
    await mainstay.control('faults', { kind: 'refuse', path, method: 'DELETE', times: 10_000 })
    await reader.post('/account/erase', { language: 'en' })
    await mainstay.eventually(() => assert.match(mainstay.logged(), /Stripe rejects deleting a customer/))
    const nextTry = async () => {
      const [row] = await mainstay.database.query<{ attempts: number; dueAt: Date }>(
        'select attempts, due_at as "dueAt" from erasures',
      )
      assert.ok(row)
      return { attempts: row.attempts, inMs: row.dueAt.getTime() - mainstay.now().getTime() }
    }
    assert.ok((await nextTry()).inMs < MINUTE_MS)
    await mainstay.database.query('update erasures set attempts = 20, due_at = $1', [mainstay.now()])
    await mainstay.eventually(async () => assert.equal((await nextTry()).attempts, 21))
    assert.ok((await nextTry()).inMs > 5 * MINUTE_MS, 'retried too often')
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    await mainstay.eventually(async () => {
      await mainstay.advance(300)
      await isGone(customer)
    })
  })

  for (const changed of ['index', 'encryption'] as const)
    test(`another ${changed} key while it waits loses neither it nor what else is known by the address`, async () => {
      const address = `rotated-${changed}@example.com`
      const { customer } = await give(address)
      const reader = await signInAs(mainstay, address)
      await mainstay.control('faults', { kind: 'error', path: '/v1/customers', method: 'DELETE', times: 500 })
      await reader.post('/account/erase', { language: 'en' })
      const { addressKeys } = mainstay.resources
      addressKeys[changed] = [newestKey(`k-${changed}`), ...addressKeys[changed]]
      await rotateKeys(mainstay.database, addressKeys, false)
      assert.equal((await mainstay.database.query('select 1 from erasures')).length, 1)
      await mainstay.advance(60)
      await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
      await mainstay.eventually(async () => {
        await mainstay.advance(30)
        await isGone(customer)
      })
      assert.equal((await stripe.customers.retrieve(customer)).deleted, true)
    })

  test('contributions before and after a restart with new keys are one supporter, and erased together', async () => {
    const { addressKeys } = mainstay.resources
    const before = await give('restart@example.com')
    addressKeys.index = [newestKey('k-restart'), ...addressKeys.index]
    const after = await give('restart@example.com', { amount: '9' })
    const reader = await signInAs(mainstay, 'restart@example.com')
    assert.match(
      (await reader.get('/account?language=en')).text,
      /\$5 a month[\s\S]*\$9 a month|\$9 a month[\s\S]*\$5 a month/,
    )
    await reader.post('/account/erase', { language: 'en' })
    for (const { customer, subscription } of [before, after]) {
      await mainstay.eventually(async () => {
        await mainstay.advance(30)
        await isGone(customer)
      })
      assert.equal((await stripe.subscriptions.retrieve(subscription)).status, 'canceled')
    }
  })

  test('an address that is fetched during its erasure can be erased again', async () => {
    const { database, resources, now } = mainstay
    const early = await give('early@example.com')
    const late = await give('late-learnt@example.com')
    await database.query('delete from customer_addresses where customer_id = $1', [late.customer])
    const addressIndex = await findAddressIndex(database, early.customer)
    const address = parseEmailAddress('early@example.com')
    assert.ok(addressIndex && address)
    const asked = { id: randomUUID(), addressIndex, askedAt: now(), attempts: 1 }
    await database.query(
      'insert into erasures (id, address_index, asked_at, due_at) values ($1, $2, $3, $4)',
      [asked.id, addressIndex, now(), new Date(now().getTime() + 30 * DAY_MS)],
    )
    const learn = AsyncResource.bind(() =>
      saveAddress(
        database,
        { keys: resources.addressKeys, now: now() },
        { customerId: late.customer, address },
      ),
    )
    await database.inTransaction((transaction) => {
      const learning: Transaction = {
        ...transaction,
        query: async (sql, values) => {
          if (/from supporters s [\s\S]* for update/.test(sql)) await learn()
          return transaction.query(sql, values)
        },
      }
      return eraseRecords(
        learning,
        { refold: async () => {}, now: now() },
        { id: asked.id, addressIndex: asked.addressIndex, customerIds: [early.customer] },
      )
    })
    assert.deepEqual(await findAddressIndex(database, late.customer), addressIndex)
    assert.equal(await findAddressIndex(database, early.customer), null)
  })

  test('an erasure whose address has no customer is not reported as done', async () => {
    const { database, now } = mainstay
    await database.query(
      `insert into erasures (id, address_index, asked_at, due_at) values (gen_random_uuid(), '\\x00', $1, $1)`,
      [now()],
    )
    await mainstay.eventually(async () =>
      assert.deepEqual(await database.query('select last_failure from erasures'), [
        { last_failure: 'no customer has its address' },
      ]),
    )
  })

  test('an earlier contribution that is recorded late, from any device, is erased as well', async () => {
    await give('late@example.com', { frequency: 'once', amount: '20' })
    const reader = await signInAs(mainstay, 'late@example.com')
    await mainstay.control('deliveries', { mode: 'hold' })
    const session = await startGiving(givenReader(mainstay.origin), { amount: '5' })
    await payAs(mainstay.sandbox.origin, session, 'late@example.com')
    await mainstay.control('faults', { kind: 'error', path: '/v1/customers/', method: 'GET', times: 3 })
    await reader.post('/account/erase', { language: 'en' })
    const { customer, subscription } = await stripeClient(
      mainstay.sandbox.origin,
      5,
    ).checkout.sessions.retrieve(session)
    await mainstay.eventually(async () => {
      await mainstay.advance(30)
      await isGone(String(customer))
    })
    await mainstay.control('deliveries', { mode: 'normal' })
    await mainstay.control('deliveries/flush', {})
    await mainstay.advance(5)
    await mainstay.settle()
    assert.equal((await stripe.subscriptions.retrieve(String(subscription))).status, 'canceled')
    assert.equal((await stripe.customers.retrieve(String(customer))).deleted, true)
    await isGone(String(customer))
    const { length } = await mainstay.database.query('select 1 from mails where customer_id = $1', [
      String(customer),
    ])
    assert.equal(length, 0)
  })

  test('an erasure interrupted before or after any step continues with the next attempt', async () => {
    const { resources, database, now } = mainstay
    const { session } = await contributeAs(mainstay, 'cut@example.com')
    const customer = String((await stripe.checkout.sessions.retrieve(session)).customer)
    const [known] = await database.query<{ index: Buffer }>(
      'select address_index as index from customer_addresses where customer_id = $1',
      [customer],
    )
    assert.ok(known)
    const toCut = [
      'requestCancellation',
      'findCustomersByEmail',
      'deleteCustomer',
      'syncNow',
      'clearSupporterStatus',
    ].flatMap((step) => [`before ${step}`, `after ${step}`])
    const cutIf = (point: string) => {
      if (toCut[0] !== point) return
      toCut.shift()
      throw new Error(`interrupted ${point}`)
    }
    const cutOff =
      <T extends unknown[], R>(step: string, work: (...args: T) => Promise<R>) =>
      async (...args: T): Promise<R> => {
        cutIf(`before ${step}`)
        const result = await work(...args)
        cutIf(`after ${step}`)
        return result
      }
    const snoozes = redisSnoozeStore(resources.redis as RedisClient)
    const billing = wireBilling({ ...resources, metrics: openMetrics() }, snoozes.writeSupporterStatus)
    const needs: EraseNeeds = {
      database,
      log: resources.log,
      wakePendingActions: () => {},
      refold: billing.refold,
      requestCancellation: cutOff(
        'requestCancellation',
        (transaction: Transaction, cancellation: { subscriptionId: string; cause: 'chosen' | 'staff' }) =>
          billing.requestCancellation(transaction, cancellation, now()),
      ),
      findCustomersByEmail: cutOff('findCustomersByEmail', resources.stripe.findCustomersByEmail),
      deleteCustomer: cutOff('deleteCustomer', resources.stripe.deleteCustomer),
      syncNow: cutOff('syncNow', billing.syncNow),
      clearSupporterStatus: cutOff('clearSupporterStatus', snoozes.clearSupporterStatus),
      findAddressSpellings: (index) => findAddressSpellings(database, resources.addressKeys, index),
      // The server's own job must not lease it first.
      now: () => new Date(now().getTime() + 2 * DAY_MS),
    }
    const notYet = () => new Date(now().getTime() + DAY_MS)
    await database.query(
      'insert into erasures (id, address_index, asked_at, due_at) values (gen_random_uuid(), $1, $2, $3)',
      [known.index, now(), notYet()],
    )
    const isOpen = async () => (await database.query('select 1 from erasures')).length > 0
    for (let tries = 0; (await isOpen()) && tries < 400; tries += 1) {
      await database.query('update erasures set due_at = $1', [notYet()])
      await eraseNext(needs)
      await mainstay.settle()
    }
    assert.deepEqual([await isOpen(), toCut], [false, []])
    assert.equal((await database.query('select 1 from customer_addresses')).length, 0)
    assert.equal((await stripe.customers.retrieve(customer)).deleted, true)
  })
})
