import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import type { Stripe } from 'stripe'
import { type GivenAccount, givenAccount } from './given/account.ts'
import { PRODUCT } from './given/sandbox.ts'

const DAY_S = 86_400

describe('trials of the sandbox', () => {
  let given: GivenAccount
  let stripe: Stripe
  beforeEach(async () => {
    given = await givenAccount()
    stripe = given.stripe
  })
  afterEach(() => given.stop())

  test('a trial on a running subscription moves the day of the next charge, and charges nothing itself', async () => {
    const { id, items } = await given.subscribe({ amount: 700 })
    const end = items.data[0]?.current_period_end ?? 0
    const yearly = {
      id: items.data[0]?.id ?? '',
      quantity: 1,
      price_data: {
        currency: 'usd',
        product: PRODUCT,
        unit_amount: 5_000,
        recurring: { interval: 'year' as const },
      },
    }
    const change = { items: [yearly], trial_end: end, proration_behavior: 'none' as const }
    const moved = await stripe.subscriptions.update(id, change)
    assert.deepEqual(
      [moved.status, moved.trial_end, moved.items.data[0]?.current_period_end],
      ['trialing', end, end],
    )
    assert.deepEqual((await given.latestInvoice(moved)).amount_paid, 0)
    await given.advance(32 * DAY_S)
    const charged = await given.reload(moved)
    assert.deepEqual([charged.status, (await given.latestInvoice(charged)).amount_paid], ['active', 5_000])
    await assert.rejects(stripe.subscriptions.update(id, { ...change, trial_end: end }), /in the future/)
    await stripe.subscriptions.cancel(id)
  })

  test('a trial without a payment method ends as its settings say', async () => {
    const trialThat = async (missing_payment_method: 'cancel' | 'create_invoice' | 'pause') => {
      const customer = await stripe.customers.create({})
      return stripe.subscriptions.create({
        customer: customer.id,
        items: [
          {
            price_data: {
              currency: 'usd',
              product: PRODUCT,
              unit_amount: 700,
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
    const ended = await Promise.all(trials.map(given.reload))
    assert.deepEqual(
      ended.map(({ status }) => status),
      ['canceled', 'paused', 'past_due'],
    )
  })
})
