import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader, paySession, startGiving } from '../../given/people/reader.ts'
import { passRenewal } from '../../given/people/renewal.ts'
import { clearSandbox, stripeClient } from '../../given/resources/sandbox.ts'

describeMainstay('two contributions while a payment of one is pending', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })
  const advance = async (seconds: number) => {
    await mainstay.advance(seconds)
    await mainstay.settle()
  }
  const lastFailure = async (subscription: string) => {
    const [row] = await mainstay.database.query<{ failure: string | null }>(
      'select last_failure as failure from subscription_actions where subscription_id = $1',
      [subscription],
    )
    return row?.failure ?? null
  }
  const subscriptionOf = async (session: string) =>
    stripe.subscriptions.retrieve(String((await stripe.checkout.sessions.retrieve(session)).subscription))
  const refundsOf = async (subscription: Stripe.Subscription) => {
    const charges = await stripe.charges.list({ customer: String(subscription.customer), limit: 100 })
    return charges.data.map(({ amount_refunded: refunded }) => refunded)
  }

  test('a first with a pending debit is not replaced: once it is paid, the second is refunded', async () => {
    const supporter = givenReader(mainstay.origin)
    const session = await startGiving(supporter, { amount: '5', currency: 'EUR' })
    await paySession(mainstay.sandbox.origin, session)
    await advance(5)
    const first = await subscriptionOf(session)
    const customer = String(first.customer)
    const failing = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
    await stripe.subscriptions.update(first.id, { default_payment_method: failing.id })
    await passRenewal(mainstay, stripe, first.id)
    const [invoice] = (await stripe.invoices.list({ subscription: first.id, status: 'open' })).data
    const debit = await stripe.paymentMethods.create({
      type: 'sepa_debit',
      sepa_debit: { iban: 'DE08370400440532013003' },
      billing_details: { name: 'A Reader', email: 'reader@example.com' },
    })
    await stripe.paymentMethods.attach(debit.id, { customer })
    await stripe.invoices.pay(invoice?.id ?? '', { payment_method: debit.id })
    const other = await startGiving(supporter, { amount: '6', currency: 'EUR' })
    await paySession(mainstay.sandbox.origin, other)
    await mainstay.settle()
    assert.equal(await lastFailure(first.id), 'payment-pending')
    assert.equal((await stripe.subscriptions.retrieve(first.id)).ended_at, null)
    const under = (await stripe.paymentIntents.list({ customer, limit: 10 })).data.find(
      ({ status }) => status === 'processing',
    )
    await mainstay.control(`payment_intents/${under?.id}/settle`, {})
    await advance(5)
    const second = await subscriptionOf(other)
    await advance(900)
    assert.equal((await stripe.subscriptions.retrieve(second.id)).status, 'canceled')
    assert.equal((await stripe.subscriptions.retrieve(first.id)).status, 'active')
    assert.deepEqual(await refundsOf(second), [600])
    assert.ok((await refundsOf(first)).every((refunded) => refunded === 0))
    await advance(10)
  })

  for (const [outcome, refunded] of [
    ['won', [800]],
    ['lost', [0]],
  ] as const)
    test(`the refund of a disputed duplicate stays pending until the dispute is ${outcome}`, async () => {
      const supporter = givenReader(mainstay.origin)
      const session = await startGiving(supporter, { amount: '5' })
      await paySession(mainstay.sandbox.origin, session)
      await advance(5)
      await mainstay.control('faults', { kind: 'error', path: '/v1/refunds', times: 30 })
      const other = await startGiving(supporter, { amount: '8' })
      await paySession(mainstay.sandbox.origin, other)
      await advance(5)
      const second = await subscriptionOf(other)
      await mainstay.settle()
      assert.equal(await lastFailure(second.id), 'stripe-failed')
      const [charge] = (await stripe.charges.list({ customer: String(second.customer) })).data
      await mainstay.control('disputes', { charge: charge?.id ?? '', outcome: 'needs_response' })
      await clearSandbox(mainstay.sandbox.origin, 'faults')
      await advance(900)
      assert.equal(await lastFailure(second.id), 'dispute-open')
      await mainstay.control('disputes', { charge: charge?.id ?? '', outcome })
      await advance(900)
      const [row] = await mainstay.database.query<{ done: boolean }>(
        'select done_at is not null as done from subscription_actions where subscription_id = $1',
        [second.id],
      )
      assert.equal(row?.done, true)
      assert.deepEqual(await refundsOf(second), [...refunded])
      await advance(10)
    })
})
