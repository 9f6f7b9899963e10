import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import type { Stripe } from 'stripe'
import { type GivenAccount, givenAccount } from './given/account.ts'
import { PRODUCT } from './given/sandbox.ts'

const DAY_S = 86_400

describe('subscriptions of the sandbox', () => {
  let given: GivenAccount
  let stripe: Stripe
  beforeEach(async () => {
    given = await givenAccount()
    stripe = given.stripe
  })
  afterEach(() => given.stop())

  test('a cancellation at the end of the period, in both forms, can be taken back or kept', async () => {
    const subscription = await given.subscribe()
    await given.newEvents()
    const classic = await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true })
    assert.ok(classic.cancel_at_period_end && classic.cancel_at)
    await stripe.subscriptions.update(subscription.id, { cancel_at_period_end: false })
    const end = subscription.items.data[0]?.current_period_end ?? 0
    const flexible = await stripe.subscriptions.update(subscription.id, { cancel_at: end })
    assert.deepEqual([flexible.cancel_at, flexible.cancel_at_period_end], [end, false])
    assert.deepEqual(
      (await given.newEvents()).filter((type) => type !== 'charge.updated'),
      Array(3).fill('customer.subscription.updated'),
    )
    await given.advanceToRenewal(subscription)
    const ended = await given.reload(subscription)
    assert.deepEqual([ended.status, ended.ended_at], ['canceled', end])
    assert.notEqual(ended.canceled_at, end, 'requested then, ended later')
    assert.deepEqual(
      (await given.newEvents()).filter((type) => type !== 'charge.updated'),
      ['customer.subscription.deleted'],
    )
  })

  test('a new amount without proration applies to the next invoice; a new interval bills now', async () => {
    const subscription = await given.subscribe()
    const [item] = subscription.items.data
    const price = (amount: number, interval: 'month' | 'year') => ({
      currency: 'usd',
      product: PRODUCT,
      unit_amount: amount,
      recurring: { interval },
    })
    await given.newEvents()
    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: item?.id ?? '', price_data: price(900, 'month') }],
      proration_behavior: 'none',
    })
    assert.deepEqual(await given.newEvents(), [
      'price.created',
      'plan.created',
      'customer.subscription.updated',
    ])
    await given.advanceToRenewal(subscription)
    assert.equal((await given.latestInvoice(subscription)).amount_paid, 900)
    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: item?.id ?? '', price_data: price(9000, 'year') }],
      proration_behavior: 'none',
    })
    const yearly = await given.latestInvoice(subscription)
    assert.deepEqual([yearly.billing_reason, yearly.amount_paid], ['subscription_update', 9000])
  })

  test('prorations are separate lines of the next invoice', async () => {
    const subscription = await given.subscribe({ amount: 1000 })
    const [item] = subscription.items.data
    await stripe.subscriptions.update(subscription.id, {
      items: [
        {
          id: item?.id ?? '',
          price_data: {
            currency: 'usd',
            product: PRODUCT,
            unit_amount: 2000,
            recurring: { interval: 'month' },
          },
        },
      ],
    })
    await given.advanceToRenewal(subscription)
    const lines = (await given.latestInvoice(subscription)).lines.data
    assert.deepEqual(
      lines.map((line) => line.parent?.type),
      ['invoice_item_details', 'invoice_item_details', 'subscription_item_details'],
    )
  })

  test('deleting a customer cancels its subscriptions, and lists by this customer are refused', async () => {
    const subscription = await given.subscribe()
    const customer = String(subscription.customer)
    await given.newEvents()
    await stripe.customers.del(customer)
    assert.deepEqual(await given.newEvents(), ['customer.subscription.deleted', 'customer.deleted'])
    assert.equal((await stripe.customers.retrieve(customer)).deleted, true)
    assert.equal((await given.reload(subscription)).status, 'canceled')
    await assert.rejects(stripe.subscriptions.list({ customer, status: 'all' }), { code: 'resource_missing' })
  })

  test('a subscription that is not paid at the start is incomplete, then expires; a trial starts with nothing due', async () => {
    const customer = await stripe.customers.create({ payment_method: 'pm_card_chargeCustomerFail' })
    const [method] = (await stripe.customers.listPaymentMethods(customer.id)).data
    const price = await stripe.prices.create({
      currency: 'usd',
      product: PRODUCT,
      unit_amount: 700,
      recurring: { interval: 'month' },
    })
    const incomplete = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      default_payment_method: method?.id ?? '',
    })
    assert.equal(incomplete.status, 'incomplete')
    await given.advance(DAY_S)
    assert.equal((await given.reload(incomplete)).status, 'incomplete_expired')
    const trial = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      trial_period_days: 7,
    })
    assert.deepEqual([trial.status, (await given.latestInvoice(trial)).amount_paid], ['trialing', 0])
  })

  test('collection is paused, and resumes on its day', async () => {
    const subscription = await given.subscribe()
    const end = subscription.items.data[0]?.current_period_end ?? 0
    await stripe.subscriptions.update(subscription.id, {
      pause_collection: { behavior: 'void', resumes_at: end + 2 * DAY_S },
    })
    await given.advanceToRenewal(subscription)
    assert.equal((await given.latestInvoice(subscription)).status, 'void')
    await given.advance(3 * DAY_S)
    assert.equal((await given.reload(subscription)).pause_collection, null)
  })
})
