import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import type { Stripe } from 'stripe'
import { type GivenAccount, givenAccount } from './given/account.ts'

const DAY_S = 86_400

describe('failed renewals of the sandbox', () => {
  let given: GivenAccount
  let stripe: Stripe
  beforeEach(async () => {
    given = await givenAccount()
    stripe = given.stripe
  })
  afterEach(() => given.stop())

  for (const [afterRetries, status] of [
    ['cancel', 'canceled'],
    ['unpaid', 'unpaid'],
    ['past_due', 'past_due'],
  ] as const) {
    test(`a failed renewal is retried eight times in two weeks, and is then ${status} if the account says so`, async () => {
      await given.control('settings', { afterRetries })
      const subscription = await given.subscribe()
      await given.advance(5)
      await given.changeCard(subscription, 'pm_card_chargeCustomerFail')
      await given.advanceToRenewal(subscription)
      assert.deepEqual((await given.newEvents()).slice(0, 9), [
        'invoice.created',
        'customer.subscription.updated',
        'invoice.finalized',
        'payment_intent.created',
        'charge.failed',
        'payment_intent.payment_failed',
        'invoice.updated',
        'invoice.payment_failed',
        'customer.subscription.updated',
      ])
      const invoice = await given.latestInvoice(subscription)
      assert.deepEqual([invoice.attempt_count, (await given.reload(subscription)).status], [1, 'past_due'])
      assert.ok(invoice.next_payment_attempt)
      await given.advance(15 * DAY_S)
      const ended = await given.latestInvoice(subscription)
      assert.deepEqual([ended.attempt_count, ended.next_payment_attempt], [9, null])
      const after = await given.reload(subscription)
      assert.equal(after.status, status)
      if (status === 'canceled') assert.equal(after.cancellation_details?.reason, 'payment_failed')
    })
  }

  test('another card pays a failed renewal, and the subscription is active again', async () => {
    const subscription = await given.subscribe()
    await given.changeCard(subscription, 'pm_card_chargeCustomerFail')
    await given.advanceToRenewal(subscription)
    const invoice = await given.latestInvoice(subscription)
    await given.changeCard(subscription, 'pm_card_visa')
    const paid = await stripe.invoices.pay(invoice.id ?? '')
    assert.deepEqual([paid.status, (await given.reload(subscription)).status], ['paid', 'active'])
    const events = await given.newEvents()
    assert.ok(
      events.includes('invoice.paid') && events.includes('customer.subscription.updated'),
      String(events),
    )
  })

  test('a renewal that needs authentication can be completed by the cardholder', async () => {
    const subscription = await given.subscribe()
    await given.changeCard(subscription, 'pm_card_authenticationRequired')
    await given.advanceToRenewal(subscription)
    assert.ok((await given.newEvents()).includes('invoice.payment_action_required'))
    const invoice = await stripe.invoices.retrieve((await given.latestInvoice(subscription)).id ?? '', {
      expand: ['payments'],
    })
    const intent = String(invoice.payments?.data[0]?.payment.payment_intent)
    assert.equal((await stripe.paymentIntents.retrieve(intent)).status, 'requires_action')
    await given.control(`payment_intents/${intent}/settle`, {})
    assert.equal((await given.latestInvoice(subscription)).status, 'paid')
  })
})
