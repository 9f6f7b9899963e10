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

/** Within so long whatever was put off is tried again. */
const TRIED_AGAIN_S = 900

describeMainstay('what was charged against its giver’s word goes back', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })
  const stripeIsBack = () => fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
  const giver = async (name: string): Promise<Supporter> => {
    const address = `${name}@example.com`
    const { session } = await contributeAs(mainstay, address)
    const { subscription, customer } = await stripe.checkout.sessions.retrieve(session)
    const reader = await signInAs(mainstay, address)
    return { id: String(subscription), customer: String(customer), address, reader }
  }
  const endOf = (id: string) => periodEndOf(stripe, id)
  const owed = async (): Promise<string[]> =>
    (
      await mainstay.database.query<{ told: string }>(
        `select concat_ws(' ', kind, last_failure) as told from subscription_actions where due_at is not null order by 1`,
      )
    ).map(({ told }) => told)
  const isOwed = async (what: string[]) => {
    await mainstay.advance(TRIED_AGAIN_S)
    await mainstay.settle()
    assert.deepEqual(await owed(), what)
  }
  const settled = () => isOwed([])
  const awayFor = async ({ id }: { id: string }) => {
    for (const method of ['GET', 'POST', 'DELETE'])
      await mainstay.control('faults', {
        kind: 'error',
        path: `/v1/subscriptions/${id}`,
        method,
        times: 10_000,
      })
  }
  const form = ({ id }: Supporter, more = {}) => ({ contribution: id, language: 'en', ...more })
  /** What was charged, the last first, and what of it went back. */
  const chargesOf = async (customer: string) =>
    (await stripe.charges.list({ customer })).data.map(
      ({ amount, amount_refunded: returned }) => `${amount}-${returned}`,
    )
  const disputeLast = async (customer: string) => {
    const [last] = (await stripe.charges.list({ customer })).data
    await mainstay.control('disputes', { charge: last?.id ?? '', outcome: 'needs_response' })
  }
  const byDebit = async ({ id, customer }: Supporter) => {
    const { id: method } = await stripe.paymentMethods.create({
      type: 'sepa_debit',
      sepa_debit: { iban: 'DE08370400440532013003' },
    })
    await stripe.paymentMethods.attach(method, { customer })
    await stripe.subscriptions.update(id, { default_payment_method: method })
  }
  /** Its bank pays what is under way. */
  const bankPays = async (customer: string) => {
    const pending = (await stripe.charges.list({ customer })).data.find(({ status }) => status === 'pending')
    assert.ok(pending)
    await mainstay.control(`payment_intents/${String(pending.payment_intent)}/settle`, {})
  }

  test('a return that waits takes nothing that was charged after its giver resumed', async () => {
    const each = await giver('resumes')
    const end = await endOf(each.id)
    await awayFor(each)
    await each.reader.post('/account/pause', form(each, { months: '3' }))
    await goTo(mainstay, end + 7_200)
    await disputeLast(each.customer)
    await stripeIsBack()
    await isOwed(['refund dispute-open'])
    await each.reader.post('/account/resume', form(each))
    await isOwed(['refund dispute-open'])
    await goTo(mainstay, (await endOf(each.id)) + 7_200)
    await mainstay.advance(3_600)
    await isOwed(['refund dispute-open'])
    assert.deepEqual(await chargesOf(each.customer), ['500-0', '500-0', '500-0'])
  })

  test('one that cannot go back yet holds up none of the others', async () => {
    const each = await giver('two-charges')
    const end = await endOf(each.id)
    await awayFor(each)
    await each.reader.post('/account/pause', form(each, { months: '3' }))
    await goTo(mainstay, end + 7_200)
    await goTo(mainstay, end + 32 * DAY_S)
    await disputeLast(each.customer)
    await stripeIsBack()
    await isOwed(['refund dispute-open'])
    assert.deepEqual(await chargesOf(each.customer), ['500-0', '500-500', '500-0'])
  })

  test('nor what was charged after a shorter pause that was chosen since', async () => {
    const each = await giver('shortens')
    const end = await endOf(each.id)
    await awayFor(each)
    await each.reader.post('/account/pause', form(each, { months: '3' }))
    await goTo(mainstay, end + 7_200)
    await disputeLast(each.customer)
    await stripeIsBack()
    await isOwed(['refund dispute-open'])
    await each.reader.post('/account/pause', form(each, { months: '1' }))
    await isOwed(['refund dispute-open'])
    for (let month = 0; month < 2; month += 1) await goTo(mainstay, (await endOf(each.id)) + 7_200)
    assert.deepEqual((await chargesOf(each.customer)).slice(-2), ['500-0', '500-0'])
    assert.ok((await chargesOf(each.customer)).length > 2)
    await isOwed(['refund dispute-open'])
    assert.ok(!(await chargesOf(each.customer)).includes('500-500'))
  })

  test('charged after its end was asked for, and then ended by hand at Stripe: it goes back', async () => {
    const each = await giver('by-hand')
    const end = await endOf(each.id)
    await awayFor(each)
    await each.reader.post('/account/cancel', form(each))
    await goTo(mainstay, end + 7_200)
    await stripeIsBack()
    await stripe.subscriptions.cancel(each.id)
    await settled()
    assert.deepEqual(await chargesOf(each.customer), ['500-500', '500-0'])
  })

  test('ended before Stripe could be told of a pause: what was charged while that stood goes back', async () => {
    const each = await giver('pause-then-end')
    const end = await endOf(each.id)
    await awayFor(each)
    await each.reader.post('/account/pause', form(each, { months: '3' }))
    await goTo(mainstay, end + 7_200)
    // Of both, the end is due first.
    await each.reader.post('/account/cancel', form(each))
    await stripeIsBack()
    await settled()
    assert.equal((await stripe.subscriptions.retrieve(each.id)).status, 'canceled')
    assert.deepEqual(await chargesOf(each.customer), ['500-500', '500-0'])
  })

  for (const choice of ['pause', 'cancel'] as const)
    test(`a debit that began before Stripe could be told goes back once it is paid: ${choice}`, async () => {
      const each = await giver(`debit-${choice}`)
      await byDebit(each)
      const end = await endOf(each.id)
      await awayFor(each)
      await each.reader.post(`/account/${choice}`, form(each, { months: '1' }))
      await goTo(mainstay, end + 7_200)
      await stripeIsBack()
      await isOwed(['refund payment-pending'])
      assert.deepEqual(await chargesOf(each.customer), ['500-0', '500-0'])
      await bankPays(each.customer)
      await settled()
      assert.deepEqual(await chargesOf(each.customer), ['500-500', '500-0'])
    })

  test('what failed while a pause stood is not charged once more', async () => {
    const each = await giver('declined')
    const failing = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: each.customer,
    })
    await stripe.subscriptions.update(each.id, { default_payment_method: failing.id })
    const end = await endOf(each.id)
    await awayFor(each)
    await each.reader.post('/account/pause', form(each, { months: '2' }))
    await goTo(mainstay, end + 7_200)
    await stripeIsBack()
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
