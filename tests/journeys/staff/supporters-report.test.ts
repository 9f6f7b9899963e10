import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import type { Giving } from '../../given/people/reader.ts'
import { periodEndOf } from '../../given/people/renewal.ts'
import { givenStaff, RITA, signInStaff } from '../../given/people/staff.ts'
import { contributeAs, signInAs } from '../../given/people/supporter.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const DAY_S = 86_400
const REPORT = '/staff/reports/supporters'
const PARTS = [
  ...['supporters-at-start', 'new-supporters', 'reactivated-supporters', 'resumed-supporters'],
  ...['transferred-in', 'paused-supporters', 'lost-supporters', 'transferred-out', 'active-supporters'],
]

/** Every value of a metric. The contract says that each stands once, or once in each currency. */
const valuesOf = (html: string, metric: string): string[] =>
  [...html.matchAll(new RegExp(`<data[^>]*data-metric="${metric}"([^>]*)>`, 'g'))].map(([, rest = '']) =>
    [/data-currency="(\w+)"/.exec(rest)?.[1], /value="([^"]*)"/.exec(rest)?.[1] ?? 'none']
      .filter(Boolean)
      .join(' '),
  )

const partsOf = (html: string): number[] => PARTS.map((part) => Number(valuesOf(html, part).join()))

describeMainstay('the supporters report', (mainstay) => {
  let stripe: Stripe
  beforeEach(async () => {
    stripe = stripeClient(mainstay.sandbox.origin)
    await givenStaff(mainstay.database)
  })
  const give = async (name: string, giving: Giving = {}) => {
    const { session } = await contributeAs(mainstay, `${name}@example.com`, giving)
    const { subscription, customer } = await stripe.checkout.sessions.retrieve(session)
    return { id: String(subscription), customer: String(customer) }
  }
  const actAs = async (name: string, path: string, form: Record<string, string>) => {
    const reader = await signInAs(mainstay, `${name}@example.com`)
    const { status } = await reader.post(`/account/${path}`, { language: 'en', ...form })
    assert.equal(status, 303, path)
    await mainstay.settle()
  }
  const passDays = async (days: number) => {
    await mainstay.advance(days * DAY_S)
    await mainstay.settle()
  }
  const page = async (query = '') =>
    (await (await signInStaff(mainstay.origin)).get(`${REPORT}${query}`)).text
  const dayNow = async () => /name="to" value="([\d-]{10})"/.exec(await page())?.[1] ?? ''

  test('the sum leads from the start to now, in all currencies and in one', async () => {
    const [canceling, pausing] = [await give('one'), await give('two', { amount: '10' })]
    await give('three', { currency: 'EUR', amount: '20' })
    await give('four', { amount: '60', frequency: 'yearly' })
    await give('once', { frequency: 'once' })
    await passDays(3)
    const from = await dayNow()
    await actAs('one', 'cancel', { contribution: canceling.id, reason: 'money' })
    await actAs('two', 'pause', { contribution: pausing.id, months: '1' })
    await give('five', { amount: '15' })
    const text = await page(`?from=${from}`)
    assert.deepEqual(partsOf(text), [4, 1, 0, 0, 0, 1, 1, 0, 3])
    assert.match(text, /Checked: 4 \+ 1 \+ 0 \+ 0 \+ 0 − 1 − 1 − 0 = 3\./)
    assert.deepEqual(valuesOf(text, 'mrr'), ['EUR 2000', 'USD 2000'])
    // The sandbox settles a euro as 1.12 dollars.
    assert.deepEqual(valuesOf(text, 'mrr-total'), ['USD 4240'])
    // $15 a month and $60 a year from two people; 20 euros from one.
    assert.deepEqual(valuesOf(text, 'arpu'), ['EUR 2000', 'USD 1000'])
    assert.deepEqual(valuesOf(text, 'churn-rate'), ['0.25'])
    assert.deepEqual(partsOf(await page(`?from=${from}&currency=EUR`)), [1, 0, 0, 0, 0, 0, 0, 0, 1])
    assert.match(text, /\$15 a month/)
    assert.match(text, /In no whole month of this period did ten people give the same reason/)
    // In a month of 30 days the renewal of today's contribution is within 30 days as well.
    assert.match(text, /(1 renewal is|2 renewals are) due and no cancellations are planned/)
    const { text: csv } = await (await signInStaff(mainstay.origin)).get(
      `${REPORT}.csv?from=${from}&header=off`,
    )
    const [columns = '', ...rows] = csv
      .trim()
      .split('\n')
      .map((line) => line.split(','))
    const sumOf = (column: string) =>
      rows.reduce((total, row) => total + Number(row[columns.indexOf(column)]), 0)
    assert.deepEqual(['new_supporters', 'paused_supporters', 'lost_supporters'].map(sumOf), [1, 1, 1])
    assert.equal(rows.at(-1)?.[columns.indexOf('active_supporters')], '3')
    const tableOf = async (name: string) => {
      const vera = await signInStaff(mainstay.origin)
      const { text: table } = await vera.get(`${REPORT}.csv?table=${name}&header=off`)
      return table.trim().split('\n').slice(1)
    }
    assert.deepEqual(await tableOf('amounts'), [
      'EUR,monthly,240.00,20.00,1',
      'USD,monthly,180.00,15.00,1',
      'USD,yearly,60.00,5.00,1',
    ])
    assert.deepEqual(await tableOf('cadences'), ['monthly,2', 'yearly,1'])
    assert.deepEqual(await tableOf('currencies'), ['USD,2', 'EUR,1'])
    assert.deepEqual(await tableOf('reasons'), ['money,', 'reading,', 'elsewhere,', 'safety,', 'none,'])
    for (const row of await tableOf('upcoming'))
      assert.match(row, /^\d{4}-\d\d-\d\d,(EUR,1,20\.00|USD,1,15\.00),0,0\.00$/)
    assert.equal((await (await signInStaff(mainstay.origin)).get(`${REPORT}.csv?table=people`)).status, 400)
  })

  test('a failing renewal counts as active and is marked, a planned cancellation is counted', async () => {
    const failing = await give('failing')
    const leaving = await give('leaving')
    const { id } = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: failing.customer,
    })
    await stripe.subscriptions.update(failing.id, { default_payment_method: id })
    await passDays(
      Math.ceil(((await periodEndOf(stripe, failing.id)) - mainstay.now().getTime() / 1_000) / DAY_S) + 1,
    )
    await stripe.subscriptions.update(leaving.id, { cancel_at_period_end: true })
    await mainstay.settle()
    const text = await page()
    assert.deepEqual(valuesOf(text, 'failing-renewals'), ['1'])
    assert.deepEqual(valuesOf(text, 'active-supporters'), ['2'])
    assert.match(text, /of them with a failing renewal<\/th><td>1<\/td>/)
    assert.deepEqual(valuesOf(text, 'scheduled-cancellations'), ['1'])
    assert.match(text, /1 cancellation is planned/)
    assert.deepEqual(valuesOf(await page('?currency=EUR'), 'failing-renewals'), ['0'])
  })

  test('an empty record has each figure once, as zero, and the role report sees none of the exact ones', async () => {
    const text = await page()
    assert.deepEqual(
      partsOf(text),
      PARTS.map(() => 0),
    )
    for (const metric of ['failing-renewals', 'scheduled-cancellations'])
      assert.deepEqual(valuesOf(text, metric), ['0'], metric)
    assert.deepEqual(valuesOf(text, 'mrr'), ['USD 0'])
    assert.deepEqual([...valuesOf(text, 'arpu'), ...valuesOf(text, 'churn-rate')], ['USD none', 'none'])
    assert.doesNotMatch(text, /<svg/)
    await give('one')
    await givenStaff(mainstay.database, RITA, 'report')
    const rita = await signInStaff(mainstay.origin, RITA)
    const rounded = (await rita.get(REPORT)).text
    assert.doesNotMatch(rounded, /failing-renewals|scheduled-cancellations|arpu|Reasons|a month</)
    assert.equal((await rita.get(`${REPORT}.csv`)).status, 403)
  })
})
