import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenMainstay } from '../../given/mainstay.ts'
import { givenReader, paySession, type Reader, startGiving } from '../../given/people/reader.ts'
import { givenStaff, signInStaff } from '../../given/people/staff.ts'
import { eventBody, sendWebhook } from '../../given/people/webhooks.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

describeMainstay('the staff inbox', (mainstay) => {
  let vera: Reader
  beforeEach(async () => {
    await givenStaff(mainstay.database)
    vera = await signInStaff(mainstay.origin)
  })

  test('a stranger is redirected to sign-in and cannot replay anything', async () => {
    const stranger = givenReader(mainstay.origin)
    assert.equal((await stranger.get('/staff/inbox')).location, '/staff/sign-in')
    const answer = await stranger.post('/staff/inbox/replay', { which: 'all' })
    assert.deepEqual([answer.status, answer.location], [303, '/staff/sign-in'])
  })

  test('an empty inbox says so in both languages', async () => {
    const page = (await vera.get('/staff/inbox')).text
    assert.match(page, /<p class="all-well">All payment events are processed\.<\/p>/)
    assert.doesNotMatch(page, /<h2|id="parked"|id="failing"/, 'a section that holds nothing')
    assert.match(page, /aria-current="page"[^>]*>Payment events<\/a>/)
    assert.match((await vera.get('/staff/inbox?language=ru')).text, /Все платёжные события обработаны/)
  })

  test('a cancellation that Stripe rejected is listed until staff retry it, and is audited', async () => {
    const stripe = stripeClient(mainstay.sandbox.origin)
    const session = await startGiving(givenReader(mainstay.origin), { amount: '5' })
    await paySession(mainstay.sandbox.origin, session)
    await mainstay.settle()
    const refusing = { kind: 'refuse', path: '/v1/subscriptions', method: 'DELETE', times: 1 }
    await mainstay.control('faults', refusing)
    const [charge] = (await stripe.charges.list({ limit: 1 })).data
    await mainstay.control('disputes', { charge: charge?.id ?? '', outcome: 'lost' })
    const subscription = String((await stripe.checkout.sessions.retrieve(session)).subscription)
    await mainstay.eventually(async () => {
      const page = await vera.get('/staff/inbox')
      assert.match(page.text, /1 case needs your attention[\s\S]*Cancellations Stripe rejected<\/h2><details/)
      assert.match(page.text, new RegExp(`${subscription}.*refused_by_a_tester`, 's'))
    })
    assert.match(
      (await vera.get('/staff/inbox?language=ru')).text,
      /1 случай требует внимания[\s\S]*Отмены, отклонённые Stripe/,
    )
    const call = /name="call" value="([^"]+)"/.exec((await vera.get('/staff/inbox')).text)?.[1] ?? ''
    assert.equal((await vera.post('/staff/inbox/cancellations/retry', { call: 'no call' })).status, 400)
    assert.match((await vera.post('/staff/inbox/cancellations/retry', { call })).location, /done=retried/)
    await mainstay.eventually(async () =>
      assert.equal((await stripe.subscriptions.retrieve(subscription)).status, 'canceled'),
    )
    await mainstay.eventually(async () => {
      const page = await vera.get('/staff/inbox')
      assert.doesNotMatch(page.text, /name="call"/)
      assert.match(page.text, /retried a cancellation/)
    })
    assert.match((await vera.post('/staff/inbox/cancellations/retry', { call })).location, /done=nothing/)
  })

  test('parked events show the reason, block nobody, and are replayed singly or together, audited', async () => {
    await mainstay.control('faults', { kind: 'refuse', path: '/v1/subscriptions', method: 'GET', times: 500 })
    const session = await startGiving(givenReader(mainstay.origin), { amount: '5' })
    await paySession(mainstay.sandbox.origin, session)
    await mainstay.settle()
    const why = /Stripe did not show the data/
    await mainstay.eventually(async () => assert.match((await vera.get('/staff/inbox')).text, why))
    // An event that arrives meanwhile also retries the parked events.
    await mainstay.eventually(async () => {
      const [row] = await mainstay.database.query<{ number: number | null }>(
        'select max(number) as number from webhook_events where parked_reason is not null',
      )
      const again = await vera.post('/staff/inbox/replay', { which: String(row?.number) })
      assert.match(again.location, /done=replayed/)
    })
    await mainstay.eventually(async () => assert.match((await vera.get('/staff/inbox')).text, why))
    // Removes the cause.
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    const all = await vera.post('/staff/inbox/replay', { which: 'all' })
    assert.match(all.location, /done=replayed/)
    const page = await vera.get('/staff/inbox')
    assert.match(page.text, /replayed all events/)
    assert.match(page.text, /Vera/)
    await mainstay.eventually(async () => {
      // A sync that was running when the cause was removed may be parked after the replay.
      const left = await mainstay.database.query(
        'select 1 from webhook_events where parked_reason is not null',
      )
      if (left.length > 0) await vera.post('/staff/inbox/replay', { which: 'all' })
      assert.deepEqual(left, [])
      const paid = await mainstay.database.query(
        `select 1 from ledger_entries l join stripe_charges c on c.id = l.charge_id
         join checkouts k on k.session_id = $1 join stripe_subscriptions s on s.checkout_id = k.id
         where c.customer_id = s.customer_id`,
        [session],
      )
      assert.equal(paid.length, 1)
    })
    const audit = await mainstay.database.query<{ action: string }>(
      `select action from staff_audit where action like 'inbox-replay%'`,
    )
    assert.ok(audit.length >= 1)
  })

  test('a failing sync is shown with the reason and retried on request (scenario 17)', async () => {
    await mainstay.control('faults', { kind: 'error', path: '/v1/subscriptions', method: 'GET', times: 500 })
    const body = eventBody({
      id: 'evt_failing',
      type: 'customer.subscription.updated',
      data: { object: { id: 'sub_x', object: 'subscription', customer: 'cus_failing' } },
    })
    await sendWebhook(mainstay.origin, { body, secret: mainstay.webhookSecret })
    await mainstay.eventually(async () => {
      const page = await vera.get('/staff/inbox')
      assert.match(page.text, /cus_failing/)
      assert.match(
        page.text,
        /cus_failing<\/code> \d+ failed attempts?\. Last error: Stripe returned an error\./,
      )
    })
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    const answer = await vera.post('/staff/inbox/retry', { syncKey: 'cus_failing' })
    assert.match(answer.location, /done=retried/)
    await mainstay.eventually(async () =>
      assert.doesNotMatch((await vera.get('/staff/inbox')).text, /name="syncKey" value="cus_failing"/),
    )
  })

  test('invalid numbers, sync keys and subscriptions are rejected', async () => {
    for (const [path, fields] of [
      ['replay', { which: 'some' }],
      ['retry', { syncKey: "cus_x'; drop" }],
      ['duplicates/refund', { subscription: 'x' }],
    ] as const)
      assert.equal((await vera.post(`/staff/inbox/${path}`, { ...fields })).status, 400)
  })
})

test('the metrics for Prometheus require the token and name nobody', async (context) => {
  const mainstay = await givenMainstay()
  context.after(mainstay.stop)
  const reader = givenReader(mainstay.origin)
  await reader.get('/articles/what-an-egg-costs')
  // Nobody reads these (B3).
  await fetch(`${mainstay.origin}/articles/what-an-egg-costs`, { method: 'HEAD' })
  await reader.get('/articles/what-an-egg-costs', { 'sec-purpose': 'prefetch' })
  await reader.get('/articles/what-an-egg-costs', { 'user-agent': 'TelegramBot (like TwitterBot)' })
  await sendWebhook(mainstay.origin, { secret: mainstay.webhookSecret })
  await sendWebhook(mainstay.origin, { secret: 'whsec_wrong_wrong' })
  assert.equal((await fetch(`${mainstay.origin}/metrics`)).status, 401)
  const wrong = await fetch(`${mainstay.origin}/metrics`, { headers: { authorization: 'Bearer no' } })
  assert.equal(wrong.status, 401)
  const figures = async () => {
    const answer = await fetch(`${mainstay.origin}/metrics`, {
      headers: { authorization: `Bearer ${mainstay.resources.metricsToken}` },
    })
    assert.equal(answer.status, 200)
    return answer.text()
  }
  await mainstay.eventually(async () => {
    assert.match(await figures(), /^mainstay_drifted_customers 0$/m)
    assert.match(await figures(), /^mainstay_reconciled_seconds\{kind="scan"\} \d/m)
  })
  const text = await figures()
  for (const line of [
    /^mainstay_webhooks_total\{outcome="stored"\} 1$/m,
    /^mainstay_webhooks_total\{outcome="signature"\} 1$/m,
    /^mainstay_appeal_decisions_total\{reason="shown"\} 1$/m,
    /^mainstay_webhook_events\{state="parked"\} 0$/m,
    /^mainstay_webhook_events_oldest_seconds \d/m,
    /^mainstay_events_missed_total \d/m,
    /^mainstay_sync_seconds_count \d/m,
  ])
    assert.match(text, line)
  assert.doesNotMatch(text, /cus_|sub_|evt_|egg|127\.0\.0\.1/)
})

test('without a token the page does not exist', async (context) => {
  const mainstay = await givenMainstay({ change: (resources) => ({ ...resources, metricsToken: null }) })
  context.after(mainstay.stop)
  assert.equal((await fetch(`${mainstay.origin}/metrics`)).status, 404)
})
