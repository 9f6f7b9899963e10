import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invoiceFact } from '../../src/billing/stripe-facts.ts'
import { UnknownShape } from '../../src/billing/stripe-shapes.ts'
import { givenSandbox } from '../given/sandbox.ts'

test('an invoice whose lines or payments were cut off is not summed up', async () => {
  const { stripe, subscribe, stop } = await givenSandbox()
  await subscribe({ amount: 500 })
  const [invoice] = (await stripe.invoices.list({ expand: ['data.payments'] })).data
  assert.ok(invoice?.payments)
  const [line] = invoice.lines.data
  const price = String(line?.pricing?.price_details?.price)
  const book = {
    prices: new Map([[price, await stripe.prices.retrieve(price)]]),
    isOwnProduct: () => true,
  }
  assert.equal(invoiceFact(invoice, book).annualAmount, 6000)
  const isCutOff = (error: unknown) => error instanceof UnknownShape && error.message === 'cut-off'
  const { lines, payments } = invoice
  assert.throws(() => invoiceFact({ ...invoice, lines: { ...lines, has_more: true } }, book), isCutOff)
  assert.throws(() => invoiceFact({ ...invoice, payments: { ...payments, has_more: true } }, book), isCutOff)
  await stop()
})
