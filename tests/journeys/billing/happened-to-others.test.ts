import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { appealOf, givenReader, paySession, type Reader, startGiving } from '../../given/people/reader.ts'
import { passRenewal } from '../../given/people/renewal.ts'
import { sendWebhook } from '../../given/people/webhooks.ts'
import { withoutWebhooks } from '../../given/record/without-webhooks.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const DAY_S = 86_400

/** Returns every permutation. */
const ordersOf = <T>(things: readonly T[]): T[][] =>
  things.length === 0
    ? [[]]
    : things.flatMap((first, index) =>
        ordersOf(things.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
      )

describeMainstay('problems that others reported with Stripe do not occur', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })

  const advance = async (seconds: number) => {
    await mainstay.advance(seconds)
    await mainstay.settle()
  }
  const start = async (reader: Reader = givenReader(mainstay.origin), amount = '5') => {
    const session = await startGiving(reader, { amount })
    assert.equal((await paySession(mainstay.sandbox.origin, session)).status, 200)
    const paid = await stripe.checkout.sessions.retrieve(session)
    const [customer, subscription] = [String(paid.customer), String(paid.subscription)]
    return { reader, session, customer, subscription }
  }
  const recordOf = async (customers: readonly string[]) => {
    const movements = await mainstay.database.query<{ line: string }>(
      `select m.kind || ' ' || m.annual_change || ' ' || m.currency as line from movements m
       where m.supporter_id in (select supporter_id from stripe_customers where id = any($1::text[]))
       order by m.sequence`,
      [customers],
    )
    const money = await mainstay.database.query<{ line: string }>(
      `select l.kind || ' ' || l.amount || ' ' || l.currency as line from ledger_entries l
       join stripe_charges c on c.id = l.charge_id where c.customer_id = any($1::text[]) order by l.occurred_at`,
      [customers],
    )
    return { movements: movements.map(({ line }) => line), money: money.map(({ line }) => line) }
  }
  const supportersOf = async (customers: readonly string[]): Promise<number> => {
    const [row] = await mainstay.database.query<{ count: number }>(
      'select count(distinct supporter_id) as count from stripe_customers where id = any($1::text[])',
      [customers],
    )
    return row?.count ?? 0
  }
  const begun = { movements: ['new 6000 USD'], money: ['payment 500 USD'] }
  const START_EVENTS = [
    'customer.subscription.created',
    'invoice.paid',
    'checkout.session.completed',
    'charge.succeeded',
  ]
  const eventsOf = async (customer: string): Promise<Stripe.Event[]> => {
    const events = await stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 2_000 })
    const own = events.filter(({ data }) => (data.object as { customer?: unknown }).customer === customer)
    return START_EVENTS.map((type) => {
      const event = own.find((each) => each.type === type)
      assert.ok(event, `no ${type}`)
      return event
    })
  }
  const deliver = async (events: readonly Stripe.Event[]): Promise<void> => {
    for (const event of events) {
      const body = JSON.stringify(event)
      assert.equal((await sendWebhook(mainstay.origin, { body, secret: mainstay.webhookSecret })).status, 200)
    }
  }

  test('the events of a new contribution in every order, and each alone, record one start (F#3, F#5, scenarios 2, 3, 4)', async () => {
    const orders = [...ordersOf(START_EVENTS), ...START_EVENTS.map((type) => [type])]
    const supporters = await withoutWebhooks(mainstay, async () => {
      const started: Awaited<ReturnType<typeof start>>[] = []
      for (const _ of orders) started.push(await start())
      return started
    })
    const events = await Promise.all(supporters.map(({ customer }) => eventsOf(customer)))
    await Promise.all(
      orders.map((order, index) =>
        deliver(
          order.map((type) => {
            const event = events[index]?.find((each) => each.type === type)
            assert.ok(event)
            return event
          }),
        ),
      ),
    )
    await mainstay.settle()
    for (const [index, { customer }] of supporters.entries())
      assert.deepEqual(await recordOf([customer]), begun, orders[index]?.join(', then '))
    for (const { reader } of supporters) assert.equal(await appealOf(reader), 'supports')
  })

  /** Pays on Stripe's page under any email address. */
  const payByForm = async (session: string, person: { email: string; name: string }) => {
    const card = { card: '4242424242424242', expiry: '12/40', cvc: '123' }
    const answer = await fetch(`${mainstay.sandbox.origin}/c/pay/${session}`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ ...card, ...person }),
    })
    assert.equal(answer.status, 303)
    return { customer: String((await stripe.checkout.sessions.retrieve(session)).customer) }
  }

  test('another email address in one browser is the same supporter; the same address on another device is not (F#14)', async () => {
    const reader = givenReader(mainstay.origin)
    const pay = async (session: string, email: string) =>
      (await payByForm(session, { email, name: 'Reader' })).customer
    const one = await pay(await startGiving(reader, { amount: '5' }), 'account@example.com')
    await advance(5)
    const gift = await startGiving(reader, { frequency: 'once', amount: '20' })
    const two = await pay(gift, 'wallet@example.org')
    const stranger = await startGiving(givenReader(mainstay.origin), { amount: '5' })
    const three = await pay(stranger, 'account@example.com')
    await advance(5)
    assert.equal((await recordOf([one, two])).money.length, 2)
    assert.equal((await recordOf([three])).money.length, 1)
    assert.equal(await supportersOf([one, two]), 1)
    assert.equal(await supportersOf([one, three]), 2)
    assert.equal((await stripe.customers.retrieve(two)).deleted, undefined)
  })

  test('two first checkouts of one reader paid at the same moment make one supporter (scenario 10)', async () => {
    const reader = givenReader(mainstay.origin)
    const [one, two] = await withoutWebhooks(mainstay, async () => {
      const first = await start(reader)
      return [first, await start(reader, '7')] as const
    })
    const events = await Promise.all([one, two].map(({ customer }) => eventsOf(customer)))
    await Promise.all(events.map(deliver))
    await mainstay.settle()
    const { money } = await recordOf([one.customer, two.customer])
    assert.deepEqual(money.slice(0, 2).sort(), ['payment 500 USD', 'payment 700 USD'])
    assert.equal(await supportersOf([one.customer, two.customer]), 1)
  })

  test('with tax, a discount or another currency the record has the charged amount and the agreed recurring one (F#36)', async () => {
    const { customer, subscription } = await start()
    await advance(5)
    await stripe.invoiceItems.create({ customer, amount: -120, currency: 'usd', description: 'Discount' })
    await passRenewal(mainstay, stripe, subscription)
    await stripe.invoiceItems.create({ customer, amount: 95, currency: 'usd', description: 'Tax' })
    await passRenewal(mainstay, stripe, subscription)
    assert.deepEqual(await recordOf([customer]), {
      movements: begun.movements,
      money: ['payment 500 USD', 'payment 380 USD', 'payment 595 USD'],
    })
    // Our page asked for five dollars; the charge at Stripe is in another currency.
    const session = await startGiving(givenReader(mainstay.origin), { amount: '5' })
    const { metadata } = await stripe.checkout.sessions.retrieve(session)
    const price = { currency: 'eur', product: 'mainstay_monthly', unit_amount: 470 }
    const other = await stripe.checkout.sessions.create({
      mode: 'subscription',
      success_url: 'http://127.0.0.1/thanks',
      metadata: metadata ?? {},
      subscription_data: { metadata: metadata ?? {} },
      line_items: [{ price_data: { ...price, recurring: { interval: 'month' } }, quantity: 1 }],
    })
    await paySession(mainstay.sandbox.origin, other.id)
    const converted = String((await stripe.checkout.sessions.retrieve(other.id)).customer)
    await advance(5)
    assert.deepEqual(await recordOf([converted]), {
      movements: ['new 5640 EUR'],
      money: ['payment 470 EUR'],
    })
  })

  test('any address and name is accepted after the payment, and none is stored (F#37)', async () => {
    const odd = [
      { email: 'ünïcode+tag@пример.рф', name: '' },
      { email: `${'a'.repeat(242)}@example.com`, name: 'x'.repeat(300) },
      { email: "o'reader@[127.0.0.1]", name: '\u202e<b>Ю</b>' },
    ]
    for (const person of odd) {
      const session = await startGiving(givenReader(mainstay.origin), { amount: '5' })
      const { customer } = await payByForm(session, person)
      await advance(5)
      assert.deepEqual(await recordOf([customer]), begun)
    }
    const kept = await mainstay.database.query(
      `select 1 from stripe_customers c where c::text like '%example.com%' or c::text like '%пример%'
       union all select 1 from supporters s where s::text like '%example.com%'`,
    )
    assert.deepEqual(kept, [])
  })

  test('a start that was never authenticated makes no supporter, no money and no thanks (F#25)', async () => {
    const reader = givenReader(mainstay.origin)
    const session = await startGiving(reader, { amount: '5' })
    const response = await paySession(mainstay.sandbox.origin, session, 'pm_card_authenticationRequired')
    assert.equal(response.status, 200)
    assert.doesNotMatch(
      (await reader.get(`/support/thanks?session_id=${session}`)).text,
      /data-outcome="confirmed"/,
    )
    const { metadata } = await stripe.checkout.sessions.retrieve(session)
    const incomplete = await startAtStripe(metadata ?? {}, { card: 'pm_card_authenticationRequired' })
    assert.equal(incomplete.status, 'incomplete')
    await advance(DAY_S)
    assert.equal((await stripe.subscriptions.retrieve(incomplete.id)).status, 'incomplete_expired')
    await mainstay.settle()
    assert.deepEqual(await recordOf([String(incomplete.customer)]), { movements: [], money: [] })
    assert.notEqual(await appealOf(reader), 'supports')
  })

  /** Creates a subscription with a checkout of ours, but not through Stripe's page. */
  const startAtStripe = async (
    metadata: Stripe.Metadata,
    { card, more = {} }: { card?: string; more?: Partial<Stripe.SubscriptionCreateParams> },
  ): Promise<Stripe.Subscription> => {
    const customer = await stripe.customers.create(card ? { payment_method: card } : {})
    const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data
    const price = { currency: 'usd', product: 'mainstay_monthly', unit_amount: 500 }
    return stripe.subscriptions.create({
      customer: customer.id,
      metadata,
      items: [{ price_data: { ...price, recurring: { interval: 'month' } } }],
      ...(method ? { default_payment_method: method.id } : {}),
      ...more,
    })
  }

  const failing = async (each: Awaited<ReturnType<typeof start>>) => {
    const method = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: each.customer,
    })
    await stripe.subscriptions.update(each.subscription, { default_payment_method: method.id })
    await passRenewal(mainstay, stripe, each.subscription)
    return stripe.subscriptions.retrieve(each.subscription)
  }
  const pending = async (reader: Reader): Promise<Stripe.Metadata> =>
    (await stripe.checkout.sessions.retrieve(await startGiving(reader, { amount: '5' }))).metadata ?? {}

  /** Brings a reader's earlier subscription into each of Stripe's statuses. */
  const STATUSES: Record<string, (reader: Reader) => Promise<Stripe.Subscription>> = {
    active: async (reader) => stripe.subscriptions.retrieve((await start(reader)).subscription),
    trialing: async (reader) =>
      startAtStripe(await pending(reader), { card: 'pm_card_visa', more: { trial_period_days: 7 } }),
    incomplete: async (reader) =>
      startAtStripe(await pending(reader), { card: 'pm_card_chargeCustomerFail' }),
    incomplete_expired: async (reader) => {
      const { id } = await startAtStripe(await pending(reader), { card: 'pm_card_chargeCustomerFail' })
      await advance(DAY_S)
      return stripe.subscriptions.retrieve(id)
    },
    past_due: async (reader) => failing(await start(reader)),
    unpaid: async (reader) => {
      await mainstay.control('settings', { afterRetries: 'unpaid' })
      const { id } = await failing(await start(reader))
      await advance(20 * DAY_S)
      return stripe.subscriptions.retrieve(id)
    },
    canceled: async (reader) => stripe.subscriptions.cancel((await start(reader)).subscription),
    paused: async (reader) => {
      const trial_settings = { end_behavior: { missing_payment_method: 'pause' } } as const
      const more = { trial_period_days: 7, trial_settings }
      const { id } = await startAtStripe(await pending(reader), { more })
      await advance(8 * DAY_S)
      return stripe.subscriptions.retrieve(id)
    },
  }
  for (const [status, reach] of Object.entries(STATUSES)) {
    test(`an earlier subscription that is ${status} never prevents a new contribution (F#13)`, async () => {
      const reader = givenReader(mainstay.origin)
      assert.equal((await reach(reader)).status, status)
      await advance(5)
      const next = await startGiving(reader, { amount: '9' })
      assert.equal((await stripe.checkout.sessions.retrieve(next)).status, 'open')
      assert.equal((await paySession(mainstay.sandbox.origin, next)).status, 200)
      assert.equal((await reader.get(`/support/thanks?session_id=${next}`)).status, 200)
    })
  }

  test('every call that creates something at Stripe has an idempotency key, and we never charge (F#41)', async () => {
    const reader = givenReader(mainstay.origin)
    await start(reader)
    await advance(5)
    await fetch(`${mainstay.sandbox.origin}/_sandbox/calls`, { method: 'DELETE' })
    const second = await start(reader, '8')
    await advance(5)
    const undone = await mainstay.database.query(
      'select 1 from subscription_actions where subscription_id = $1 and done_at is not null',
      [second.subscription],
    )
    assert.equal(undone.length, 1)
    const counted = (await (await fetch(`${mainstay.sandbox.origin}/_sandbox/calls`)).json()) as Record<
      string,
      { unkeyed: number }
    >
    const made = Object.entries(counted).filter(([endpoint]) => endpoint.startsWith('POST '))
    assert.deepEqual(
      made.map(([endpoint]) => endpoint).sort(),
      ['POST /v1/checkout/sessions', 'POST /v1/refunds'],
      'a session and a refund: nothing that takes money',
    )
    for (const [endpoint, { unkeyed }] of made) assert.equal(unkeyed, 0, endpoint)
  })
})
