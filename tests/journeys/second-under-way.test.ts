import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Stripe } from 'stripe'
import { type GivenMainstay, givenMainstay } from '../given/mainstay.ts'
import { eventually, givenReader, paySession, startGiving } from '../given/reader.ts'
import { assertRecordHolds, recordSettled } from '../given/record.ts'
import { controlSandbox, stripeClient } from '../given/sandbox.ts'

const DAY_S = 86_400

describe('two contributions while money of one is under way', () => {
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
  const lastFailure = async (subscription: string) => {
    const [row] = await mainstay.database.query<{ failure: string | null }>(
      'select last_failure as failure from contribution_actions where subscription_id = $1',
      [subscription],
    )
    return row?.failure ?? null
  }
  const subscriptionOf = async (session: string) =>
    stripe.subscriptions.retrieve(String((await stripe.checkout.sessions.retrieve(session)).subscription))
  const refundsOf = async (subscription: Stripe.Subscription) => {
    const charges = await stripe.charges.list({ customer: String(subscription.customer), limit: 100 })
    return charges.data.map(({ amount_refunded: returned }) => returned)
  }

  test('a first that a debit is about to pay is not ended for a second: once it is paid, the second is returned', async () => {
    const giver = givenReader(mainstay.origin)
    const session = await startGiving(giver, { amount: '5', currency: 'EUR' })
    await paySession(mainstay.sandbox.origin, session)
    await mainstay.control('clock', { advanceSeconds: 5 })
    await recordSettled(mainstay)
    const first = await subscriptionOf(session)
    const customer = String(first.customer)
    const failing = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
    await stripe.subscriptions.update(first.id, { default_payment_method: failing.id })
    await mainstay.control('clock', { advanceSeconds: 32 * DAY_S })
    await recordSettled(mainstay)
    const [invoice] = (await stripe.invoices.list({ subscription: first.id, status: 'open' })).data
    const debit = await stripe.paymentMethods.create({
      type: 'sepa_debit',
      sepa_debit: { iban: 'DE08370400440532013003' },
      billing_details: { name: 'A Reader', email: 'reader@example.com' },
    })
    await stripe.paymentMethods.attach(debit.id, { customer })
    await stripe.invoices.pay(invoice?.id ?? '', { payment_method: debit.id })
    const other = await startGiving(giver, { amount: '6', currency: 'EUR' })
    await paySession(mainstay.sandbox.origin, other)
    await eventually(async () => assert.equal(await lastFailure(first.id), 'payment-under-way'))
    assert.equal((await stripe.subscriptions.retrieve(first.id)).ended_at, null)
    const under = (await stripe.paymentIntents.list({ customer, limit: 10 })).data.find(
      ({ status }) => status === 'processing',
    )
    await mainstay.control(`payment_intents/${under?.id}/settle`, {})
    await mainstay.control('clock', { advanceSeconds: 5 })
    await recordSettled(mainstay)
    const second = await subscriptionOf(other)
    await eventually(async () => {
      await mainstay.control('clock', { advanceSeconds: 600 })
      assert.equal((await stripe.subscriptions.retrieve(second.id)).status, 'canceled')
    }, 8_000)
    assert.equal((await stripe.subscriptions.retrieve(first.id)).status, 'active')
    await eventually(async () => assert.deepEqual(await refundsOf(second), [600]))
    assert.ok((await refundsOf(first)).every((returned) => returned === 0))
    await mainstay.control('clock', { advanceSeconds: 10 })
    await recordSettled(mainstay)
  })

  for (const [outcome, returned] of [
    ['won', [800]],
    ['lost', [0]],
  ] as const)
    test(`a second whose payment is disputed is owed its return until the dispute is ${outcome}`, async () => {
      const giver = givenReader(mainstay.origin)
      const session = await startGiving(giver, { amount: '5' })
      await paySession(mainstay.sandbox.origin, session)
      await mainstay.control('clock', { advanceSeconds: 5 })
      await recordSettled(mainstay)
      await mainstay.control('faults', { kind: 'error', path: '/v1/refunds', times: 30 })
      const other = await startGiving(giver, { amount: '8' })
      await paySession(mainstay.sandbox.origin, other)
      await mainstay.control('clock', { advanceSeconds: 5 })
      const second = await subscriptionOf(other)
      await eventually(async () => assert.equal(await lastFailure(second.id), 'stripe-failed'), 20_000)
      const [charge] = (await stripe.charges.list({ customer: String(second.customer) })).data
      await mainstay.control('disputes', { charge: charge?.id ?? '', outcome: 'needs_response' })
      await controlSandbox(mainstay.sandbox.origin, 'faults', {}, 'DELETE')
      await eventually(async () => {
        await mainstay.control('clock', { advanceSeconds: 900 })
        assert.equal(await lastFailure(second.id), 'dispute-open')
      }, 30_000)
      await mainstay.control('disputes', { charge: charge?.id ?? '', outcome })
      await eventually(async () => {
        await mainstay.control('clock', { advanceSeconds: 900 })
        const [row] = await mainstay.database.query<{ done: boolean }>(
          'select done_at is not null as done from contribution_actions where subscription_id = $1',
          [second.id],
        )
        assert.equal(row?.done, true)
      }, 30_000)
      assert.deepEqual(await refundsOf(second), [...returned])
      await mainstay.control('clock', { advanceSeconds: 10 })
      await recordSettled(mainstay)
    })
})
