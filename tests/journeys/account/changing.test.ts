import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader, hiddenFields, type Reader } from '../../given/people/reader.ts'
import { goTo, passRenewal } from '../../given/people/renewal.ts'
import { contributeAs, signInAs } from '../../given/people/supporter.ts'
import { pendingActions } from '../../given/record/pending-actions.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'
import { dayOf } from '../../given/start-at.ts'

const DAY_S = 86_400

type Supporter = { id: string; customer: string; reader: Reader }

describeMainstay('changing a contribution', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })

  const supporter = async (address: string, giving: Record<string, string> = {}): Promise<Supporter> => {
    const { session } = await contributeAs(mainstay, address, giving)
    const { subscription, customer } = await stripe.checkout.sessions.retrieve(session)
    return { id: String(subscription), customer: String(customer), reader: await signInAs(mainstay, address) }
  }
  const itemOf = async (id: string) => {
    const [item] = (await stripe.subscriptions.retrieve(id)).items.data
    assert.ok(item)
    return item
  }
  const renew = ({ id }: Supporter) => passRenewal(mainstay, stripe, id)
  const movementsOf = async ({ customer }: Supporter): Promise<string[]> => {
    const rows = await mainstay.database.query<{ summary: string }>(
      `select m.kind || ' ' || m.annual_change as summary from movements m
       join stripe_customers c on c.supporter_id = m.supporter_id where c.id = $1 order by m.sequence`,
      [customer],
    )
    return rows.map(({ summary }) => summary)
  }
  const paidOf = async ({ customer }: Supporter): Promise<number[]> =>
    (await stripe.charges.list({ customer })).data.map(({ amount }) => amount).reverse()
  const settled = async () => {
    await mainstay.settle()
    assert.deepEqual(await pendingActions(mainstay.database), [])
  }
  const page = async ({ reader }: Supporter) => (await reader.get('/account?language=en')).text
  const change = ({ reader, id }: Supporter, amount: string, frequency = 'monthly') =>
    reader.post('/account/amount', { contribution: id, language: 'en', amount, frequency })

  test('a new amount is previewed, applies from the next charge, and is one change if sent twice', async () => {
    const each = await supporter('more@example.com')
    const looked = await each.reader.get(
      `/account/amount?contribution=${each.id}&amount=8&frequency=monthly&language=en`,
    )
    assert.match(
      looked.text,
      /From your next charge, on \d+ \w+ \d+, you’ll pay \$8 a month instead of \$5 a month/,
    )
    assert.match(looked.text, /Nothing is charged today/)
    assert.equal((await itemOf(each.id)).price.unit_amount, 500, 'the preview changed the price')
    const twice = await Promise.all([change(each, '8'), change(each, '8')])
    for (const { status, location } of twice)
      assert.deepEqual([status, location], [303, '/account?done=changed&language=en'])
    assert.match(await page(each), /<h2[^>]*>\$8 a month/)
    await settled()
    assert.equal((await itemOf(each.id)).price.unit_amount, 800)
    await change(each, '8')
    const [actions] = await mainstay.database.query<{ count: number }>(
      'select count(*) as count from subscription_actions where subscription_id = $1',
      [each.id],
    )
    assert.equal(actions?.count, 1)
    await mainstay.settle()
    const { text } = await each.reader.get('/outbox')
    const mails = text.split('<article').filter((part) => part.includes('more@example.com'))
    assert.equal(mails.filter((mail) => mail.includes('Your contribution has changed')).length, 1)
    assert.deepEqual(await paidOf(each), [500])
    assert.deepEqual(await movementsOf(each), ['new 6000'])
    await renew(each)
    assert.deepEqual(await paidOf(each), [500, 800])
    assert.deepEqual(await movementsOf(each), ['new 6000', 'expansion 3600'])
  })

  test('a supporter is offered a change where others start a contribution', async () => {
    const { supporter: known } = await contributeAs(mainstay, 'again@example.com')
    const offered = /change your amount\. A second regular contribution would be canceled and refunded/
    assert.match((await known.get('/support?language=en')).text, offered)
    assert.match((await known.get('/support?language=en')).text, /href="\/account\?language=en"/)
    const behind =
      /<details><summary>Start another contribution<\/summary><form [^>]*action="\/support\/checkouts"/
    assert.match((await known.get('/support?language=en')).text, behind)
    assert.doesNotMatch((await known.get('/support?frequency=once&language=en')).text, behind)
    assert.doesNotMatch((await known.get('/support?frequency=once&language=en')).text, offered)
    assert.doesNotMatch((await givenReader(mainstay.origin).get('/support?language=en')).text, offered)
  })

  test('the last of two changes in one second wins', async () => {
    const each = await supporter('quick@example.com')
    await change(each, '9')
    await change(each, '12')
    await change(each, '5')
    assert.match(await page(each), /<h2[^>]*>\$5 a month/)
    await settled()
    assert.equal((await itemOf(each.id)).price.unit_amount, 500)
  })

  test('monthly to yearly and back: the paid period ends first, and nothing is charged twice', async () => {
    const each = await supporter('yearly@example.com')
    await change(each, '50', 'yearly')
    await settled()
    const { current_period_end: charged, price } = await itemOf(each.id)
    assert.deepEqual([price.unit_amount, price.recurring?.interval], [5_000, 'year'])
    assert.match(await page(each), /<h2[^>]*>\$50 a year[\s\S]*Your next charge is on/)
    assert.deepEqual(await paidOf(each), [500])
    assert.deepEqual(await movementsOf(each), ['new 6000'])
    await renew(each)
    assert.deepEqual(await paidOf(each), [500, 5_000])
    assert.deepEqual(await movementsOf(each), ['new 6000', 'contraction -1000'])
    const year = (await itemOf(each.id)).current_period_end
    assert.equal(Math.round((year - charged) / DAY_S / 30.5), 12)
    await change(each, '6', 'monthly')
    await settled()
    assert.equal((await itemOf(each.id)).current_period_end, year, 'a paid year was shortened')
    assert.deepEqual(await paidOf(each), [500, 5_000])
    await renew(each)
    assert.deepEqual(await paidOf(each), [500, 5_000, 600])
    assert.deepEqual(await movementsOf(each), ['new 6000', 'contraction -1000', 'expansion 2200'])
  })

  test('a pause skips two charges for good and resumes by itself', async () => {
    const each = await supporter('rests@example.com')
    const asked = await each.reader.get(`/account/pause?contribution=${each.id}&language=en`)
    assert.match(asked.text, /Skip two charges\. Next charge: \d+ \w+ \d+/)
    const form = { contribution: each.id, language: 'en', months: '2' }
    for (const { location } of await Promise.all([
      each.reader.post('/account/pause', form),
      each.reader.post('/account/pause', form),
    ]))
      assert.equal(location, '/account?done=paused&language=en')
    assert.match(
      await page(each),
      /data-state="paused"[\s\S]*Paused until \d+ \w+ \d+\. Your next charge is on \d+ \w+/,
    )
    await settled()
    const { pause_collection: pause } = await stripe.subscriptions.retrieve(each.id)
    assert.equal(pause?.behavior, 'void')
    assert.deepEqual(await movementsOf(each), ['new 6000', 'pause -6000'])
    await renew(each)
    await renew(each)
    assert.deepEqual(await paidOf(each), [500])
    await renew(each)
    assert.deepEqual(await paidOf(each), [500, 500])
    assert.deepEqual(await movementsOf(each), ['new 6000', 'pause -6000', 'resume 6000'])
    assert.match(await page(each), /data-state="active"/)
  })

  test('one tap resumes a pause, and the next charge is made', async () => {
    const each = await supporter('back@example.com')
    await each.reader.post('/account/pause', { contribution: each.id, language: 'en', months: '3' })
    await settled()
    const isMailed = (words: RegExp) =>
      mainstay.eventually(async () => {
        const { text } = await each.reader.get('/outbox')
        const mails = text.split('<article').filter((part) => part.includes('back@example.com'))
        assert.ok(mails.some((mail) => words.test(mail)))
      })
    // No mail is sent about a pause that is over before the mail goes out.
    await isMailed(/is paused[\s\S]*Your next charge is on \d+ \w+ \d+/)
    const answer = await each.reader.post('/account/resume', { contribution: each.id, language: 'en' })
    assert.equal(answer.location, '/account?done=resumed&language=en')
    assert.match(await page(each), /data-state="active"/)
    await settled()
    assert.equal((await stripe.subscriptions.retrieve(each.id)).pause_collection, null)
    await isMailed(/has resumed[\s\S]*The pause is over\. Your next charge is on/)
    await renew(each)
    assert.deepEqual(await paidOf(each), [500, 500])
  })

  test('if Stripe is unavailable, a change is recorded, shown, and made once Stripe is back', async () => {
    const each = await supporter('away@example.com')
    await mainstay.control('faults', { kind: 'error', path: '/v1/subscriptions', times: 4 })
    const asked = await change(each, '7')
    const waiting = await each.reader.get(asked.location)
    assert.match(waiting.text, /\$7 a month[\s\S]*role="status"[^>]*>Saved\. We’re confirming it with Stripe/)
    assert.equal(waiting.headers['refresh'], '2; url=/account?done=changed&looked=1&language=en')
    const last = await each.reader.get('/account?done=changed&looked=7&language=en')
    assert.equal(last.headers['refresh'], undefined, 'it does not look for ever')
    await mainstay.eventually(async () => assert.equal((await itemOf(each.id)).price.unit_amount, 700))
    await settled()
    const confirmed = await each.reader.get(asked.location)
    assert.match(confirmed.text, /role="status"[^>]*>Saved\. Next charge: \$7 a month, on \d+ \w+ \d+\./)
    assert.equal(confirmed.headers['refresh'], undefined)
  })

  test('a longer pause from another tab wins, and is one pause if sent twice', async () => {
    const each = await supporter('longer@example.com')
    const pauseFor = (months: string) =>
      each.reader.post('/account/pause', { contribution: each.id, language: 'en', months })
    await pauseFor('1')
    await settled()
    await Promise.all([pauseFor('3'), pauseFor('3')])
    await settled()
    const pauses = await mainstay.database.query(
      `select 1 from subscription_actions where subscription_id = $1 and kind = 'pause'`,
      [each.id],
    )
    assert.equal(pauses.length, 2)
    const { current_period_end: end } = await itemOf(each.id)
    await goTo(mainstay, end + 70 * DAY_S)
    assert.deepEqual(await paidOf(each), [500])
    await goTo(mainstay, end + 95 * DAY_S)
    assert.deepEqual(await paidOf(each), [500, 500])
  })

  test('a form opened before a skipped charge pauses nothing, because its days are outdated', async () => {
    const each = await supporter('stale@example.com')
    const form = hiddenFields(
      (await each.reader.get(`/account/pause?contribution=${each.id}&language=en`)).text,
      '/account/pause',
    )
    const later = { ...form, from: new Date(Date.parse(form['from'] ?? '') - 30 * 86_400_000).toISOString() }
    const stale = await each.reader.post('/account/pause', { ...later, months: '3' })
    assert.match(stale.location, /^\/account\/pause\?/)
    assert.equal((await stripe.subscriptions.retrieve(each.id)).pause_collection, null)
    const fresh = await each.reader.post('/account/pause', { ...form, months: '1' })
    assert.match(fresh.location, /done=paused/)
  })

  test('a pause at the end of a month names the right day of the next charge', async () => {
    await goTo(mainstay, Date.UTC(2032, 0, 31, 12) / 1_000)
    const each = await supporter('last-days@example.com')
    await renew(each)
    await renew(each)
    const { current_period_end: april } = await itemOf(each.id)
    assert.equal(new Date(april * 1_000).toISOString().slice(0, 10), '2032-04-30')
    const asked = await each.reader.get(`/account/pause?contribution=${each.id}&language=en`)
    const may = dayOf(new Date('2032-05-31T12:00:00Z'))
    assert.ok(asked.text.includes(`Skip one charge. Next charge: ${may}`))
    await each.reader.post('/account/pause', { contribution: each.id, language: 'en', months: '1' })
    await settled()
    assert.ok((await page(each)).includes(may))
    await goTo(mainstay, april + 33 * 86_400)
    const [last] = (await stripe.charges.list({ customer: each.customer })).data
    assert.equal(new Date((last?.created ?? 0) * 1_000).toISOString().slice(0, 10), '2032-05-31')
  })

  test('a charge made before a delayed pause reached Stripe is refunded', async () => {
    const each = await supporter('late-pause@example.com')
    const { current_period_end: end } = await itemOf(each.id)
    await goTo(mainstay, end - 1_800)
    const path = `/v1/subscriptions/${each.id}`
    await mainstay.control('faults', { kind: 'error', path, method: 'POST', times: 10_000 })
    await each.reader.post('/account/pause', { contribution: each.id, language: 'en', months: '1' })
    await goTo(mainstay, end + 7_200)
    assert.deepEqual(await paidOf(each), [500, 500])
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    await mainstay.advance(900)
    await settled()
    const returned = async () =>
      (await stripe.charges.list({ customer: each.customer })).data.map((charge) => charge.amount_refunded)
    assert.deepEqual(await returned(), [500, 0])
    // The next charge is made.
    await goTo(mainstay, end + 33 * DAY_S)
    assert.deepEqual(await returned(), [0, 500, 0])
  })

  test('a charge after a pause and a resume that reached Stripe together is kept', async () => {
    const each = await supporter('undecided-pause@example.com')
    const { current_period_end: end } = await itemOf(each.id)
    const path = `/v1/subscriptions/${each.id}`
    await mainstay.control('faults', { kind: 'error', path, method: 'POST', times: 10_000 })
    const form = { contribution: each.id, language: 'en', months: '1' }
    await each.reader.post('/account/pause', form)
    await mainstay.advance(600)
    await each.reader.post('/account/resume', form)
    await mainstay.advance(end + 7_200 - Math.floor(mainstay.now().getTime() / 1_000))
    // The second waits for the first and stays due.
    const recorded = 'select 1 from stripe_charges where customer_id = $1'
    await mainstay.eventually(async () =>
      assert.equal((await mainstay.database.query(recorded, [each.customer])).length, 2),
    )
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    await mainstay.advance(900)
    await settled()
    const charges = (await stripe.charges.list({ customer: each.customer })).data
    assert.deepEqual(
      charges.map(({ amount_refunded: returned }) => returned),
      [0, 0],
    )
  })

  test('a refund that cannot be made yet does not block later changes', async () => {
    const each = await supporter('disputed-pause@example.com')
    const { current_period_end: end } = await itemOf(each.id)
    const path = `/v1/subscriptions/${each.id}`
    await mainstay.control('faults', { kind: 'error', path, method: 'POST', times: 10_000 })
    const form = { contribution: each.id, language: 'en', months: '3' }
    await each.reader.post('/account/pause', form)
    await goTo(mainstay, end + 7_200)
    const [last] = (await stripe.charges.list({ customer: each.customer })).data
    await mainstay.control('disputes', { charge: last?.id ?? '', outcome: 'needs_response' })
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    const pauseOf = async () => (await stripe.subscriptions.retrieve(each.id)).pause_collection
    await mainstay.eventually(async () => {
      await mainstay.advance(300)
      assert.notEqual(await pauseOf(), null)
    })
    await each.reader.post('/account/resume', form)
    await mainstay.eventually(async () => {
      await mainstay.advance(300)
      assert.equal(await pauseOf(), null)
    })
    await mainstay.eventually(async () => {
      const due = await mainstay.database.query<{ summary: string }>(
        `select concat_ws(' ', kind, last_failure) as summary from subscription_actions where due_at is not null`,
      )
      assert.deepEqual(due, [{ summary: 'refund dispute-open' }])
    })
  })

  test('a change that Stripe rejects is shown, and nothing changes', async () => {
    const each = await supporter('refused@example.com')
    const path = `/v1/subscriptions/${each.id}`
    await mainstay.control('faults', { kind: 'refuse', path, method: 'POST' })
    await each.reader.post('/account/pause', { contribution: each.id, language: 'en', months: '1' })
    await settled()
    assert.match(await page(each), /data-state="active"[\s\S]*Stripe didn’t accept your last change/)
    assert.deepEqual(await movementsOf(each), ['new 6000'])
    await change(each, '6')
    await settled()
    assert.doesNotMatch(await page(each), /refused your last change/)
  })

  test('mistakes are shown by the field with the typed text; what cannot be changed is not offered', async () => {
    const each = await supporter('typo@example.com')
    for (const [amount, message] of [
      ['1', /Enter \$2 or more/],
      ['five', /amount/],
    ] as const) {
      const posted = await change(each, amount)
      assert.equal(posted.status, 422)
      assert.match(posted.text, /role="alert"/)
      assert.match(posted.text, message)
      assert.ok(posted.text.includes(`value="${amount}"`))
    }
    assert.equal((await change(each, '5', 'weekly')).status, 422)
    const bad = await each.reader.post('/account/pause', { contribution: each.id, months: '12' })
    assert.equal(bad.status, 422)
    const other = await supporter('nosy@example.com')
    for (const action of ['amount', 'pause', 'resume'])
      assert.equal(
        (await other.reader.post(`/account/${action}`, { contribution: each.id, amount: '9', months: '1' }))
          .status,
        404,
      )
    await each.reader.post('/account/cancel', { contribution: each.id, language: 'en' })
    const late = await change(each, '9')
    assert.equal(late.location, '/account?language=en')
    await settled()
    assert.equal((await itemOf(each.id)).price.unit_amount, 500)
  })

  test('a contribution with a failed charge can change its amount, not its frequency', async () => {
    const each = await supporter('behind@example.com')
    const method = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: each.customer,
    })
    await stripe.subscriptions.update(each.id, { default_payment_method: method.id })
    await renew(each)
    assert.match(await page(each), /data-state="pastDue"/)
    const yearly = await change(each, '50', 'yearly')
    assert.equal(yearly.status, 422)
    assert.match(yearly.text, /once the last charge is paid/)
    assert.equal((await change(each, '3')).status, 303)
    await settled()
    assert.equal((await itemOf(each.id)).price.unit_amount, 300)
  })
})
