import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import type { Stripe } from 'stripe'
import { type GivenAccount, givenAccount } from './given/account.ts'
import { paySession } from './given/client.ts'
import { PRODUCT } from './given/sandbox.ts'

const DAY_S = 86_400

describe('payments, refunds and disputes of the sandbox', () => {
  let given: GivenAccount
  let stripe: Stripe
  beforeEach(async () => {
    given = await givenAccount()
    stripe = given.stripe
  })
  afterEach(() => given.stop())

  test('a charge is refunded in part and in full, and a refund can fail', async () => {
    const subscription = await given.subscribe({ amount: 1000 })
    await given.advance(5)
    await given.newEvents()
    const charge = await given.latestCharge(subscription)
    const first = await stripe.refunds.create({ charge: charge.id, amount: 300 })
    assert.deepEqual(await given.newEvents(), [
      'refund.created',
      'charge.refunded',
      'refund.updated',
      'charge.refund.updated',
    ])
    await stripe.refunds.create({ charge: charge.id })
    assert.deepEqual((await given.latestCharge(subscription)).amount_refunded, 1000)
    await assert.rejects(stripe.refunds.create({ charge: charge.id }), { code: 'charge_already_refunded' })
    await given.control(`refunds/${first.id}/fail`, {})
    const failed = await stripe.refunds.retrieve(first.id, { expand: ['failure_balance_transaction'] })
    assert.equal(failed.status, 'failed')
    assert.equal((failed.failure_balance_transaction as Stripe.BalanceTransaction).amount, 300)
    assert.deepEqual((await given.latestCharge(subscription)).amount_refunded, 700)
  })

  test('a dispute withdraws the amount and a fee of 15 dollars; winning returns the amount; an appeal withdraws it', async () => {
    const subscription = await given.subscribe({ amount: 1000 })
    await given.advance(5)
    const charge = await given.latestCharge(subscription)
    await given.newEvents()
    await given.control('disputes', { charge: charge.id, outcome: 'needs_response' })
    assert.deepEqual((await given.newEvents()).sort(), [
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

  test('an inquiry moves no money; an account can cancel disputed subscriptions', async () => {
    await given.control('settings', { onDispute: 'cancel' })
    const asked = await given.subscribe({ method: 'pm_card_createDisputeInquiry' })
    await given.advance(5)
    const [inquiry] = (await stripe.disputes.list({ limit: 1 })).data
    assert.deepEqual([inquiry?.status, inquiry?.balance_transactions.length], ['warning_needs_response', 0])
    assert.equal((await given.reload(asked)).status, 'active')
    const disputed = await given.subscribe({ method: 'pm_card_createDispute' })
    await given.advance(5)
    const ended = await given.reload(disputed)
    assert.deepEqual([ended.status, ended.cancellation_details?.reason], ['canceled', 'payment_disputed'])
  })

  test('a bank debit succeeds or fails days later', async () => {
    const methodOf = async (iban: string) => {
      const made = await stripe.paymentMethods.create({ type: 'sepa_debit', sepa_debit: { iban } })
      return made.id
    }
    const good = await given.subscribe({ currency: 'eur', method: await methodOf('DE89370400440532013000') })
    const bad = await given.subscribe({ currency: 'eur', method: await methodOf('DE62370400440532013001') })
    assert.deepEqual([good.status, (await given.latestInvoice(good)).status], ['active', 'open'])
    await given.newEvents()
    await given.advance(4 * DAY_S)
    assert.deepEqual(
      [(await given.latestInvoice(good)).status, (await given.reload(good)).status],
      ['paid', 'active'],
    )
    assert.deepEqual(
      [(await given.latestInvoice(bad)).status, (await given.reload(bad)).status],
      ['open', 'past_due'],
    )
    const events = await given.newEvents()
    assert.ok(events.includes('checkout.session.async_payment_succeeded'))
    assert.ok(events.includes('checkout.session.async_payment_failed'))
  })

  test('a card that needs authentication is charged after the cardholder has approved', async () => {
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
