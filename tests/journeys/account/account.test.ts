import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { rebuild } from '../../../src/billing/maintenance/drain-action.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { appealOf, givenReader, type Reader } from '../../given/people/reader.ts'
import { goTo, passRenewal, periodEndOf } from '../../given/people/renewal.ts'
import { contributeAs, signInAs } from '../../given/people/supporter.ts'
import { pendingActions } from '../../given/record/pending-actions.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'
import { yearOf } from '../../given/start-at.ts'

const DAY_S = 86_400

describeMainstay('the account page', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })

  const give = async (address: string, giving: Record<string, string> = {}) =>
    stripe.checkout.sessions.retrieve((await contributeAs(mainstay, address, giving)).session)
  const signedInAs = (address: string) => signInAs(mainstay, address)
  const signedInAsAgain = (address: string) => signInAs(mainstay, address, 2)
  const offeredTo = async (reader: Reader) =>
    /class="already-supporting"/.test((await reader.get('/support?language=en')).text)

  test('without a session it redirects to sign-in, and shows nobody else’s contributions', async () => {
    const stranger = givenReader(mainstay.origin)
    for (const path of ['/account', '/account/cancel?contribution=sub_1'])
      assert.equal((await stranger.get(path)).location.split('?')[0], '/sign-in')
    const late = await stranger.post('/account/cancel', { contribution: 'sub_1', language: 'ru' })
    assert.equal(late.location, '/sign-in?language=ru')
    const { subscription } = await give('one@example.com')
    await give('other@example.com')
    const other = await signedInAs('other@example.com')
    const theirs = String(subscription)
    assert.equal((await other.get(`/account/cancel?contribution=${theirs}`)).status, 404)
    assert.equal((await other.post('/account/cancel', { contribution: theirs })).status, 404)
    assert.equal((await stripe.subscriptions.retrieve(theirs)).status, 'active')
  })

  test('it shows the amount, the start and the next charge, in both languages', async () => {
    await give('plain@example.com', { amount: '7', frequency: 'yearly' })
    await give('plain@example.com', { amount: '20', frequency: 'once' })
    const reader = await signedInAs('plain@example.com')
    const { text } = await reader.get('/account?language=en')
    const year = yearOf(mainstay.now())
    assert.match(text, /<h2[^>]*>\$7 a year<\/h2>/)
    assert.match(text, new RegExp(`Your next charge is on \\d+ \\w+ ${year + 1}`))
    assert.match(text, /\$20 once, on \d+ \w+/)
    assert.match((await reader.get('/account?language=ru')).text, /7\s\$ в год/)
  })

  test('a contribution is canceled in two taps, with or without a reason, and only once if sent twice', async () => {
    const { subscription, customer } = await give('ends@example.com')
    const id = String(subscription)
    const reader = await signedInAs('ends@example.com')
    const page = await reader.get(`/account/cancel?contribution=${id}`)
    assert.match(page.text, /Cancel this contribution\?/)
    const form = { contribution: id, language: 'en', reason: 'money' }
    const twice = await Promise.all([
      reader.post('/account/cancel', form),
      reader.post('/account/cancel', form),
    ])
    for (const { status, location } of twice)
      assert.deepEqual([status, location], [303, '/account?done=cancelled&language=en'])
    await mainstay.settle()
    assert.equal((await stripe.subscriptions.retrieve(id)).status, 'canceled')
    assert.match(
      (await reader.get('/account?language=en')).text,
      /You have no monthly or yearly contribution/,
    )
    const resumed = await reader.post('/account/resume', { contribution: id, language: 'en' })
    assert.equal(resumed.location, '/account?language=en', 'an old tab shows it as active')
    const movements = await mainstay.database.query<{ summary: string }>(
      `select m.kind || coalesce(' ' || m.cause, '') as summary from movements m
       join stripe_customers c on c.supporter_id = m.supporter_id where c.id = $1 order by m.sequence`,
      [String(customer)],
    )
    assert.deepEqual(
      movements.map(({ summary }) => summary),
      ['new', 'churn chosen'],
    )
    const [action] = await mainstay.database.query<{ reason: string; count: number }>(
      'select max(reason) as reason, count(*) as count from subscription_actions where subscription_id = $1',
      [id],
    )
    assert.deepEqual(action, { reason: 'money', count: 1 })
    const reasonless = await reader.post('/account/cancel', { ...form, reason: 'my own words' })
    assert.equal(reasonless.status, 422)
  })

  test('after a cancellation the letter stays away from every linked browser, for 90 days or a year', async () => {
    const { session, supporter } = await contributeAs(mainstay, 'silent@example.com')
    const id = String((await stripe.checkout.sessions.retrieve(session)).subscription)
    const [laptop, left] = [
      await signedInAs('silent@example.com'),
      await signedInAsAgain('silent@example.com'),
    ]
    await left.post('/sign-out', {})
    await laptop.post('/account/cancel', { contribution: id, language: 'en', reason: 'safety' })
    assert.notEqual(await appealOf(laptop), 'shown', 'not a second is left open')
    await mainstay.settle()
    const browsers = [supporter, laptop]
    for (const each of browsers) assert.equal(await appealOf(each), 'canceled')
    assert.equal(await appealOf(left), 'snoozed', 'a browser that was signed out is told nothing')
    const article = (await laptop.get('/articles/third-floor-second-door')).text
    assert.doesNotMatch(article, /id="appeal"|class="reminder"/)
    await mainstay.redis?.flushall()
    await rebuild(
      { database: mainstay.database, now: mainstay.now, rules: mainstay.resources.newsroom.rules },
      false,
    )
    for (const each of browsers) assert.equal(await appealOf(each), 'canceled', 'it outlives Redis')
    await mainstay.advance(364 * DAY_S)
    assert.equal(await appealOf(laptop), 'canceled')
    await mainstay.advance(2 * DAY_S)
    assert.equal(await appealOf(laptop), 'shown')
    const again = await give('silent@example.com')
    await stripe.subscriptions.cancel(String(again.subscription))
    await mainstay.settle()
    assert.equal(await appealOf(laptop), 'canceled')
    await mainstay.advance(91 * DAY_S)
    assert.equal(await appealOf(laptop), 'shown')
  })

  test('each of several contributions is canceled on its own; one that Stripe rejects continues, and is canceled when asked again', async () => {
    const second = await give('stubborn@example.com', { amount: '8' })
    const first = await give('stubborn@example.com')
    const reader = await signedInAs('stubborn@example.com')
    const page = async () => (await reader.get('/account?language=en')).text
    assert.match(await page(), /You can cancel each one on its own/)
    const cancel = async () => {
      await reader.post('/account/cancel', { contribution: String(second.subscription), language: 'en' })
      await mainstay.settle()
      assert.deepEqual(await pendingActions(mainstay.database), [])
    }
    const statusOf = async ({ subscription }: Stripe.Checkout.Session) =>
      (await stripe.subscriptions.retrieve(String(subscription))).status
    const path = `/v1/subscriptions/${String(second.subscription)}`
    for (let times = 0; times < 2; times += 1) {
      await mainstay.control('faults', { kind: 'refuse', path, method: 'DELETE', times: 1 })
      await cancel()
      assert.deepEqual([await statusOf(first), await statusOf(second)], ['active', 'active'])
      assert.match(await page(), /Stripe didn’t accept your last change/)
    }
    await cancel()
    assert.deepEqual([await statusOf(first), await statusOf(second)], ['active', 'canceled'])
    assert.doesNotMatch(await page(), /Stripe didn’t accept|on its own/)
  })

  test('a yearly statement lists the supporter’s payments and refunds, and nobody else’s', async () => {
    await give('stated@example.com', { amount: '20', frequency: 'once' })
    const { payment_intent: intent } = await give('stated@example.com', { amount: '30', frequency: 'once' })
    await stripe.refunds.create({ payment_intent: String(intent), amount: 1_000 })
    await mainstay.settle()
    const reader = await signedInAs('stated@example.com')
    const year = yearOf(mainstay.now())
    const { text } = await reader.get(`/account/statement?year=${year}&language=en`)
    assert.match(
      text,
      /Payment<\/td><td[^>]*>\$20[\s\S]*Payment<\/td><td[^>]*>\$30[\s\S]*Refund to you<\/td><td[^>]*>-\$10/,
    )
    assert.match(text, /Total in USD<\/th><td[^>]*>\$40</)
    for (const wrong of [year - 1, 'x', '20266'])
      assert.equal((await reader.get(`/account/statement?year=${wrong}`)).status, 404)
  })

  test('mails follow the chosen language and plain look, also for later contributions', async () => {
    await give('wishes@example.com', { amount: '5', frequency: 'once' })
    const reader = await signedInAs('wishes@example.com')
    const set = await reader.post('/account/mail', { language: 'en', mailLanguage: 'ru', plain: 'yes' })
    assert.equal(set.location, '/account?done=mail&language=en')
    assert.match((await reader.get('/account?language=en')).text, /value="ru" checked/)
    await give('wishes@example.com', { amount: '9', frequency: 'once' })
    const { text } = await reader.get('/outbox?language=en')
    const mail = text
      .split('<article')
      .find((part) => part.includes('wishes@example.com') && part.includes('разовый взнос'))
    assert.match(mail ?? '', /Ваш разовый взнос 9/)
    assert.doesNotMatch(mail?.split('outbox-mail-text')[0] ?? '', /Волнорез|Breakwater|Спасибо/)
    assert.equal((await reader.post('/account/mail', { mailLanguage: 'fr' })).status, 422)
  })

  test('cards and invoices are on Stripe’s portal with our configuration; if Stripe is unavailable, a page says so', async () => {
    const { subscription, customer } = await give('card@example.com')
    const reader = await signedInAs('card@example.com')
    const page = await reader.get('/account?language=en')
    assert.match(
      page.headers['content-security-policy'] ?? '',
      new RegExp(`form-action 'self' ${mainstay.sandbox.origin}`),
    )
    const form = { contribution: String(subscription), language: 'en' }
    const left = await reader.post('/account/portal', form)
    assert.equal(left.status, 303)
    const portal = await (await fetch(left.location)).text()
    assert.match(portal, /card@example\.com/)
    assert.match(portal, /account\?language=en/)
    const configurations = (await stripe.billingPortal.configurations.list()).data
    assert.deepEqual(
      configurations.map(({ features: { subscription_cancel: ends, payment_method_update: cards } }) => [
        ends.enabled,
        cards.enabled,
      ]),
      [[false, true]],
    )
    await reader.post('/account/portal', form)
    assert.equal((await stripe.billingPortal.configurations.list()).data.length, 1)
    await mainstay.control('faults', { kind: 'error', path: '/v1/billing_portal', times: 2 })
    const away = await reader.post('/account/portal', form)
    assert.equal(away.status, 503)
    await give('one@example.com')
    const stranger = await signedInAs('one@example.com')
    assert.equal((await stranger.post('/account/portal', form)).status, 404)
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    await stripe.customers.del(String(customer))
    assert.equal(
      (await reader.post('/account/portal', form)).status,
      404,
      'the customer is unknown to Stripe',
    )
  })

  test('if Stripe is unavailable, a cancellation is recorded, shown, and made once Stripe is back', async () => {
    const { subscription } = await give('away@example.com')
    const id = String(subscription)
    const reader = await signedInAs('away@example.com')
    await mainstay.control('faults', { kind: 'error', path: '/v1/subscriptions', times: 3 })
    await reader.post('/account/cancel', { contribution: id, language: 'en' })
    assert.match((await reader.get('/account?language=en')).text, /data-state="canceling"/)
    await mainstay.eventually(async () =>
      assert.equal((await stripe.subscriptions.retrieve(id)).status, 'canceled'),
    )
  })

  test('a charge that Stripe made after the supporter canceled is refunded', async () => {
    const { subscription, customer } = await give('charged-after@example.com')
    const id = String(subscription)
    const reader = await signedInAs('charged-after@example.com')
    const end = await periodEndOf(stripe, id)
    await mainstay.control('faults', { kind: 'error', path: `/v1/subscriptions/${id}`, times: 10_000 })
    const asked = await reader.post('/account/cancel', { contribution: id, language: 'en' })
    assert.match((await reader.get(asked.location)).text, /Once Stripe confirms/)
    await goTo(mainstay, end + 7_200)
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    await mainstay.eventually(async () => {
      await mainstay.advance(60)
      assert.equal((await stripe.subscriptions.retrieve(id)).status, 'canceled')
      const charges = (await stripe.charges.list({ customer: String(customer) })).data
      assert.deepEqual(
        charges.map(({ amount_refunded: returned }) => returned),
        [500, 0],
      )
    })
    await mainstay.settle()
  })

  test('a charge that failed before the cancellation and was paid after it is refunded', async () => {
    const { subscription, customer } = await give('recovers-late@example.com')
    const id = String(subscription)
    const useCard = async (card: string) => {
      const method = await stripe.paymentMethods.attach(card, { customer: String(customer) })
      await stripe.subscriptions.update(id, { default_payment_method: method.id })
    }
    await useCard('pm_card_chargeCustomerFail')
    await passRenewal(mainstay, stripe, id)
    await mainstay.advance(DAY_S)
    await mainstay.settle()
    const reader = await signedInAs('recovers-late@example.com')
    const path = `/v1/subscriptions/${id}`
    await mainstay.control('faults', { kind: 'error', path, method: 'DELETE', times: 10_000 })
    await reader.post('/account/cancel', { contribution: id, language: 'en' })
    await mainstay.advance(600)
    await useCard('pm_card_visa')
    const [open] = (await stripe.invoices.list({ subscription: id, status: 'open' })).data
    assert.equal((await stripe.invoices.pay(open?.id ?? '')).status, 'paid')
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    await mainstay.eventually(async () => {
      await mainstay.advance(60)
      const charges = (await stripe.charges.list({ customer: String(customer) })).data
      assert.deepEqual(
        charges.filter(({ paid }) => paid).map(({ amount_refunded: returned }) => returned),
        [500, 0],
      )
    })
    await mainstay.settle()
  })

  test('a refunded one-time gift is shown as refunded, and another action is confirmed although a change was rejected', async () => {
    const { subscription } = await give('told@example.com')
    const gift = await give('told@example.com', { frequency: 'once', amount: '20' })
    const [charge] = (await stripe.charges.list({ customer: String(gift.customer) })).data
    await stripe.refunds.create({ charge: charge?.id ?? '', amount: 1_500 })
    await mainstay.settle()
    const reader = await signedInAs('told@example.com')
    assert.match(
      (await reader.get('/account?language=en')).text,
      /\$20 once, on [^.]+\. \$15 of it was refunded\./,
    )
    const path = `/v1/subscriptions/${String(subscription)}`
    await mainstay.control('faults', { kind: 'refuse', path, method: 'POST', times: 1 })
    const form = { contribution: String(subscription), language: 'en', amount: '9', frequency: 'monthly' }
    const changed = await reader.post('/account/amount', form)
    await mainstay.settle()
    const { text } = await reader.get(changed.location)
    assert.match(text, /Stripe didn’t accept your last change/)
    assert.doesNotMatch(text, /remark-good/)
    await mainstay.advance(120)
    const mailed = await reader.post('/account/mail', { language: 'en', mailLanguage: '', plain: 'yes' })
    assert.match((await reader.get(mailed.location)).text, /remark-good/)
  })

  test('no link leads to the open invoice of a canceled contribution', async () => {
    const { subscription, customer } = await give('too-late@example.com')
    const id = String(subscription)
    const failing = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: String(customer),
    })
    await stripe.subscriptions.update(id, { default_payment_method: failing.id })
    const reader = await signedInAs('too-late@example.com')
    await passRenewal(mainstay, stripe, id)
    const form = { contribution: id, language: 'en' }
    assert.match((await reader.post('/account/pay', form)).location, /^http/)
    for (let week = 0; week < 5; week += 1) {
      await mainstay.advance(7 * DAY_S)
      await mainstay.settle()
    }
    assert.equal((await stripe.subscriptions.retrieve(id)).status, 'canceled')
    assert.equal((await reader.post('/account/pay', form)).location, '/account?language=en')
  })

  test('a signed-in supporter is offered a change on the support page, whatever this browser is linked to', async () => {
    await give('laptop@example.com', { frequency: 'once', amount: '20' })
    const laptop = await signedInAs('laptop@example.com')
    assert.equal(await offeredTo(laptop), false)
    await give('laptop@example.com', { amount: '6' })
    assert.equal(await offeredTo(laptop), true)
  })

  test('a signed-in supporter sees no appeal once a monthly contribution starts under their address in another browser', async () => {
    const first = await give('elsewhere@example.com')
    const laptop = await signedInAs('elsewhere@example.com')
    const left = await signedInAsAgain('elsewhere@example.com')
    await left.post('/sign-out', {})
    await stripe.subscriptions.cancel(String(first.subscription))
    await mainstay.settle()
    assert.deepEqual([await appealOf(laptop), await appealOf(left)], ['canceled', 'snoozed'])
    await give('elsewhere@example.com', { amount: '6' })
    assert.equal(await appealOf(laptop), 'supports')
    assert.equal(await appealOf(left), 'snoozed', 'a browser without a session')
  })

  test('after signing out, also everywhere, the browser does not reveal that they give, and still shows no appeal', async () => {
    const { supporter } = await contributeAs(mainstay, 'seized@example.com')
    const phone = await signedInAs('seized@example.com')
    const laptop = await signedInAsAgain('seized@example.com')
    for (const each of [supporter, phone, laptop]) assert.equal(await offeredTo(each), true)
    await phone.post('/sign-out', {})
    assert.deepEqual([await offeredTo(phone), await offeredTo(supporter)], [false, true])
    await laptop.post('/sign-out', { everywhere: 'yes' })
    for (const each of [supporter, phone, laptop]) {
      assert.equal(await offeredTo(each), false)
      assert.equal(await appealOf(each), 'snoozed')
    }
    const again = await signInAs(mainstay, 'seized@example.com', 3, phone)
    assert.equal(await offeredTo(again), true, 'and does so again after a sign-in')
  })

  test('a failed charge is shown with the day of the retry', async () => {
    const { subscription, customer } = await give('fails@example.com')
    const [method] = (await stripe.customers.listPaymentMethods(String(customer))).data
    assert.ok(method)
    const failing = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: String(customer),
    })
    await stripe.subscriptions.update(String(subscription), { default_payment_method: failing.id })
    const reader = await signedInAs('fails@example.com')
    await passRenewal(mainstay, stripe, String(subscription))
    assert.match(
      (await reader.get('/account?language=en')).text,
      /The last charge failed\. We’ll try again on/,
    )
    const form = { contribution: String(subscription), language: 'en' }
    const left = await reader.post('/account/pay', form)
    assert.equal(left.status, 303)
    const paid = await fetch(left.location, {
      method: 'POST',
      headers: { origin: mainstay.sandbox.origin },
      body: new URLSearchParams({ card: '4242424242424242' }),
    })
    assert.equal(paid.status, 200)
    await mainstay.settle()
    assert.match((await reader.get('/account?language=en')).text, /data-state="active"/)
    assert.equal((await reader.post('/account/pay', form)).location, '/account?language=en')
  })
})
