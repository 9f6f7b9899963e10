import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import type { Stripe } from 'stripe'
import { paySession } from './given/client.ts'
import { type GivenSandbox, givenSandbox, PRODUCT } from './given/sandbox.ts'

const HOUR_S = 3600
const DAY_S = 86_400

describe('what happens at Stripe happens in the sandbox', () => {
  let given: GivenSandbox
  let stripe: Stripe
  let newest: string | undefined
  beforeEach(async () => {
    given = await givenSandbox()
    stripe = given.stripe
    newest = (await stripe.events.list({ limit: 1 })).data[0]?.id
  })
  afterEach(() => given.stop())

  /** What was emitted since this was last asked, oldest first. */
  const news = async (): Promise<string[]> => {
    const page = { limit: 100, ...(newest ? { ending_before: newest } : {}) }
    const { data } = await stripe.events.list(page)
    newest = data[0]?.id ?? newest
    return data.map((event) => event.type).reverse()
  }
  const toRenewal = async (subscription: Stripe.Subscription): Promise<void> => {
    const { now } = (await given.control('clock', { advanceSeconds: 0 })) as { now: string }
    const end = subscription.items.data[0]?.current_period_end ?? 0
    await given.advance(end - Math.floor(Date.parse(now) / 1000) + HOUR_S + 60)
  }
  const withCard = async (subscription: Stripe.Subscription, card: string): Promise<void> => {
    const customer = String(subscription.customer)
    const method = await stripe.paymentMethods.attach(card, { customer })
    await stripe.subscriptions.update(subscription.id, { default_payment_method: method.id })
    await news()
  }
  const reloaded = (subscription: Stripe.Subscription) => stripe.subscriptions.retrieve(subscription.id)
  const latestInvoice = async (subscription: Stripe.Subscription) =>
    stripe.invoices.retrieve(String((await reloaded(subscription)).latest_invoice))
  const latestCharge = async (subscription: Stripe.Subscription): Promise<Stripe.Charge> => {
    const [charge] = (await stripe.charges.list({ customer: String(subscription.customer), limit: 1 })).data
    assert.ok(charge)
    return charge
  }

  for (const [afterRetries, status] of [
    ['cancel', 'canceled'],
    ['unpaid', 'unpaid'],
    ['past_due', 'past_due'],
  ] as const) {
    test(`D: a renewal fails, is tried eight times in two weeks, and is then ${status} where the account says so`, async () => {
      await given.control('settings', { afterRetries })
      const subscription = await given.subscribe()
      await given.advance(5)
      await withCard(subscription, 'pm_card_chargeCustomerFail')
      await toRenewal(subscription)
      assert.deepEqual((await news()).slice(0, 9), [
        'invoice.created',
        'customer.subscription.updated',
        'invoice.finalized',
        ...['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed', 'invoice.updated'],
        ...['invoice.payment_failed', 'customer.subscription.updated'],
      ])
      const invoice = await latestInvoice(subscription)
      assert.deepEqual([invoice.attempt_count, (await reloaded(subscription)).status], [1, 'past_due'])
      assert.ok(invoice.next_payment_attempt)
      await given.advance(15 * DAY_S)
      const ended = await latestInvoice(subscription)
      assert.deepEqual([ended.attempt_count, ended.next_payment_attempt], [9, null])
      const after = await reloaded(subscription)
      assert.equal(after.status, status)
      if (status === 'canceled') assert.equal(after.cancellation_details?.reason, 'payment_failed')
    })
  }

  test('D: another card recovers a failed renewal, and the subscription is active again', async () => {
    const subscription = await given.subscribe()
    await withCard(subscription, 'pm_card_chargeCustomerFail')
    await toRenewal(subscription)
    const invoice = await latestInvoice(subscription)
    await withCard(subscription, 'pm_card_visa')
    const paid = await stripe.invoices.pay(invoice.id ?? '')
    assert.deepEqual([paid.status, (await reloaded(subscription)).status], ['paid', 'active'])
    const told = await news()
    assert.ok(told.includes('invoice.paid') && told.includes('customer.subscription.updated'), String(told))
  })

  test('D: a bank that asks at a renewal leaves a payment its owner can complete', async () => {
    const subscription = await given.subscribe()
    await withCard(subscription, 'pm_card_authenticationRequired')
    await toRenewal(subscription)
    assert.ok((await news()).includes('invoice.payment_action_required'))
    const invoice = await stripe.invoices.retrieve((await latestInvoice(subscription)).id ?? '', {
      expand: ['payments'],
    })
    const intent = String(invoice.payments?.data[0]?.payment.payment_intent)
    assert.equal((await stripe.paymentIntents.retrieve(intent)).status, 'requires_action')
    await given.control(`payment_intents/${intent}/settle`, {})
    assert.equal((await latestInvoice(subscription)).status, 'paid')
  })

  test('E, F: an end at the period’s end in both forms, taken back, and kept', async () => {
    const subscription = await given.subscribe()
    await news()
    const classic = await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true })
    assert.ok(classic.cancel_at_period_end && classic.cancel_at)
    await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: false })
    const end = subscription.items.data[0]?.current_period_end ?? 0
    const flexible = await stripe.subscriptions.update(subscription.id, { cancel_at: end })
    assert.deepEqual([flexible.cancel_at, flexible.cancel_at_period_end], [end, false])
    assert.deepEqual(await news(), Array(3).fill('customer.subscription.updated'))
    await toRenewal(subscription)
    const ended = await reloaded(subscription)
    assert.deepEqual([ended.status, ended.ended_at], ['canceled', end])
    assert.notEqual(ended.canceled_at, end, 'requested then, ended later')
    assert.deepEqual(
      (await news()).filter((type) => type !== 'charge.updated'),
      ['customer.subscription.deleted'],
    )
  })

  test('H: another amount without proration counts from the next invoice; another interval bills at once', async () => {
    const subscription = await given.subscribe()
    const [item] = subscription.items.data
    const price = (amount: number, interval: 'month' | 'year') => ({
      ...{ currency: 'usd', product: PRODUCT, unit_amount: amount, recurring: { interval } },
    })
    await news()
    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: item?.id ?? '', price_data: price(900, 'month') }],
      proration_behavior: 'none',
    })
    assert.deepEqual(await news(), ['price.created', 'plan.created', 'customer.subscription.updated'])
    await toRenewal(subscription)
    assert.equal((await latestInvoice(subscription)).amount_paid, 900)
    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: item?.id ?? '', price_data: price(9000, 'year') }],
      proration_behavior: 'none',
    })
    const yearly = await latestInvoice(subscription)
    assert.deepEqual([yearly.billing_reason, yearly.amount_paid], ['subscription_update', 9000])
  })

  test('H: prorations stand on the next invoice as their own lines', async () => {
    const subscription = await given.subscribe({ amount: 1000 })
    const [item] = subscription.items.data
    await stripe.subscriptions.update(subscription.id, {
      items: [
        {
          id: item?.id ?? '',
          price_data: {
            ...{ currency: 'usd', product: PRODUCT, unit_amount: 2000 },
            recurring: { interval: 'month' },
          },
        },
      ],
    })
    await toRenewal(subscription)
    const lines = (await latestInvoice(subscription)).lines.data
    assert.deepEqual(
      lines.map((line) => line.parent?.type),
      ['invoice_item_details', 'invoice_item_details', 'subscription_item_details'],
    )
  })

  test('J: refunds in part, in full, and one that the bank sends back', async () => {
    const subscription = await given.subscribe({ amount: 1000 })
    await given.advance(5)
    await news()
    const charge = await latestCharge(subscription)
    const first = await stripe.refunds.create({ charge: charge.id, amount: 300 })
    assert.deepEqual(await news(), [
      'refund.created',
      'charge.refunded',
      'refund.updated',
      'charge.refund.updated',
    ])
    await stripe.refunds.create({ charge: charge.id })
    assert.deepEqual((await latestCharge(subscription)).amount_refunded, 1000)
    await assert.rejects(stripe.refunds.create({ charge: charge.id }), { code: 'charge_already_refunded' })
    await given.control(`refunds/${first.id}/fail`, {})
    const failed = await stripe.refunds.retrieve(first.id, { expand: ['failure_balance_transaction'] })
    assert.equal(failed.status, 'failed')
    assert.equal((failed.failure_balance_transaction as Stripe.BalanceTransaction).amount, 300)
    assert.deepEqual((await latestCharge(subscription)).amount_refunded, 700)
  })

  test('K: a dispute takes the money and fifteen dollars; won it comes back; an appeal takes it again', async () => {
    const subscription = await given.subscribe({ amount: 1000 })
    await given.advance(5)
    const charge = await latestCharge(subscription)
    await news()
    await given.control('disputes', { charge: charge.id, outcome: 'needs_response' })
    assert.deepEqual((await news()).sort(), [
      'charge.dispute.created',
      'charge.dispute.funds_withdrawn',
      'charge.updated',
    ])
    await assert.rejects(stripe.refunds.create({ charge: charge.id }), { code: 'charge_disputed' })
    const moved = async () => {
      const [dispute] = (await stripe.disputes.list({ charge: charge.id })).data
      return [dispute?.status, ...(dispute?.balance_transactions.map((each) => each.net) ?? [])]
    }
    assert.deepEqual(await moved(), ['needs_response', -2500])
    await given.control('disputes', { charge: charge.id, outcome: 'won' })
    assert.deepEqual(await moved(), ['won', -2500, 1000])
    await given.control('disputes', { charge: charge.id, outcome: 'reopened' })
    await given.control('disputes', { charge: charge.id, outcome: 'lost' })
    assert.deepEqual(await moved(), ['lost', -2500, 1000, -2500])
  })

  test('K: an inquiry moves no money, and an account may end what is disputed', async () => {
    await given.control('settings', { onDispute: 'cancel' })
    const asked = await given.subscribe({ method: 'pm_card_createDisputeInquiry' })
    await given.advance(5)
    const [inquiry] = (await stripe.disputes.list({ limit: 1 })).data
    assert.deepEqual([inquiry?.status, inquiry?.balance_transactions.length], ['warning_needs_response', 0])
    assert.equal((await reloaded(asked)).status, 'active')
    const disputed = await given.subscribe({ method: 'pm_card_createDispute' })
    await given.advance(5)
    const ended = await reloaded(disputed)
    assert.deepEqual([ended.status, ended.cancellation_details?.reason], ['canceled', 'payment_disputed'])
  })

  test('L: a deleted customer ends its subscriptions and is no longer listed by', async () => {
    const subscription = await given.subscribe()
    const customer = String(subscription.customer)
    await news()
    await stripe.customers.del(customer)
    assert.deepEqual(await news(), ['customer.subscription.deleted', 'customer.deleted'])
    assert.equal((await stripe.customers.retrieve(customer)).deleted, true)
    assert.equal((await reloaded(subscription)).status, 'canceled')
    await assert.rejects(stripe.subscriptions.list({ customer, status: 'all' }), { code: 'resource_missing' })
  })

  test('M: a bank debit is answered days later, for once and for monthly, well or badly', async () => {
    const methodOf = async (iban: string) => {
      const made = await stripe.paymentMethods.create({ type: 'sepa_debit', sepa_debit: { iban } })
      return made.id
    }
    const good = await given.subscribe({ currency: 'eur', method: await methodOf('DE89370400440532013000') })
    const bad = await given.subscribe({ currency: 'eur', method: await methodOf('DE62370400440532013001') })
    assert.deepEqual([good.status, (await latestInvoice(good)).status], ['active', 'open'])
    await news()
    await given.advance(4 * DAY_S)
    assert.deepEqual([(await latestInvoice(good)).status, (await reloaded(good)).status], ['paid', 'active'])
    assert.deepEqual([(await latestInvoice(bad)).status, (await reloaded(bad)).status], ['open', 'past_due'])
    const told = await news()
    assert.ok(told.includes('checkout.session.async_payment_succeeded'))
    assert.ok(told.includes('checkout.session.async_payment_failed'))
  })

  test('a start over the API that is not paid stays incomplete and expires; a trial starts with nothing due', async () => {
    const customer = await stripe.customers.create({ payment_method: 'pm_card_chargeCustomerFail' })
    const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data
    const price = await stripe.prices.create({
      ...{ currency: 'usd', product: PRODUCT, unit_amount: 700, recurring: { interval: 'month' } },
    })
    const incomplete = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      default_payment_method: method?.id ?? '',
    })
    assert.equal(incomplete.status, 'incomplete')
    await given.advance(DAY_S)
    assert.equal((await reloaded(incomplete)).status, 'incomplete_expired')
    const trial = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      trial_period_days: 7,
    })
    assert.deepEqual([trial.status, (await latestInvoice(trial)).amount_paid], ['trialing', 0])
  })

  test('a trial that begins later moves the day of charging, and charges nothing by itself', async () => {
    const { id, items } = await given.subscribe({ amount: 700 })
    const end = items.data[0]?.current_period_end ?? 0
    const yearly = {
      ...{ id: items.data[0]?.id ?? '', quantity: 1 },
      price_data: {
        ...{ currency: 'usd', product: PRODUCT, unit_amount: 5_000 },
        recurring: { interval: 'year' as const },
      },
    }
    const change = { items: [yearly], trial_end: end, proration_behavior: 'none' as const }
    const moved = await stripe.subscriptions.update(id, change)
    assert.deepEqual(
      [moved.status, moved.trial_end, moved.items.data[0]?.current_period_end],
      ['trialing', end, end],
    )
    assert.deepEqual((await latestInvoice(moved)).amount_paid, 0)
    await given.advance(32 * DAY_S)
    const charged = await reloaded(moved)
    assert.deepEqual([charged.status, (await latestInvoice(charged)).amount_paid], ['active', 5_000])
    await assert.rejects(stripe.subscriptions.update(id, { ...change, trial_end: end }), /in the future/)
    await stripe.subscriptions.cancel(id)
  })

  test('a trial without a card ends as was agreed', async () => {
    const trialThat = async (missing_payment_method: 'cancel' | 'create_invoice' | 'pause') => {
      const customer = await stripe.customers.create({})
      return stripe.subscriptions.create({
        customer: customer.id,
        items: [
          {
            price_data: {
              ...{ currency: 'usd', product: PRODUCT, unit_amount: 700 },
              recurring: { interval: 'month' },
            },
          },
        ],
        trial_period_days: 7,
        trial_settings: { end_behavior: { missing_payment_method } },
      })
    }
    const trials = [await trialThat('cancel'), await trialThat('pause'), await trialThat('create_invoice')]
    await given.advance(8 * DAY_S)
    const ended = await Promise.all(trials.map(reloaded))
    assert.deepEqual(
      ended.map(({ status }) => status),
      ['canceled', 'paused', 'past_due'],
    )
  })

  test('collection is paused, and resumes by itself on the day that was named', async () => {
    const subscription = await given.subscribe()
    const end = subscription.items.data[0]?.current_period_end ?? 0
    await stripe.subscriptions.update(subscription.id, {
      pause_collection: { behavior: 'void', resumes_at: end + 2 * DAY_S },
    })
    await toRenewal(subscription)
    assert.equal((await latestInvoice(subscription)).status, 'void')
    await given.advance(3 * DAY_S)
    assert.equal((await reloaded(subscription)).pause_collection, null)
  })

  test('a card whose bank asks is charged once its owner has answered, on the page or by control', async () => {
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [{ price_data: { currency: 'usd', product: PRODUCT, unit_amount: 500 }, quantity: 1 }],
      success_url: 'http://127.0.0.1/thanks',
    })
    await paySession(given.sandbox.origin, session.id, 'pm_card_authenticationRequired')
    const waiting = await stripe.checkout.sessions.retrieve(session.id)
    assert.equal(waiting.status, 'open')
    await fetch(`${given.sandbox.origin}/c/pay/${session.id}/question`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ answer: 'yes' }),
    })
    assert.equal((await stripe.checkout.sessions.retrieve(session.id)).payment_status, 'paid')
  })
})
