import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMainstay } from '../given/describe-mainstay.ts'
import type { GivenMainstay } from '../given/mainstay.ts'
import { type Answer, eventually, givenReader, type Reader } from '../given/people/reader.ts'
import { contributeAs, signInAs } from '../given/people/supporter.ts'
import { stripeClient } from '../given/resources/sandbox.ts'

type Supporter = { id: string; customer: string; address: string; year: string; reader: Reader }
type Step = [name: string, perform: (supporter: Supporter) => Promise<Answer>]

const get =
  (path: (supporter: Supporter) => string) =>
  (supporter: Supporter): Promise<Answer> =>
    supporter.reader.get(path(supporter))
const changePage = (page: string) => get(({ id }) => `/account/${page}?contribution=${id}&language=en`)
const send =
  (page: string, fields: Record<string, string> = {}) =>
  ({ reader, id }: Supporter): Promise<Answer> =>
    reader.post(`/account/${page}`, { contribution: id, language: 'en', ...fields })

const PAGES: Step[] = [
  ['account', get(() => '/account?language=en')],
  ...['amount', 'pause', 'cancel'].map((page): Step => [page, changePage(page)]),
  ['statement', get(({ year }) => `/account/statement?year=${year}`)],
  ['address', get(() => '/account/address')],
  ['erase', get(() => '/account/erase')],
  ['data', get(() => '/account/data.json')],
]

/** Ordered so that each step is possible after the ones before. */
const CHANGES: Step[] = [
  ['amount', send('amount', { amount: '8', frequency: 'monthly' })],
  ['yearly', send('amount', { amount: '60', frequency: 'yearly' })],
  ['monthly', send('amount', { amount: '7', frequency: 'monthly' })],
  ['pause', send('pause', { months: '2' })],
  ['resume', send('resume')],
  ['mail settings', send('mail', { mailLanguage: 'ru', plain: 'yes' })],
  ['new address', send('address', { address: 'new-one@example.com' })],
  ['Stripe’s portal', send('portal')],
  ['cancel', send('cancel', { reason: 'money' })],
]

const SETTLED_AFTER_S = 10

const resourcesAway = (mainstay: GivenMainstay): void => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })

  const gate = (part: 'database' | 'redis') => {
    const door = mainstay.gates?.[part]
    assert.ok(door)
    return door
  }
  const newSupporter = async (address: string, beforeSignIn = () => {}): Promise<Supporter> => {
    const { session } = await contributeAs(mainstay, address)
    const { subscription, customer } = await stripe.checkout.sessions.retrieve(session)
    // Stripe settles a payment after some seconds, and a statement shows only settled ones.
    await mainstay.advance(SETTLED_AFTER_S)
    await mainstay.settle()
    beforeSignIn()
    const reader = await signInAs(mainstay, address)
    const own = await reader.get('/account?language=en')
    const [, year = ''] = /\/account\/statement\?year=(\d+)/.exec(own.text) ?? []
    return { id: String(subscription), customer: String(customer), address, year, reader }
  }
  const findRecordedActions = async ({ id }: Supporter): Promise<string[]> => {
    const rows = await mainstay.database.query<{ line: string }>(
      `select concat_ws(' ', kind, amount, interval) as line from subscription_actions
       where subscription_id = $1 order by created_at, id`,
      [id],
    )
    return rows.map(({ line }) => line)
  }
  const settled = async () => {
    // Work that was leased when the database was lost continues once the lease has expired.
    await mainstay.advance(130)
    await mainstay.eventually(async () =>
      assert.deepEqual(
        await mainstay.database.query('select kind from subscription_actions where due_at is not null'),
        [],
      ),
    )
    await mainstay.settle()
  }
  /** Waits until the database is available again. */
  const databaseIsBack = ({ reader }: Supporter) =>
    eventually(async () => assert.equal((await reader.get('/account')).status, 200))
  const ALL_ACTIONS = [
    'change 800 month',
    'change 6000 year',
    'change 700 month',
    'pause',
    'resume',
    'cancel',
  ]
  const assertAllMadeOnce = async (each: Supporter) => {
    await settled()
    // Late changes request a refund of charges in between: there were none.
    const actions = (await findRecordedActions(each)).filter((what) => what !== 'refund')
    assert.deepEqual(actions, ALL_ACTIONS)
    const charges = (await stripe.charges.list({ customer: each.customer })).data
    assert.deepEqual(
      charges.map(({ amount_refunded: refunded }) => refunded),
      [0],
    )
    assert.equal((await stripe.subscriptions.retrieve(each.id)).status, 'canceled')
    const [mail] = await mainstay.database.query<{ language: string; plain: boolean; asked: number }>(
      `select a.language, a.is_plain as plain, (select count(*) from address_changes x
         where x.from_index = a.address_index) as asked from customer_addresses a where customer_id = $1`,
      [each.customer],
    )
    assert.deepEqual([mail?.language, mail?.plain], ['ru', true])
    assert.ok((mail?.asked ?? 0) >= 1)
  }

  test('without the database every page and change is refused in plain words, and none is half done', async () => {
    const each = await newSupporter('refused@example.com')
    gate('database').shut()
    for (const [name, perform] of [...PAGES, ...CHANGES]) {
      const { status, text, headers } = await perform(each)
      assert.equal(status, 503, name)
      assert.ok(headers['retry-after'], name)
      assert.match(text, /We’ll be back in a few minutes|your payment is safe/, name)
    }
    const stranger = givenReader(mainstay.origin)
    assert.equal((await stranger.post('/sign-in', { address: each.address })).status, 503)
    assert.equal((await stranger.get('/sign-in')).status, 200)
    assert.equal((await stranger.get('/privacy')).status, 200)
    gate('database').open()
    await databaseIsBack(each)
    assert.deepEqual(await findRecordedActions(each), [])
    for (const [name, perform] of PAGES) assert.equal((await perform(each)).status, 200, name)
    for (const [name, perform] of CHANGES) assert.equal((await perform(each)).status, 303, name)
    await assertAllMadeOnce(each)
  })

  test('with the database cut off during a change, it is made or not; sent again it is made once', async () => {
    const each = await newSupporter('midst@example.com')
    const cut: Record<string, number> = { 303: 0, 503: 0 }
    for (const [index, [name, perform]] of CHANGES.entries()) {
      for (const pieces of [1 + index, 4, 8]) {
        void gate('database').shutAfter(pieces)
        const { status } = await perform(each)
        assert.ok(status === 303 || status === 503, `${name}: ${status}`)
        cut[status] = (cut[status] ?? 0) + 1
        gate('database').open()
        await databaseIsBack(each)
      }
      // A supporter may change ten things a minute; this one changes more.
      const { redis } = mainstay.resources
      const counted = (await redis?.keys('limit:*')) ?? []
      if (counted.length > 0) await redis?.del(...counted)
      const { status } = await perform(each)
      assert.equal(status, 303, name)
    }
    assert.ok((cut[503] ?? 0) > 0, 'no request was cut off')
    await assertAllMadeOnce(each)
  })

  test('with an unstable database each call is made once and each mail is sent once', async () => {
    const each = await newSupporter('flaps@example.com')
    await send('amount', { amount: '9', frequency: 'monthly' })(each)
    for (let times = 0; times < 8; times += 1) {
      await gate('database').shutAfter(1 + 3 * times)
      await gate('database').refusal()
      gate('database').open()
    }
    await databaseIsBack(each)
    await settled()
    assert.deepEqual(await findRecordedActions(each), ['change 900 month'])
    assert.equal((await stripe.subscriptions.retrieve(each.id)).items.data[0]?.price.unit_amount, 900)
    await mainstay.eventually(async () => {
      const [mail] = await mainstay.database.query<{ state: string }>(
        `select state from mails where kind = 'changed' and customer_id = $1`,
        [each.customer],
      )
      // A mail cut off during its delivery is not sent again. That is detected after five minutes.
      assert.ok(['sent', 'unsure', 'sending'].includes(mail?.state ?? ''), mail?.state)
    })
    const kept = (await each.reader.get('/outbox')).text
      .split('<article')
      .filter((mail) => mail.includes(each.address) && mail.includes('Your contribution has changed'))
    assert.ok(kept.length <= 1, 'sent twice')
  })

  test('with Stripe unavailable every page is shown and every change recorded; only Stripe’s portal is unavailable', async () => {
    const each = await newSupporter('stripeless@example.com')
    await mainstay.control('faults', { kind: 'error', path: '/v1/', times: 100_000 })
    for (const [name, perform] of PAGES) assert.equal((await perform(each)).status, 200, name)
    for (const [name, perform] of CHANGES) {
      const { status, text, headers } = await perform(each)
      const isLeft = name === 'Stripe’s portal'
      assert.equal(status, isLeft ? 503 : 303, name)
      if (isLeft) assert.match(`${headers['retry-after']} ${text}`, /^60 [\s\S]*Stripe isn’t answering/)
    }
    const page = await each.reader.get('/account?language=en')
    assert.match(page.text, /data-state="canceling"/)
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    await mainstay.advance(900)
    await assertAllMadeOnce(each)
  })

  test('without Redis every page and change works, and so does signing in; an erasure waits for Redis', async () => {
    const each = await newSupporter('quiet@example.com', () => gate('redis').shut())
    for (const [name, perform] of PAGES)
      assert.equal((await perform(each)).status, name === 'data' ? 503 : 200, name)
    for (const [name, perform] of CHANGES) assert.equal((await perform(each)).status, 303, name)
    await assertAllMadeOnce(each)
    assert.equal((await each.reader.post('/account/erase', { language: 'en' })).status, 303)
    await eventually(async () => {
      await mainstay.advance(20)
      const [waits] = await mainstay.database.query<{ because: string | null }>(
        'select last_failure as because from erasures',
      )
      assert.match(waits?.because ?? '', /browsers|away/)
    })
    gate('redis').open()
    await mainstay.eventually(async () =>
      assert.deepEqual(await mainstay.database.query('select last_failure from erasures'), []),
    )
    assert.equal((await stripe.customers.retrieve(each.customer)).deleted, true)
  })
}

describeMainstay('the account page while a resource is unavailable', resourcesAway, { withGates: true })
