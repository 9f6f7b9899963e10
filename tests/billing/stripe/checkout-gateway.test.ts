import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stripeGateway } from '../../../src/billing/stripe/stripe-gateway.ts'
import { money } from '../../../src/money/money.ts'
import { admitAll, unpaced } from '../../../src/platform/pace.ts'
import { givenSandbox } from '../../given/resources/sandbox.ts'

test('every session hides Link and offers only the methods of the newsroom', async (context) => {
  const { sandbox, stripe, stop } = await givenSandbox()
  context.after(stop)
  const { createSession } = stripeGateway({
    secretKey: 'sk_test_given',
    apiBase: new URL(sandbox.origin),
    webhookSecrets: [],
    pace: unpaced,
    admit: admitAll,
  })
  for (const frequency of ['once', 'monthly', 'yearly'] as const)
    for (const [payments, offered] of [
      [{ allowed: ['card', 'ideal'] }, ['card']],
      [{ excluded: ['card'] }, ['sepa_debit']],
    ] as const) {
      const key = `${frequency} ${offered.join()}`
      const answer = await createSession(
        {
          checkoutId: '00000000-0000-4000-8000-000000000000',
          frequency,
          money: money(500, 'EUR'),
          productName: 'A newsroom',
          language: 'en',
          successUrl: 'https://news.example/thanks',
          cancelUrl: 'https://news.example/',
          payments,
        },
        key,
      )
      assert.ok(answer.ok, key)
      const session = await stripe.checkout.sessions.retrieve(answer.value.id)
      assert.deepEqual(session.wallet_options, { link: { display: 'never' } }, key)
      assert.deepEqual(session.payment_method_types, offered, key)
    }
})

test('the sandbox rejects what Stripe would not take as a payment method', async (context) => {
  const { stripe, stop } = await givenSandbox()
  context.after(stop)
  const create = (more: object) =>
    stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: 'https://news.example/',
      line_items: [
        { price_data: { currency: 'eur', product: 'mainstay_monthly', unit_amount: 500 }, quantity: 1 },
      ],
      ...more,
    })
  for (const wrong of [
    { allowed_payment_method_types: ['cheque'] },
    { excluded_payment_method_types: ['link'] },
    { wallet_options: { link: { display: 'seldom' } } },
    { wallet_options: { paypal: { display: 'never' } } },
  ])
    await assert.rejects(create(wrong), { type: 'StripeInvalidRequestError' }, JSON.stringify(wrong))
  assert.equal((await create({ wallet_options: { link: { display: 'auto' } } })).status, 'open')
})
