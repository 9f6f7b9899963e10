import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader, paySession, startGiving } from '../../given/people/reader.ts'
import { passRenewal } from '../../given/people/renewal.ts'
import { givenStaff, RITA, signInStaff, VERA } from '../../given/people/staff.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const DAY_S = 86_400

const value = (html: string, metric: string, currency = ''): string => {
  const wanted = currency ? ` data-currency="${currency}"` : ''
  return new RegExp(`<data[^>]*data-metric="${metric}"${wanted} value="([^"]*)"`).exec(html)?.[1] ?? ''
}

const attention = (html: string): string[] =>
  [...html.matchAll(/data-attention="([^"]*)" data-count="(\d+)"/g)].map(
    ([, kind, count]) => `${kind} ${count}`,
  )

const events = (html: string): string[] =>
  [...html.matchAll(/data-event="[^"]*"><span>([^<]*)</g)].map(([, text = '']) => text)

describeMainstay('the overview', (mainstay) => {
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

  test('is where staff land, and says that nothing needs them', async () => {
    const answer = await givenReader(mainstay.origin).post('/staff/sign-in', { ...VERA })
    assert.deepEqual([answer.status, answer.location], [303, '/staff'])
    const vera = await signInStaff(mainstay.origin)
    const { text, status } = await vera.get('/staff?language=en')
    assert.equal(status, 200)
    assert.match(text, /Nobody gives monthly or yearly yet/)
    assert.match(text, /Nothing needs you today\./)
    assert.match(text, /Nothing has happened yet\./)
    for (const metric of ['active-supporters', 'new-supporters', 'needs-attention'])
      assert.equal(value(text, metric), '0', metric)
    assert.equal(value(text, 'mrr', 'USD'), '0')
    assert.doesNotMatch(text, /<svg/)
    assert.match((await vera.get('/staff?language=ru')).text, /Сегодня ничего не требуется\./)
  })

  test('shows the figures of today, those since yesterday, and events without names', async () => {
    const vera = await signInStaff(mainstay.origin)
    await give({ amount: '5' })
    const yearly = await give({ amount: '60', frequency: 'yearly', currency: 'EUR' })
    const { text } = await vera.get('/staff?language=en')
    assert.match(text, /2 people support us today, .*\. The record began on/)
    assert.deepEqual(
      ['active-supporters', 'new-supporters'].map((metric) => value(text, metric)),
      ['2', '2'],
    )
    assert.deepEqual([value(text, 'mrr', 'USD'), value(text, 'mrr', 'EUR')], ['500', '500'])
    assert.match(text, /data-since-yesterday="2 0">\+2 and −0 supporters\. €60\.00 and \$5\.00 paid\./)
    assert.deepEqual(events(text).sort(), ['New supporter: $5.00 a month', 'New supporter: €60.00 a year'])
    assert.equal(text.match(/data-plot="sparkline"/g)?.length, 3)
    assert.ok(![yearly.customer, yearly.subscription, '@'].some((name) => text.includes(name)))
    const [charge] = (await stripe.charges.list({ customer: yearly.customer, limit: 1 })).data
    await stripe.refunds.create({ charge: charge?.id ?? '' })
    await mainstay.settle()
    await mainstay.eventually(async () =>
      assert.ok(events((await vera.get('/staff?language=en')).text).includes('Refund: €60.00')),
    )
  })

  test('a month later the change is said, and each case that waits has a link', async () => {
    const vera = await signInStaff(mainstay.origin)
    const failing = await give({ amount: '5' })
    const disputed = await give({ amount: '50', frequency: 'yearly' })
    const method = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: failing.customer,
    })
    await stripe.subscriptions.update(failing.subscription, { default_payment_method: method.id })
    await passRenewal(mainstay, stripe, failing.subscription)
    await mainstay.advance(2 * DAY_S)
    const [charge] = (await stripe.charges.list({ customer: disputed.customer, limit: 1 })).data
    await mainstay.control('disputes', { charge: charge?.id ?? '', outcome: 'needs_response' })
    await mainstay.database.query('update customer_addresses set bounced_at = $2 where customer_id = $1', [
      failing.customer,
      mainstay.now(),
    ])
    await mainstay.database.query('update customer_addresses set disowned_at = $2 where customer_id = $1', [
      disputed.customer,
      mainstay.now(),
    ])
    await mainstay.settle()
    const { text } = await vera.get('/staff?language=en')
    assert.deepEqual(attention(text), ['disputes 1', 'disowned 1', 'past-due 1', 'bounced 1'])
    assert.equal(value(text, 'needs-attention'), '4')
    assert.match(text, /1 contribution is past due: \$5\.00 a month\./)
    assert.match(text, /as many as a month ago, on|2 people support us today/)
    for (const [, path = ''] of text.matchAll(/<a href="(\/staff[^"]*language=en[^"]*)"/g)) {
      const page = await vera.get(path.replaceAll('&amp;', '&'))
      assert.equal(page.status, 200, path)
      const [, section] = path.split('#')
      if (section) assert.match(page.text, new RegExp(`id="${section}"`), path)
    }
    const inbox = (await vera.get('/staff/inbox?language=en')).text
    assert.match(inbox, new RegExp(`data-bounced="${failing.customer}"`))
    assert.match(inbox, /data-dispute="[^"]*"><code>[^<]*<\/code> \$50\.00, opened on/)
  })

  test('the role report sees rounded figures, no events and nothing that needs attention', async () => {
    await givenStaff(mainstay.database, RITA, 'report')
    const rita = await signInStaff(mainstay.origin, RITA)
    const figures = ({ text }: { text: string }) => text.match(/<data[^>]*>[^<]*<\/data>/g)
    const empty = figures(await rita.get('/staff?language=en'))
    await give({ amount: '5' })
    const answer = await rita.get('/staff?language=en')
    assert.equal(answer.status, 200)
    assert.deepEqual(figures(answer), empty, 'one supporter tells nothing')
    assert.match(answer.text, /Fewer than ten people support us/)
    assert.doesNotMatch(answer.text, /data-event|data-attention|data-since|needs-attention|New supporter/)
    assert.doesNotMatch(answer.text, /href="\/staff\/(inbox|reports\/at-risk)/)
  })
})
