import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { recordDuplicatesByAddress } from '../../../src/billing/duplicates/duplicate-store.ts'
import { importSubscribers } from '../../../src/billing/maintenance/import-action.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import {
  type Giving,
  givenReader,
  payAs,
  paySession,
  type Reader,
  startGiving,
} from '../../given/people/reader.ts'
import { passRenewal } from '../../given/people/renewal.ts'
import { givenStaff, VERA } from '../../given/people/staff.ts'
import { contributeAs, signInAs } from '../../given/people/supporter.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const DAY_S = 86_400

describeMainstay('unusual duplicates', (mainstay) => {
  let stripe: Stripe
  let vera: Reader
  beforeEach(async () => {
    stripe = stripeClient(mainstay.sandbox.origin)
    await givenStaff(mainstay.database)
    vera = givenReader(mainstay.origin)
    await vera.post('/staff/sign-in', { name: VERA.name, password: VERA.password })
  })

  const advance = async (seconds: number) => {
    await mainstay.advance(seconds)
    await mainstay.settle()
  }
  const renew = ({ id }: Stripe.Subscription) => passRenewal(mainstay, stripe, id)
  const subscriptionOf = async (session: string) =>
    stripe.subscriptions.retrieve(String((await stripe.checkout.sessions.retrieve(session)).subscription))
  const statusOf = async ({ id }: Stripe.Subscription) => (await stripe.subscriptions.retrieve(id)).status
  const refundedAmounts = async ({ customer }: Stripe.Subscription) =>
    (await stripe.charges.list({ customer: String(customer), limit: 100 })).data.map(
      ({ amount_refunded: refunded }) => refunded,
    )
  const startSubscription = async (supporter: Reader, giving: Record<string, string> = {}) => {
    const session = await startGiving(supporter, { amount: '5', ...giving })
    await paySession(mainstay.sandbox.origin, session)
    await advance(5)
    return subscriptionOf(session)
  }
  const give = async (address: string, giving: Giving = {}) => {
    const given = await contributeAs(mainstay, address, giving)
    // Either of two subscriptions started in the same second may count as the older one.
    await advance(5)
    return given
  }
  const useFailing = async ({ id, customer }: Stripe.Subscription) => {
    const card = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: String(customer),
    })
    await stripe.subscriptions.update(id, { default_payment_method: card.id })
  }
  const movementsOf = async ({ customer }: Stripe.Subscription) => {
    const rows = await mainstay.database.query<{ line: string }>(
      `select m.kind || ' ' || m.annual_change as line from movements m
       join stripe_customers c on c.supporter_id = m.supporter_id where c.id = $1 order by m.sequence`,
      [String(customer)],
    )
    return rows.map(({ line }) => line)
  }

  test('an imported subscription and one started after signing in: the second is refunded and the supporter is told', async () => {
    await stripe.products.create({ id: 'friends', name: 'Friends' })
    const customer = await stripe.customers.create({
      payment_method: 'pm_card_visa',
      email: 'old@example.com',
    })
    const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data
    const price = {
      currency: 'usd',
      product: 'friends',
      unit_amount: 300,
      recurring: { interval: 'month' as const },
    }
    const old = await stripe.subscriptions.create({
      customer: customer.id,
      default_payment_method: method?.id ?? '',
      items: [{ price_data: price }],
    })
    await advance(10)
    const listSubscriptions = async function* () {
      yield [await stripe.subscriptions.retrieve(old.id)]
    }
    const needs = { database: mainstay.database, now: mainstay.now, listSubscriptions }
    await importSubscribers(needs, new Set(['friends']), false)
    await mainstay.settle()
    const known = 'select 1 from customer_addresses where customer_id = $1'
    assert.equal((await mainstay.database.query(known, [customer.id])).length, 1)
    const reader = await signInAs(mainstay, 'old@example.com')
    assert.match((await reader.get('/support?language=en')).text, /You already support us/)
    const session = await startGiving(reader, { amount: '5' })
    await payAs(mainstay.sandbox.origin, session, 'old@example.com')
    await reader.get(`/support/thanks?session_id=${session}`)
    await advance(5)
    const second = await subscriptionOf(session)
    await mainstay.settle()
    assert.deepEqual([await statusOf(old), await statusOf(second)], ['active', 'canceled'])
    assert.deepEqual(await refundedAmounts(second), [500])
    assert.match(
      (await reader.get(`/support/thanks?session_id=${session}`)).text,
      /data-duplicate="refunded"/,
    )
    assert.match((await reader.get('/outbox?language=en')).text, /We refunded a duplicate contribution/)
  })

  test('the same address on two devices is unclear: staff decide, and the second device learns nothing', async () => {
    const { session: first } = await give('same@example.com')
    const { session, supporter } = await give('same@example.com', { amount: '7' })
    const [one, two] = [await subscriptionOf(first), await subscriptionOf(session)]
    await mainstay.settle()
    const page = (await vera.get('/staff/inbox')).text
    assert.match(page, new RegExp(`${two.id}[\\s\\S]*${one.id}`))
    const thanked = async () =>
      assert.doesNotMatch(
        (await supporter.get(`/support/thanks?session_id=${session}`)).text,
        /data-duplicate/,
      )
    await thanked()
    assert.match((await vera.get('/staff/inbox')).text, /Ask the owner first/)
    await vera.post('/staff/inbox/duplicates/refund', { subscription: two.id })
    await mainstay.settle()
    assert.deepEqual([await statusOf(one), await statusOf(two)], ['active', 'canceled'])
    assert.deepEqual(await refundedAmounts(two), [700])
    assert.deepEqual([await movementsOf(one), await movementsOf(two)], [['new 6000'], []])
    await thanked()
  })

  test('a second subscription started during a pause becomes a duplicate when the first resumes, and staff decide', async () => {
    const supporter = givenReader(mainstay.origin)
    const first = await startSubscription(supporter)
    const resumes_at = Math.floor(mainstay.now().getTime() / 1000) + 10 * DAY_S
    await stripe.subscriptions.update(first.id, { pause_collection: { behavior: 'void', resumes_at } })
    await advance(60)
    const second = await startSubscription(supporter, { amount: '6' })
    await advance(11 * DAY_S)
    const [row] = await mainstay.database.query<{ decision: string | null }>(
      'select decision from duplicate_subscriptions where subscription_id = $1',
      [second.id],
    )
    assert.equal(row?.decision, null)
    assert.ok(row)
    assert.deepEqual([await statusOf(first), await statusOf(second)], ['active', 'active'])
    assert.deepEqual(await refundedAmounts(second), [0])
  })

  test('staff cancel a renewed duplicate without a refund, and past months stay unchanged', async () => {
    const { session: one } = await give('twice@example.com')
    const { session } = await give('twice@example.com', { amount: '8' })
    const second = await subscriptionOf(session)
    await renew(second)
    assert.match((await vera.get('/staff/inbox')).text, /Cancel the second, no refund/)
    const undone = await vera.post('/staff/inbox/duplicates/refund', { subscription: second.id })
    assert.match(undone.location, /done=nothing/)
    const ended = await vera.post('/staff/inbox/duplicates/cancel', { subscription: second.id })
    assert.match(ended.location, /done=canceled/)
    await mainstay.settle()
    assert.equal(await statusOf(second), 'canceled')
    assert.deepEqual(await refundedAmounts(second), [0, 0])
    assert.deepEqual(await movementsOf(second), ['new 9600', 'churn -9600'])
    assert.equal(await statusOf(await subscriptionOf(one)), 'active')
  })

  test('staff may refund a duplicate although the first is past due', async () => {
    const { session } = await give('fails@example.com')
    const first = await subscriptionOf(session)
    const { session: other } = await give('fails@example.com', {
      amount: '6',
      frequency: 'yearly',
    })
    const second = await subscriptionOf(other)
    await useFailing(first)
    await renew(first)
    assert.equal(await statusOf(first), 'past_due')
    await vera.post('/staff/inbox/duplicates/refund', { subscription: second.id })
    await mainstay.settle()
    assert.deepEqual([await statusOf(first), await statusOf(second)], ['past_due', 'canceled'])
    assert.deepEqual(await refundedAmounts(second), [600])
  })

  test('a first is not canceled for a replacement that was canceled meanwhile', async () => {
    const supporter = givenReader(mainstay.origin)
    const first = await startSubscription(supporter, { currency: 'EUR' })
    const customer = String(first.customer)
    await useFailing(first)
    await renew(first)
    const [invoice] = (await stripe.invoices.list({ subscription: first.id, status: 'open' })).data
    const debit = await stripe.paymentMethods.create({
      type: 'sepa_debit',
      sepa_debit: { iban: 'DE08370400440532013003' },
      billing_details: { name: 'A Reader', email: 'reader@example.com' },
    })
    await stripe.paymentMethods.attach(debit.id, { customer })
    await stripe.invoices.pay(invoice?.id ?? '', { payment_method: debit.id })
    const second = await startSubscription(supporter, { amount: '6', currency: 'EUR' })
    const actionOfFirst = async () => {
      const [row] = await mainstay.database.query<{ last: string; because: string | null }>(
        'select last_failure as last, final_failure as because from subscription_actions where subscription_id = $1',
        [first.id],
      )
      return row
    }
    await mainstay.settle()
    assert.equal((await actionOfFirst())?.last, 'payment-pending')
    await stripe.subscriptions.cancel(second.id)
    await advance(60)
    const under = (await stripe.paymentIntents.list({ customer, limit: 10 })).data.find(
      ({ status }) => status === 'processing',
    )
    await mainstay.control(`payment_intents/${under?.id}/fail`, {})
    await advance(1_200)
    assert.equal((await actionOfFirst())?.because, 'what was to replace it is no longer in force')
    assert.equal(await statusOf(first), 'past_due')
  })

  test('of three subscriptions with one address the first is canceled: one pair stays open, and an outdated page cancels nothing', async () => {
    const given = []
    for (const amount of ['5', '6', '7'])
      given.push(await subscriptionOf((await give('three@example.com', { amount })).session))
    const [first, second, third] = given
    assert.ok(first && second && third)
    const besides = async (): Promise<string[]> => {
      const rows = await mainstay.database.query<{ line: string }>(
        `select kept_subscription_id as line from duplicate_subscriptions where subscription_id = any($1::text[])
         and decision is null order by found_at`,
        [[second.id, third.id]],
      )
      return rows.map(({ line }) => line)
    }
    await mainstay.settle()
    assert.deepEqual(await besides(), [first.id, first.id])
    const reader = await signInAs(mainstay, 'three@example.com')
    await reader.post('/account/cancel', { contribution: first.id, language: 'en' })
    const stale = await vera.post('/staff/inbox/duplicates/refund', { subscription: second.id })
    assert.match(stale.location, /done=nothing/)
    await mainstay.settle()
    assert.equal(await statusOf(first), 'canceled')
    await recordDuplicatesByAddress(mainstay.database, null, mainstay.now())
    await mainstay.settle()
    assert.ok((await besides()).includes(second.id))
    assert.match((await vera.get('/staff/inbox')).text, new RegExp(`${third.id}[\\s\\S]*${second.id}`))
    assert.deepEqual([await statusOf(second), await statusOf(third)], ['active', 'active'])
  })
})
