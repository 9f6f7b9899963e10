import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { stripeGateway } from '../../../src/billing/stripe/stripe-gateway.ts'
import { money } from '../../../src/money/money.ts'
import { admitAll, unpaced } from '../../../src/platform/pace.ts'
import type { PaymentMethods } from '../../../src/web/page/payment-methods.ts'
import { paySession } from '../../given/people/reader.ts'
import { type GivenSandbox, givenSandbox } from '../../given/resources/sandbox.ts'

const NAME = 'THE BREAKWATER'
const ON_CARDS = 'SANDBO* THE BREAKWATER'
const CARDS: PaymentMethods = { allowed: ['card', 'sepa_debit'] }
const MONTH_S = 32 * 86_400

describe('the name on bank statements', () => {
  let given: GivenSandbox
  beforeEach(async () => {
    given = await givenSandbox()
  })
  afterEach(() => given.stop())

  const gateway = () =>
    stripeGateway({
      secretKey: 'sk_test_given',
      apiBase: new URL(given.sandbox.origin),
      webhookSecrets: [],
      pace: unpaced,
      admit: admitAll,
      statementName: NAME,
    })

  type Giving = { payments?: PaymentMethods; method?: string; from?: ReturnType<typeof gateway> }

  const give = async (frequency: 'once' | 'monthly' | 'yearly', giving: Giving = {}): Promise<void> => {
    const { payments = CARDS, method, from = gateway() } = giving
    const request = {
      checkoutId: '00000000-0000-4000-8000-000000000000',
      frequency,
      money: money(500, 'EUR'),
      productName: 'A newsroom',
      language: 'en',
      successUrl: 'https://news.example/thanks',
      cancelUrl: 'https://news.example/',
      payments,
    }
    const answer = await from.createSession(request, JSON.stringify([frequency, giving.method, payments]))
    assert.ok(answer.ok, frequency)
    const paid = await paySession(given.sandbox.origin, answer.value.id, method)
    assert.ok(paid.ok, await paid.text())
  }

  /** Returns the text on the statement for the newest charge. Only cards have a calculated one. */
  const newestStatement = async () => {
    const [charge] = (await given.stripe.charges.list({ limit: 1 })).data
    return charge?.payment_method_details?.type === 'card'
      ? charge.calculated_statement_descriptor
      : (charge?.statement_descriptor ?? 'the account’s')
  }

  test('stands on the charge of each frequency, and of a renewal, after the account’s short text', async () => {
    for (const frequency of ['once', 'yearly', 'monthly'] as const) {
      await give(frequency)
      assert.equal(await newestStatement(), ON_CARDS, frequency)
    }
    const before = (await given.stripe.charges.list({ limit: 100 })).data.length
    await given.advance(MONTH_S)
    assert.equal((await given.stripe.charges.list({ limit: 100 })).data.length, before + 1, 'it renewed')
    assert.equal(await newestStatement(), ON_CARDS, 'a renewal')
  })

  test('stands alone on a bank debit of a subscription, and of a gift where no cards are offered', async () => {
    await give('monthly', { method: 'pm_sepaDebit' })
    assert.equal(await newestStatement(), NAME)
    await give('once', { method: 'pm_sepaDebit', payments: { allowed: ['sepa_debit'] } })
    assert.equal(await newestStatement(), NAME)
    await give('once', { method: 'pm_sepaDebit' })
    assert.equal(await newestStatement(), 'the account’s', 'the page offered cards too')
  })

  test('stands alone everywhere if it is the account’s own text: nothing is sent', async () => {
    await given.control('settings', { statementDescriptor: 'The Breakwater' })
    for (const frequency of ['once', 'monthly'] as const) {
      await give(frequency)
      assert.equal(await newestStatement(), 'The Breakwater', frequency)
    }
    assert.equal((await given.stripe.products.retrieve('mainstay_monthly')).statement_descriptor, null)
  })

  test('is given to a product that exists already, once', async () => {
    const updates = async () => (await given.types()).filter((type) => type === 'product.updated').length
    await give('monthly')
    assert.equal((await given.stripe.products.retrieve('mainstay_monthly')).statement_descriptor, NAME)
    assert.equal(await updates(), 1)
    await given.advance(5)
    await give('monthly', { method: 'pm_card_mastercard' })
    assert.equal(await updates(), 1, 'a second process finds it right')
  })
})

test('the sandbox refuses a whole text where cards are offered, and signs that Stripe refuses', async (context) => {
  const { stripe, stop } = await givenSandbox()
  context.after(stop)
  const create = (data: object, methods: string[]) =>
    stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: 'https://news.example/',
      line_items: [
        { price_data: { currency: 'eur', product: 'mainstay_monthly', unit_amount: 500 }, quantity: 1 },
      ],
      payment_intent_data: data,
      allowed_payment_method_types: methods as ['card'],
    })
  const whole = { statement_descriptor: NAME }
  await assert.rejects(create(whole, ['card', 'sepa_debit']), { type: 'StripeInvalidRequestError' })
  assert.equal((await create(whole, ['sepa_debit'])).status, 'open')
  for (const text of ['A*B NEWS', '2026', 'A NAME THAT IS FAR TOO LONG'])
    await assert.rejects(
      create({ statement_descriptor_suffix: text }, ['card']),
      { type: 'StripeInvalidRequestError' },
      text,
    )
})
