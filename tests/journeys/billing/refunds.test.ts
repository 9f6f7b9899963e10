import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import type { Reader } from '../../given/people/reader.ts'
import { goTo, periodEndOf } from '../../given/people/renewal.ts'
import { contributeAs, signInAs } from '../../given/people/supporter.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const DAY_S = 86_400

type Supporter = { id: string; customer: string; address: string; reader: Reader }

/** Every postponed action is attempted again within this time. */
const RETRIED_WITHIN_S = 900

describeMainstay('charges against the supporter’s request are refunded', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })
  const restoreStripe = () => fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
  const newSupporter = async (name: string): Promise<Supporter> => {
    const address = `${name}@example.com`
    const { session } = await contributeAs(mainstay, address)
    const { subscription, customer } = await stripe.checkout.sessions.retrieve(session)
    const reader = await signInAs(mainstay, address)
    return { id: String(subscription), customer: String(customer), address, reader }
  }
  const endOf = (id: string) => periodEndOf(stripe, id)
  const pendingActions = async (): Promise<string[]> =>
    (
      await mainstay.database.query<{ line: string }>(
        `select concat_ws(' ', kind, last_failure) as line from subscription_actions where due_at is not null order by 1`,
      )
    ).map(({ line }) => line)
  const assertPending = async (what: string[]) => {
    await mainstay.advance(RETRIED_WITHIN_S)
    await mainstay.settle()
    assert.deepEqual(await pendingActions(), what)
  }
  const settled = () => assertPending([])
  const failCallsFor = async ({ id }: { id: string }) => {
    for (const method of ['GET', 'POST', 'DELETE'])
      await mainstay.control('faults', {
        kind: 'error',
        path: `/v1/subscriptions/${id}`,
        method,
        times: 10_000,
      })
  }
  const form = ({ id }: Supporter, more = {}) => ({ contribution: id, language: 'en', ...more })
  /** Reads the charges, newest first, with their refunded amounts. */
  const chargesOf = async (customer: string) =>
    (await stripe.charges.list({ customer })).data.map(
      ({ amount, amount_refunded: refunded }) => `${amount}-${refunded}`,
    )
  const disputeLast = async (customer: string) => {
    const [last] = (await stripe.charges.list({ customer })).data
    await mainstay.control('disputes', { charge: last?.id ?? '', outcome: 'needs_response' })
  }
  const useDebit = async ({ id, customer }: Supporter) => {
    const { id: method } = await stripe.paymentMethods.create({
      type: 'sepa_debit',
      sepa_debit: { iban: 'DE08370400440532013003' },
    })
    await stripe.paymentMethods.attach(method, { customer })
    await stripe.subscriptions.update(id, { default_payment_method: method })
  }
  /** Lets the bank confirm the pending debit. */
  const bankPays = async (customer: string) => {
    const pending = (await stripe.charges.list({ customer })).data.find(({ status }) => status === 'pending')
    assert.ok(pending)
    await mainstay.control(`payment_intents/${String(pending.payment_intent)}/settle`, {})
  }

  test('a waiting refund does not cover charges after the supporter resumed', async () => {
    const each = await newSupporter('resumes')
    const end = await endOf(each.id)
    await failCallsFor(each)
    await each.reader.post('/account/pause', form(each, { months: '3' }))
    await goTo(mainstay, end + 7_200)
    await disputeLast(each.customer)
    await restoreStripe()
    await assertPending(['refund dispute-open'])
    await each.reader.post('/account/resume', form(each))
    await assertPending(['refund dispute-open'])
    await goTo(mainstay, (await endOf(each.id)) + 7_200)
    await mainstay.advance(3_600)
    await assertPending(['refund dispute-open'])
    assert.deepEqual(await chargesOf(each.customer), ['500-0', '500-0', '500-0'])
  })

  test('a refund that cannot be made yet does not delay others', async () => {
    const each = await newSupporter('two-charges')
    const end = await endOf(each.id)
    await failCallsFor(each)
    await each.reader.post('/account/pause', form(each, { months: '3' }))
    await goTo(mainstay, end + 7_200)
    await goTo(mainstay, end + 32 * DAY_S)
    await disputeLast(each.customer)
    await restoreStripe()
    await assertPending(['refund dispute-open'])
    assert.deepEqual(await chargesOf(each.customer), ['500-0', '500-500', '500-0'])
  })

  test('a waiting refund does not cover charges after a shorter pause requested later', async () => {
    const each = await newSupporter('shortens')
    const end = await endOf(each.id)
    await failCallsFor(each)
    await each.reader.post('/account/pause', form(each, { months: '3' }))
    await goTo(mainstay, end + 7_200)
    await disputeLast(each.customer)
    await restoreStripe()
    await assertPending(['refund dispute-open'])
    await each.reader.post('/account/pause', form(each, { months: '1' }))
    await assertPending(['refund dispute-open'])
    for (let month = 0; month < 2; month += 1) await goTo(mainstay, (await endOf(each.id)) + 7_200)
    assert.deepEqual((await chargesOf(each.customer)).slice(-2), ['500-0', '500-0'])
    assert.ok((await chargesOf(each.customer)).length > 2)
    await assertPending(['refund dispute-open'])
    assert.ok(!(await chargesOf(each.customer)).includes('500-500'))
  })

  test('a charge after the requested cancellation is refunded, even if staff canceled at Stripe', async () => {
    const each = await newSupporter('by-hand')
    const end = await endOf(each.id)
    await failCallsFor(each)
    await each.reader.post('/account/cancel', form(each))
    await goTo(mainstay, end + 7_200)
    await restoreStripe()
    await stripe.subscriptions.cancel(each.id)
    await settled()
    assert.deepEqual(await chargesOf(each.customer), ['500-500', '500-0'])
  })

  test('canceled before the pause reached Stripe: charges made during the pause are refunded', async () => {
    const each = await newSupporter('pause-then-end')
    const end = await endOf(each.id)
    await failCallsFor(each)
    await each.reader.post('/account/pause', form(each, { months: '3' }))
    await goTo(mainstay, end + 7_200)
    // The cancellation is due before the pause.
    await each.reader.post('/account/cancel', form(each))
    await restoreStripe()
    await settled()
    assert.equal((await stripe.subscriptions.retrieve(each.id)).status, 'canceled')
    assert.deepEqual(await chargesOf(each.customer), ['500-500', '500-0'])
  })

  for (const choice of ['pause', 'cancel'] as const)
    test(`a debit that was pending when Stripe was called is refunded once it is paid: ${choice}`, async () => {
      const each = await newSupporter(`debit-${choice}`)
      await useDebit(each)
      const end = await endOf(each.id)
      await failCallsFor(each)
      await each.reader.post(`/account/${choice}`, form(each, { months: '1' }))
      await goTo(mainstay, end + 7_200)
      await restoreStripe()
      await assertPending(['refund payment-pending'])
      assert.deepEqual(await chargesOf(each.customer), ['500-0', '500-0'])
      await bankPays(each.customer)
      await settled()
      assert.deepEqual(await chargesOf(each.customer), ['500-500', '500-0'])
    })

  test('a charge that failed during a pause is not retried', async () => {
    const each = await newSupporter('declined')
    const failing = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: each.customer,
    })
    await stripe.subscriptions.update(each.id, { default_payment_method: failing.id })
    const end = await endOf(each.id)
    await failCallsFor(each)
    await each.reader.post('/account/pause', form(each, { months: '2' }))
    await goTo(mainstay, end + 7_200)
    await restoreStripe()
    await settled()
    const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: each.customer })
    await stripe.subscriptions.update(each.id, { default_payment_method: card.id })
    await goTo(mainstay, end + 10 * DAY_S)
    assert.deepEqual(
      (await stripe.charges.list({ customer: each.customer })).data.filter(({ paid }) => paid).length,
      1,
    )
  })
})
