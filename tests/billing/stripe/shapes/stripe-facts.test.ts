import assert from 'node:assert/strict'
import { test } from 'node:test'
import { selectOurFacts } from '../../../../src/billing/stripe/shapes/our-facts.ts'
import { invoiceFact, planOf } from '../../../../src/billing/stripe/shapes/stripe-facts.ts'
import { UnknownShape } from '../../../../src/billing/stripe/shapes/stripe-shapes.ts'
import { givenSandbox } from '../../../given/resources/sandbox.ts'

test('an invoice with incomplete lines or payments is rejected', async () => {
  const { stripe, subscribe, stop } = await givenSandbox()
  await subscribe({ amount: 500 })
  const [invoice] = (await stripe.invoices.list({ expand: ['data.payments'] })).data
  assert.ok(invoice?.payments)
  const [line] = invoice.lines.data
  const price = String(line?.pricing?.price_details?.price)
  const book = {
    prices: new Map([[price, await stripe.prices.retrieve(price)]]),
    isOurProduct: () => true,
  }
  assert.equal(invoiceFact(invoice, book).annualAmount, 6000)
  const free = { ...invoice, lines: { ...invoice.lines, data: [{ ...line, subtotal: 0 }] } } as typeof invoice
  assert.equal(invoiceFact(free, book).annualAmount, null, 'a free period changed the amount')
  const isCutOff = (error: unknown) => error instanceof UnknownShape && error.message === 'cut-off'
  const { lines, payments } = invoice
  assert.throws(() => invoiceFact({ ...invoice, lines: { ...lines, has_more: true } }, book), isCutOff)
  assert.throws(() => invoiceFact({ ...invoice, payments: { ...payments, has_more: true } }, book), isCutOff)
  await stop()
})

test('a charge that paid its invoice without a payment intent, as before 2019, is fetched alone', async () => {
  const { stripe, subscribe, stop } = await givenSandbox()
  await subscribe({ amount: 500 })
  const [listed] = (await stripe.invoices.list({ expand: ['data.payments'] })).data
  const [charge] = (await stripe.charges.list({ limit: 1 })).data
  const [payment] = listed?.payments?.data ?? []
  assert.ok(listed?.payments && charge && payment)
  const invoice = {
    ...listed,
    payments: {
      ...listed.payments,
      data: [{ ...payment, payment: { type: 'charge' as const, charge: charge.id } }],
    },
  }
  const [subscription] = (await stripe.subscriptions.list()).data
  const price = String(listed.lines.data[0]?.pricing?.price_details?.price)
  const facts = selectOurFacts(
    String(charge.customer),
    {
      subscriptions: [],
      invoices: [invoice],
      disputes: [],
      sessions: [],
      charges: [{ ...charge, payment_intent: null, metadata: {} }],
      prices: new Map([[price, await stripe.prices.retrieve(price)]]),
    },
    { imported: new Set([subscription?.id ?? '']), isOurProduct: () => true, knownPayments: new Set() },
  )
  assert.deepEqual(
    facts.charges.map(({ id, paymentIntentId }) => [id, paymentIntentId]),
    [[charge.id, charge.id]],
  )
  assert.deepEqual(facts.invoices[0]?.paymentIntentIds, [charge.id])
  await stop()
})

test('twelve months are a year, and twelve weeks are twelve weeks', () => {
  const every = (interval: string, interval_count: number) => {
    const price = { unit_amount: 6_000, recurring: { interval, interval_count } }
    const items = { data: [{ price, quantity: 1, current_period_end: 0 }] }
    const plan = planOf({ items, billing_cycle_anchor: 0 } as unknown as Parameters<typeof planOf>[0])
    return [plan?.interval, plan?.intervalCount]
  }
  assert.deepEqual(every('month', 12), ['year', 1])
  assert.deepEqual(every('month', 1), ['month', 1])
  assert.deepEqual(every('month', 3), ['month', 3])
  assert.deepEqual(every('week', 12), ['week', 12])
})
