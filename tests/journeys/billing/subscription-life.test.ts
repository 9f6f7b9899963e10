import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { appealOf, givenReader, paySession, type Reader, startGiving } from '../../given/people/reader.ts'
import { goTo, passRenewal } from '../../given/people/renewal.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const DAY_S = 86_400
/** Longer than any month, in seconds. */
const MONTH_S = 32 * DAY_S

type Supporter = { reader: Reader; subscription: Stripe.Subscription; customer: string }

describeMainstay('the life of a subscription, from Stripe to the record', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })

  const advance = async (seconds: number) => {
    await mainstay.advance(seconds)
    await mainstay.settle()
  }
  const renew = ({ subscription }: Pick<Supporter, 'subscription'>) =>
    passRenewal(mainstay, stripe, subscription.id)
  const newSupporter = async (
    giving: Parameters<typeof startGiving>[1] = {},
    method?: string,
  ): Promise<Supporter> => {
    const reader = givenReader(mainstay.origin)
    const session = await startGiving(reader, { amount: '5', ...giving })
    const paid = await paySession(mainstay.sandbox.origin, session, method)
    assert.equal(paid.status, 200, await paid.text())
    await reader.get(`/support/thanks?session_id=${session}`)
    await advance(5)
    const done = await stripe.checkout.sessions.retrieve(session)
    const subscription = await stripe.subscriptions.retrieve(String(done.subscription))
    return { reader, subscription, customer: String(done.customer) }
  }
  const movements = async ({ customer }: Pick<Supporter, 'customer'>): Promise<string[]> => {
    const rows = await mainstay.database.query<{ line: string }>(
      `select m.kind || ' ' || m.annual_change || coalesce(' ' || m.cause, '') as line from movements m
       join stripe_customers c on c.supporter_id = m.supporter_id where c.id = $1 order by m.sequence`,
      [customer],
    )
    return rows.map((row) => row.line)
  }
  const money = async ({ customer }: Pick<Supporter, 'customer'>): Promise<string[]> => {
    const rows = await mainstay.database.query<{ line: string }>(
      `select l.kind || ' ' || l.amount as line from ledger_entries l join stripe_charges c on c.id = l.charge_id
       where c.customer_id = $1 order by l.occurred_at, l.amount desc`,
      [customer],
    )
    return rows.map((row) => row.line)
  }
  const assertMovements = async (each: Pick<Supporter, 'customer'>, expected: string[]) => {
    await mainstay.settle()
    assert.deepEqual(await movements(each), expected)
  }
  const assertLedger = async (each: Pick<Supporter, 'customer'>, expected: string[]) => {
    await mainstay.settle()
    assert.deepEqual(await money(each), expected)
  }
  const useCard = async ({ customer, subscription }: Supporter, card: string) => {
    const method = await stripe.paymentMethods.attach(card, { customer })
    await stripe.subscriptions.update(subscription.id, { default_payment_method: method.id })
  }
  const pastDue = async ({ subscription }: Supporter) =>
    mainstay.database.query<{ reason: string; attempts: number }>(
      'select reason, attempts from past_due_subscriptions where subscription_id = $1',
      [subscription.id],
    )
  const latestCharge = async ({ customer }: Supporter): Promise<Stripe.Charge> => {
    const [charge] = (await stripe.charges.list({ customer, limit: 1 })).data
    assert.ok(charge)
    return charge
  }

  test('a failing renewal keeps its status during retries, is listed as past due, and recovers (F#23, F#24, scenario 5)', async () => {
    const each = await newSupporter()
    await useCard(each, 'pm_card_chargeCustomerFail')
    await renew(each)
    assert.equal((await pastDue(each)).length, 1)
    assert.equal((await pastDue(each))[0]?.reason, 'declined')
    assert.deepEqual(await movements(each), ['new 6000'])
    assert.equal(await appealOf(each.reader), 'supports')
    await useCard(each, 'pm_card_visa')
    await stripe.invoices.pay(
      String((await stripe.subscriptions.retrieve(each.subscription.id)).latest_invoice),
    )
    await advance(5)
    await assertLedger(each, ['payment 500', 'payment 500'])
    assert.deepEqual(await pastDue(each), [])
    assert.deepEqual(await movements(each), ['new 6000'])
  })

  for (const [afterRetries, kinds] of [
    ['cancel', ['new 6000', 'churn -6000 card-failure']],
    ['unpaid', ['new 6000', 'churn -6000 card-failure']],
    ['past_due', ['new 6000', 'churn -6000 card-failure']],
  ] as const) {
    test(`retries that end in ${afterRetries} are one churn; a later payment reactivates a subscription that Stripe kept (scenario 6)`, async () => {
      await mainstay.control('settings', { afterRetries })
      const each = await newSupporter()
      await useCard(each, 'pm_card_chargeDeclinedInsufficientFunds')
      await renew(each)
      assert.equal((await pastDue(each))[0]?.reason, 'funds')
      await advance(25 * DAY_S)
      await assertMovements(each, [...kinds])
      assert.equal(await appealOf(each.reader), 'shown')
      if (afterRetries === 'cancel') return
      const open = String((await stripe.subscriptions.retrieve(each.subscription.id)).latest_invoice)
      await useCard(each, 'pm_card_visa')
      await stripe.invoices.pay(open)
      await assertMovements(each, [...kinds, 'reactivation 6000'])
    })
  }

  test('a scheduled cancellation counts when it takes place; if it is undone, it never counts (F#22, scenario 8)', async () => {
    const each = await newSupporter()
    const end = each.subscription.items.data[0]?.current_period_end ?? 0
    await stripe.subscriptions.update(each.subscription.id, { cancel_at: end })
    await advance(5)
    await stripe.subscriptions.update(each.subscription.id, { cancel_at: '' })
    await renew(each)
    await assertLedger(each, ['payment 500', 'payment 500'])
    assert.deepEqual(await movements(each), ['new 6000'])
    await stripe.subscriptions.update(each.subscription.id, { cancel_at_period_end: true })
    await advance(5)
    assert.deepEqual(await movements(each), ['new 6000'])
    await renew(each)
    await assertMovements(each, ['new 6000', 'churn -6000 chosen'])
    const ended = await stripe.subscriptions.retrieve(each.subscription.id)
    const [churn] = await mainstay.database.query<{ at: Date }>(
      `select m.occurred_at as at from movements m join stripe_customers c on c.supporter_id = m.supporter_id
       where c.id = $1 and kind = 'churn'`,
      [each.customer],
    )
    assert.equal(
      churn?.at.getTime(),
      (ended.ended_at ?? 0) * 1000,
      'dated when it ended, not when it was asked for',
    )
  })

  test('a new amount counts from its first paid invoice; a new interval is neither churn nor new; no credit remains (F#48, scenario 23)', async () => {
    const each = await newSupporter()
    const item = each.subscription.items.data[0]?.id ?? ''
    const change = (unit_amount: number, interval: 'month' | 'year', product: string) =>
      stripe.subscriptions.update(each.subscription.id, {
        items: [{ id: item, price_data: { currency: 'usd', product, unit_amount, recurring: { interval } } }],
        proration_behavior: 'none',
      })
    await change(900, 'month', 'mainstay_monthly')
    await advance(5)
    assert.deepEqual(await movements(each), ['new 6000'])
    await renew(each)
    await assertMovements(each, ['new 6000', 'expansion 4800'])
    await stripe.products.create({ id: 'mainstay_yearly', name: 'Yearly' }).catch(() => {})
    await change(6000, 'year', 'mainstay_yearly')
    await assertMovements(each, ['new 6000', 'expansion 4800', 'contraction -4800'])
    const customer = await stripe.customers.retrieve(each.customer)
    assert.equal('balance' in customer && customer.balance, 0)
    const paid = (await stripe.invoices.list({ customer: each.customer })).data.map(({ total }) => total)
    assert.deepEqual(paid, [6000, 900, 500], 'a charge was prorated')
  })

  test('two partial refunds and one sent back change the ledger, not the supporter status (scenario 20)', async () => {
    const each = await newSupporter()
    const charge = await latestCharge(each)
    const first = await stripe.refunds.create({ charge: charge.id, amount: 200 })
    await advance(1)
    await stripe.refunds.create({ charge: charge.id, amount: 300 })
    await assertLedger(each, ['payment 500', 'refund -200', 'refund -300'])
    await advance(1)
    await mainstay.control(`refunds/${first.id}/fail`, {})
    await assertLedger(each, ['payment 500', 'refund -200', 'refund -300', 'refund-failed 200'])
    assert.deepEqual(await movements(each), ['new 6000'])
    assert.equal(await appealOf(each.reader), 'supports')
  })

  test('a dispute takes the money and a fee; a lost one makes us cancel the subscription (scenario 21)', async () => {
    const each = await newSupporter()
    const charge = await latestCharge(each)
    await mainstay.control('disputes', { charge: charge.id, outcome: 'needs_response' })
    await assertLedger(each, ['payment 500', 'dispute -500'])
    assert.deepEqual(await movements(each), ['new 6000'])
    await advance(5)
    await mainstay.control('disputes', { charge: charge.id, outcome: 'lost' })
    await assertMovements(each, ['new 6000', 'churn -6000 dispute'])
    assert.equal((await stripe.subscriptions.retrieve(each.subscription.id)).status, 'canceled')
    const [fee] = await mainstay.database.query<{ fee: number; net: number }>(
      `select fee, net from ledger_entries where kind = 'dispute' and charge_id = $1`,
      [charge.id],
    )
    assert.deepEqual(fee, { fee: 1500, net: -2000 })
  })

  test('a won dispute reinstates the money, a reopened one takes it again, an inquiry moves nothing', async () => {
    const each = await newSupporter()
    const charge = await latestCharge(each)
    await mainstay.control('disputes', { charge: charge.id, outcome: 'needs_response' })
    await advance(5)
    await mainstay.control('disputes', { charge: charge.id, outcome: 'won' })
    await assertLedger(each, ['payment 500', 'dispute -500', 'dispute-reinstated 500'])
    await advance(5)
    await mainstay.control('disputes', { charge: charge.id, outcome: 'reopened' })
    await assertLedger(each, ['payment 500', 'dispute -500', 'dispute-reinstated 500', 'dispute -500'])
    assert.deepEqual(await movements(each), ['new 6000'])
    const inquired = await newSupporter({}, 'pm_card_createDisputeInquiry')
    await assertLedger(inquired, ['payment 500'])
    assert.deepEqual(await movements(inquired), ['new 6000'])
  })

  test('a deleted customer is churn; later events do not reactivate it (F#18, scenario 22)', async () => {
    const each = await newSupporter()
    await stripe.customers.del(each.customer)
    await assertMovements(each, ['new 6000', 'churn -6000 chosen'])
    await advance(MONTH_S)
    assert.deepEqual(await movements(each), ['new 6000', 'churn -6000 chosen'])
    await mainstay.settle()
    assert.equal(await appealOf(each.reader), 'canceled')
  })

  test('a bank debit counts once the bank confirms it, and never if the bank rejects it (F#2, scenario 19)', async () => {
    const iban = async (number: string) =>
      (await stripe.paymentMethods.create({ type: 'sepa_debit', sepa_debit: { iban: number } })).id
    const reader = givenReader(mainstay.origin)
    const session = await startGiving(reader, { currency: 'EUR', amount: '5' })
    await paySession(mainstay.sandbox.origin, session, await iban('DE08370400440532013003'))
    const thanks = await reader.get(`/support/thanks?session_id=${session}`)
    assert.match(thanks.text, /data-outcome="processing"/)
    const done = await stripe.checkout.sessions.retrieve(session)
    const each = { customer: String(done.customer) } as Supporter
    assert.deepEqual([await movements(each), await money(each)], [[], []])
    assert.equal(await appealOf(reader), 'gave', 'the appeal is not suppressed while the debit is pending')
    const intent = String((await stripe.charges.list({ customer: each.customer })).data[0]?.payment_intent)
    await mainstay.control(`payment_intents/${intent}/settle`, {})
    await advance(5)
    await assertMovements(each, ['new 6000'])
    await assertLedger(each, ['payment 500'])
    const declined = await newSupporter({ currency: 'EUR' }, await iban('DE62370400440532013001'))
    await advance(4 * DAY_S)
    assert.equal((await pastDue(declined)).length, 1)
    assert.deepEqual([await movements(declined), await money(declined)], [[], []])
  })

  test('a renewal that needs authentication is listed as such, and authentication recovers it (scenario 25)', async () => {
    const each = await newSupporter()
    await useCard(each, 'pm_card_authenticationRequired')
    await renew(each)
    assert.equal((await pastDue(each))[0]?.reason, 'action')
    const [waiting] = (await stripe.paymentIntents.list({ customer: each.customer, limit: 1 })).data
    await mainstay.control(`payment_intents/${waiting?.id}/settle`, {})
    await mainstay.settle()
    assert.deepEqual(await pastDue(each), [])
    assert.deepEqual(await movements(each), ['new 6000'])
  })

  test('a card replaced by its bank pays on the next retry, and nothing stays past due (scenario 25)', async () => {
    const each = await newSupporter()
    await useCard(each, 'pm_card_chargeCustomerFail')
    await renew(each)
    assert.equal((await pastDue(each)).length, 1)
    const { default_payment_method: method } = await stripe.subscriptions.retrieve(each.subscription.id)
    await mainstay.control(`payment_methods/${method}/update`, { number: '4242424242424242' })
    const [updated] = (await stripe.events.list({ type: 'payment_method.automatically_updated' })).data
    assert.equal((updated?.data.previous_attributes as { card?: { last4: string } })?.card?.last4, '0341')
    await advance(3 * DAY_S)
    assert.deepEqual(await pastDue(each), [])
    await assertLedger(each, ['payment 500', 'payment 500'])
    assert.deepEqual(await movements(each), ['new 6000'])
  })

  test('a pause set in Stripe’s dashboard is recorded, collects nothing, and ends on the announced day', async () => {
    const each = await newSupporter()
    const end = each.subscription.items.data[0]?.current_period_end ?? 0
    await stripe.subscriptions.update(each.subscription.id, {
      pause_collection: { behavior: 'void', resumes_at: end + 3 * DAY_S },
    })
    await assertMovements(each, ['new 6000', 'pause -6000'])
    assert.equal(await appealOf(each.reader), 'supports', 'a paused supporter sees the appeal')
    await goTo(mainstay, end + 5 * DAY_S)
    await assertMovements(each, ['new 6000', 'pause -6000', 'resume 6000'])
  })

  test('an invoice paid outside Stripe keeps the subscription active and adds no ledger entry', async () => {
    const each = await newSupporter()
    await useCard(each, 'pm_card_chargeCustomerFail')
    await renew(each)
    const invoice = String((await stripe.subscriptions.retrieve(each.subscription.id)).latest_invoice)
    await stripe.invoices.pay(invoice, { paid_out_of_band: true })
    await advance(25 * DAY_S)
    assert.deepEqual(await pastDue(each), [])
    await assertMovements(each, ['new 6000'])
    await assertLedger(each, ['payment 500'])
  })

  test('amounts and settlements in yen are exact and never added to dollars (F#28, F#29, scenario 24)', async () => {
    const each = await newSupporter({ currency: 'JPY', amount: '700' })
    await assertMovements(each, ['new 8400'])
    await assertLedger(each, ['payment 700'])
    const [entry] = await mainstay.database.query<{
      amount: number
      settled: number
      currency: string
      rate: string
    }>(
      `select l.amount, l.settled_amount as settled, l.settled_currency as currency, l.exchange_rate as rate
       from ledger_entries l join stripe_charges c on c.id = l.charge_id where c.customer_id = $1`,
      [each.customer],
    )
    assert.deepEqual(entry, { amount: 700, settled: 462, currency: 'USD', rate: '0.66' })
  })

  test('a shop’s customers in the same account are fetched once and counted nowhere (F#11)', async () => {
    const customer = await stripe.customers.create({ payment_method: 'pm_card_visa' })
    const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data
    await stripe.products.create({ id: 'shop', name: 'A shop’s' })
    const price = await stripe.prices.create({
      currency: 'usd',
      product: 'shop',
      unit_amount: 9900,
      recurring: { interval: 'month' },
    })
    await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      default_payment_method: method?.id ?? '',
    })
    await advance(MONTH_S)
    const [row] = await mainstay.database.query<{ waiting: number; known: string | null }>(
      `select (select count(*) from webhook_events where sync_key = $1 and done_at is null and sync_by < $2) as waiting,
         (select supporter_id::text from stripe_customers where id = $1) as known`,
      [customer.id, mainstay.now()],
    )
    assert.deepEqual(row, { waiting: 0, known: null })
    assert.deepEqual(
      [await movements({ customer: customer.id }), await money({ customer: customer.id })],
      [[], []],
    )
  })

  test('a supporter’s subscription to a shop in the same account is not counted', async () => {
    const each = await newSupporter()
    await stripe.products.create({ id: 'shop_item', name: 'A mug each month' }).catch(() => {})
    const price = await stripe.prices.create({
      currency: 'usd',
      product: 'shop_item',
      unit_amount: 9900,
      recurring: { interval: 'month' },
    })
    await stripe.subscriptions.create({
      customer: each.customer,
      items: [{ price: price.id }],
      default_payment_method: String(each.subscription.default_payment_method),
    })
    await renew(each)
    await assertLedger(each, ['payment 500', 'payment 500'])
    assert.deepEqual(await movements(each), ['new 6000'])
  })

  test('a subscription with several items: only ours recur, the ledger has the charged amount (F#12)', async () => {
    await stripe.products.create({ id: 'shop_item', name: 'A mug each month' }).catch(() => {})
    const item = (product: string, unit_amount: number) => ({
      price_data: { currency: 'usd', product, unit_amount, recurring: { interval: 'month' as const } },
    })
    const beginWith = async (items: Stripe.SubscriptionCreateParams.Item[]) => {
      const session = await startGiving(givenReader(mainstay.origin), { amount: '5' })
      const { metadata } = await stripe.checkout.sessions.retrieve(session)
      const customer = await stripe.customers.create({ payment_method: 'pm_card_visa' })
      const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data
      await stripe.subscriptions.create({
        customer: customer.id,
        default_payment_method: method?.id ?? '',
        metadata: metadata ?? {},
        items,
      })
      await advance(5)
      return { customer: customer.id } as Supporter
    }
    const beside = await beginWith([item('mainstay_monthly', 500), item('shop_item', 9900)])
    const two = await beginWith([item('mainstay_monthly', 500), item('mainstay_monthly', 300)])
    const none = await beginWith([item('shop_item', 9900)])
    await assertMovements(beside, ['new 6000'])
    await assertLedger(beside, ['payment 10400'])
    await assertMovements(two, ['new 9600'])
    await assertMovements(none, [])
    await assertLedger(none, ['payment 9900'])
  })
})
