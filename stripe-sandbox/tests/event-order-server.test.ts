import assert from 'node:assert/strict'
import { test } from 'node:test'
import { controlSandbox, paySession } from './given/client.ts'
import { monthlySession } from './given/monthly-session.ts'
import { givenSandbox, PRODUCT } from './given/sandbox.ts'

test('a checkout sends Stripe’s events in Stripe’s order, and so does a renewal, an hour after the period ends', async (context) => {
  const { stripe, sandbox, stop } = await givenSandbox()
  context.after(stop)
  const session = await stripe.checkout.sessions.create(monthlySession(PRODUCT))
  const declined = await paySession(sandbox.origin, session.id, 'pm_card_visa_chargeDeclined')
  assert.equal(declined.status, 402)
  assert.equal(
    (await stripe.subscriptions.list({ status: 'all' })).data.length,
    0,
    'a declined card creates no subscription',
  )
  await paySession(sandbox.origin, session.id)
  const types = async () =>
    (await stripe.events.list({ limit: 100 })).data.map((event) => event.type).reverse()
  const start = (await types()).slice((await types()).indexOf('charge.succeeded'))
  assert.deepEqual(start, [
    'charge.succeeded',
    'payment_method.attached',
    'customer.created',
    'checkout.session.completed',
    'customer.subscription.created',
    'payment_intent.succeeded',
    'payment_intent.created',
    'invoice.created',
    'invoice.finalized',
    'invoice.paid',
    'invoice.payment_succeeded',
    'invoice_payment.paid',
  ])
  const [subscription] = (await stripe.subscriptions.list()).data
  const end = subscription?.items.data[0]?.current_period_end ?? 0
  const advance = async (seconds: number) =>
    (await controlSandbox(sandbox.origin, 'clock', { advanceSeconds: seconds })) as { now: string }
  const { now } = await advance(0)
  await advance(end - Math.floor(Date.parse(now) / 1000) + 60)
  const [draft] = (await stripe.invoices.list({ limit: 1 })).data
  assert.deepEqual([draft?.status, draft?.billing_reason], ['draft', 'subscription_cycle'])
  await advance(3600)
  const [paid] = (await stripe.invoices.list({ limit: 1, expand: ['data.payments'] })).data
  assert.deepEqual([paid?.id, paid?.status, paid?.payments?.data.length], [draft?.id, 'paid', 1])
  const after = await types()
  assert.deepEqual(after.slice(after.lastIndexOf('invoice.created')), [
    'invoice.created',
    'customer.subscription.updated',
    'invoice.finalized',
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'invoice.updated',
    'invoice.paid',
    'invoice.payment_succeeded',
    'invoice_payment.paid',
    'charge.updated',
  ])
})
