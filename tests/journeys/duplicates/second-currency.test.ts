import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { appealOf, type Reader } from '../../given/people/reader.ts'
import { contributeAs, signInAs } from '../../given/people/supporter.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const DAY_S = 86_400
const ADDRESS = 'euros@example.com'
const EUROS = { currency: 'EUR', amount: '4' }

describeMainstay('contributions of one supporter in two currencies', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })

  const give = async (giving: Record<string, string> = {}, reader?: Reader) => {
    const { session, supporter } = await contributeAs(mainstay, ADDRESS, giving, reader)
    const { subscription, customer } = await stripe.checkout.sessions.retrieve(session)
    return { id: String(subscription), customer: String(customer), session, supporter }
  }
  const statusOf = async ({ id }: { id: string }) => (await stripe.subscriptions.retrieve(id)).status
  const movementsOf = async ({ customer }: { customer: string }): Promise<string[]> => {
    const rows = await mainstay.database.query<{ line: string }>(
      `select m.kind || ' ' || m.currency || ' ' || m.annual_change as line from movements m
       join stripe_customers c on c.supporter_id = m.supporter_id where c.id = $1
       order by m.occurred_at, m.kind desc`,
      [customer],
    )
    return rows.map(({ line }) => line)
  }
  const isNobodysMistake = async () =>
    assert.deepEqual(await mainstay.database.query('select * from duplicate_subscriptions'), [])

  test('the second starts as the page says; once the first is canceled the movement is a transfer', async () => {
    const first = await give()
    const reader = await signInAs(mainstay, ADDRESS)
    const page = await reader.get(`/account/amount?contribution=${first.id}&language=en`)
    assert.match(page.text, /start a new contribution in it, then cancel this one/)
    assert.match(page.text, /href="\/support\?frequency=monthly&amp;currency=EUR&amp;language=en"/)
    const support = await reader.get('/support?frequency=monthly&currency=EUR&language=en')
    assert.match(support.text, /<details open[\s\S]*name="currency" value="EUR"/)
    assert.match(support.text, /start a new contribution in it, then cancel the first one/)

    const second = await give(EUROS, reader)
    const thanks = await reader.get(`/support/thanks?session_id=${second.session}`)
    assert.doesNotMatch(thanks.text, /data-duplicate/)
    await isNobodysMistake()
    assert.deepEqual([await statusOf(first), await statusOf(second)], ['active', 'active'])
    assert.deepEqual(await movementsOf(first), ['new USD 6000', 'transfer-in EUR 4800'])

    await mainstay.advance(60)
    await reader.post('/account/cancel', { contribution: first.id, language: 'en' })
    await mainstay.settle()
    assert.deepEqual([await statusOf(first), await statusOf(second)], ['canceled', 'active'])
    assert.deepEqual(await movementsOf(first), [
      'new USD 6000',
      'transfer-in EUR 4800',
      'transfer-out USD -6000',
    ])
    const charges = (await stripe.charges.list({ customer: first.customer })).data
    assert.deepEqual(
      charges.map(({ amount_refunded: refunded }) => refunded),
      [0],
    )
    assert.equal(await appealOf(reader), 'supports')
  })

  test('a second currency under the same address on another device is no duplicate', async () => {
    const first = await give()
    const second = await give(EUROS)
    await isNobodysMistake()
    const twin = await give({ ...EUROS, amount: '6' })
    const response = await mainstay.database.query(
      'select subscription_id as id, kept_subscription_id as kept from duplicate_subscriptions',
    )
    assert.deepEqual(response, [{ id: twin.id, kept: second.id }])
    assert.equal(await statusOf(first), 'active')
  })

  test('a second currency started after the first failed replaces it', async () => {
    const first = await give()
    const card = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: first.customer,
    })
    await stripe.subscriptions.update(first.id, { default_payment_method: card.id })
    await mainstay.advance(32 * DAY_S)
    await mainstay.settle()
    assert.equal(await statusOf(first), 'past_due')
    const second = await give(EUROS, first.supporter)
    await mainstay.settle()
    assert.deepEqual([await statusOf(first), await statusOf(second)], ['canceled', 'active'])
    assert.deepEqual(await movementsOf(first), [
      'new USD 6000',
      'transfer-out USD -6000',
      'transfer-in EUR 4800',
    ])
  })
})
