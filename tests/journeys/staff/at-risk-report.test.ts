import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader, paySession, startGiving } from '../../given/people/reader.ts'
import { passRenewal } from '../../given/people/renewal.ts'
import { givenStaff, RITA, signInStaff } from '../../given/people/staff.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const REPORT = '/staff/reports/at-risk'
const DAY_S = 86_400

/** Reads the values of a metric in the order in which they stand, with their currencies. */
const values = (html: string, metric: string): string[] =>
  [...html.matchAll(new RegExp(`<data[^>]*data-metric="${metric}"[^>]*>`, 'g'))].map(([tag]) => {
    const read = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
    return `${read('data-currency')} ${read('value')}`.trim()
  })

describeMainstay('the report on contributions at risk', (mainstay) => {
  let stripe: Stripe
  beforeEach(async () => {
    stripe = stripeClient(mainstay.sandbox.origin)
    await givenStaff(mainstay.database)
  })
  const give = async (giving: Record<string, string>) => {
    const session = await startGiving(givenReader(mainstay.origin), giving)
    await paySession(mainstay.sandbox.origin, session)
    await mainstay.settle()
    const done = await stripe.checkout.sessions.retrieve(session)
    return { customer: String(done.customer), subscription: String(done.subscription) }
  }
  const useCard = async ({ customer, subscription }: Awaited<ReturnType<typeof give>>, card: string) => {
    const method = await stripe.paymentMethods.attach(card, { customer })
    await stripe.subscriptions.update(subscription, { default_payment_method: method.id })
  }

  test('an empty record says so, with zeros for programs and no plot', async () => {
    const { text } = await (await signInStaff(mainstay.origin)).get(REPORT)
    assert.match(text, /Nothing is past due today\. No renewal failed in this period\./)
    assert.deepEqual(values(text, 'past-due'), ['0', 'USD 0'])
    assert.deepEqual(values(text, 'recovery-rate'), [''])
    assert.doesNotMatch(text, /<svg/)
  })

  test('a failed renewal is past due until it is paid, then it is recovered', async () => {
    const vera = await signInStaff(mainstay.origin)
    const each = await give({ amount: '5' })
    await give({ amount: '5', frequency: 'yearly', currency: 'EUR' })
    await useCard(each, 'pm_card_chargeDeclinedInsufficientFunds')
    await passRenewal(mainstay, stripe, each.subscription)
    const { text } = await vera.get(`${REPORT}?language=en`)
    assert.deepEqual(values(text, 'past-due'), ['1', 'USD 500'])
    assert.deepEqual(values(text, 'recovery-rate'), ['0', 'USD 0'])
    // Two first payments and one failed renewal were due.
    assert.deepEqual(values(text, 'first-failure-rate'), [String(1 / 3)])
    assert.match(
      text,
      /1 contribution is past due today, with \$5\.00 a month at risk\. 0 of 1 failed invoice/,
    )
    assert.match(
      text,
      /\$5\.00 a month, past due since[^<]*<\/strong> Not enough money on the card\. 1 attempt\./,
    )
    assert.match(text, new RegExp(`href="/staff/supporters/${each.customer}\\?language=en"`))
    assert.doesNotMatch(text, /@/, 'an address')
    const sums = (await vera.get(`${REPORT}/past-due.csv?header=off`)).text.split('\n')
    assert.equal(sums[0]?.replace('\uFEFF', ''), 'currency,days_past_due,reason,contributions,monthly_amount')
    assert.match(sums[1] ?? '', /^USD,\d,funds,1,5\.00$/)
    await useCard(each, 'pm_card_visa')
    await mainstay.advance(8 * DAY_S)
    await mainstay.settle()
    const after = (await vera.get(`${REPORT}?language=en`)).text
    assert.deepEqual(values(after, 'past-due'), ['0', 'USD 0'])
    assert.deepEqual(values(after, 'recovery-rate'), ['1', 'USD 1'])
    assert.match(after, /Paid by attempt 2 of Stripe/)
    assert.deepEqual(values((await vera.get(`${REPORT}?currency=EUR`)).text, 'recovery-rate'), [''])
    const { text: csv } = await vera.get(`${REPORT}.csv?header=off`)
    assert.equal(
      csv.replace('\uFEFF', ''),
      'currency,cadence,reason,outcome,failed_invoices,amount\nUSD,monthly,funds,retry-2,1,5.00\n',
    )
  })

  test('an invoice that Stripe leaves open after its last attempt is lost', async () => {
    const vera = await signInStaff(mainstay.origin)
    const each = await give({ amount: '5' })
    await useCard(each, 'pm_card_chargeCustomerFail')
    await passRenewal(mainstay, stripe, each.subscription)
    await mainstay.advance(30 * DAY_S)
    await mainstay.settle()
    const { text } = await vera.get(`${REPORT}.csv?header=off`)
    assert.match(text, /USD,monthly,declined,lost,1,5\.00/)
    assert.match((await vera.get(`${REPORT}?language=en`)).text, /Lost: not paid, no more attempts/)
  })

  test('each view is audited, and the role report sees neither page nor table', async () => {
    const vera = await signInStaff(mainstay.origin)
    await vera.get(REPORT)
    await vera.get(`${REPORT}?period=90-days`)
    await givenStaff(mainstay.database, RITA, 'report')
    const rita = await signInStaff(mainstay.origin, RITA)
    for (const path of [REPORT, `${REPORT}.csv`, `${REPORT}/past-due.csv`]) {
      const { status, text } = await rita.get(path)
      assert.equal(status, 403)
      assert.match(text, /“finance”/)
      assert.equal((await givenReader(mainstay.origin).get(path)).location, '/staff/sign-in')
    }
    const rows = await mainstay.database.query<{ name: string }>(
      `select s.name from staff_audit a join staff s on s.id = a.staff_id where a.action = 'past-due-view'`,
    )
    assert.deepEqual(
      rows.map(({ name }) => name),
      ['Vera', 'Vera'],
    )
  })
})
