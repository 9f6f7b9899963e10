import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { type GivenMainstay, givenMainstay } from '../../given/mainstay.ts'
import { givenReader, hiddenFields, paySession, type Reader, startGiving } from '../../given/people/reader.ts'
import { passRenewal } from '../../given/people/renewal.ts'
import { givenStaff, VERA } from '../../given/people/staff.ts'
import { waitForReconciliation } from '../../given/record/reconciled.ts'
import { assertRecordHolds } from '../../given/record/record.ts'
import { withoutWebhooks } from '../../given/record/without-webhooks.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

/** Opens two forms, then pays both, as in two tabs. */
const payTwice = async (mainstay: GivenMainstay, supporter: Reader, second = '8'): Promise<string[]> => {
  const first = await startGiving(supporter, { amount: '5' })
  await paySession(mainstay.sandbox.origin, first)
  await mainstay.settle()
  const [row] = await mainstay.database.query<{ state: string }>(
    'select state from checkouts where session_id = $1',
    [first],
  )
  assert.equal(row?.state, 'complete')
  const other = await startGiving(supporter, { amount: second })
  await mainstay.advance(5)
  await paySession(mainstay.sandbox.origin, other)
  return [first, other]
}

const subscriptionOf = async (stripe: Stripe, session: string): Promise<Stripe.Subscription> => {
  const paid = await stripe.checkout.sessions.retrieve(session)
  return stripe.subscriptions.retrieve(String(paid.subscription))
}

const kindsOf = async ({ database }: GivenMainstay): Promise<string[]> => {
  const rows = await database.query<{ kind: string }>(
    'select kind from movements order by occurred_at, sequence',
  )
  return rows.map((row) => row.kind)
}

describeMainstay('one reader never has two contributions unnoticed (F#15, F#43, scenario 9)', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })
  const advance = async (seconds: number) => {
    await mainstay.advance(seconds)
    await mainstay.settle()
  }

  /** Advances a month with a card that the bank declines. */
  const failNextRenewal = async (session: string): Promise<Stripe.Subscription> => {
    const subscription = await subscriptionOf(stripe, session)
    const failing = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: String(subscription.customer),
    })
    await stripe.subscriptions.update(subscription.id, { default_payment_method: failing.id })
    await passRenewal(mainstay, stripe, subscription.id)
    return subscription
  }

  test('a paid duplicate is canceled and refunded, and the supporter and staff are told', async () => {
    const supporter = givenReader(mainstay.origin)
    const [first = '', second = ''] = await payTwice(mainstay, supporter)
    const thanks = await supporter.get(`/support/thanks?session_id=${second}`)
    assert.match(thanks.text, /data-duplicate="refunded"/)
    assert.match(thanks.text, /\$8 will be refunded to your card/)
    await mainstay.settle()
    const undone = await subscriptionOf(stripe, second)
    assert.equal(undone.status, 'canceled')
    const [refund] = (await stripe.refunds.list({ limit: 1 })).data
    assert.deepEqual([refund?.amount, refund?.reason], [800, 'duplicate'])
    assert.equal((await subscriptionOf(stripe, first)).status, 'active')
    assert.match(
      (await supporter.get(`/support/thanks?session_id=${first}`)).text,
      /data-outcome="confirmed"/,
    )
    // Stripe settles a charge some seconds later.
    await advance(5)
    const entries = await mainstay.database.query<{ entry: string }>(
      `select kind || ' ' || amount as entry from ledger_entries order by occurred_at, amount desc`,
    )
    assert.deepEqual(
      entries.map(({ entry }) => entry),
      ['payment 500', 'payment 800', 'refund -800'],
    )
    assert.deepEqual(await kindsOf(mainstay), ['new'], 'the duplicate appears in the movements')
    await givenStaff(mainstay.database)
    const vera = givenReader(mainstay.origin)
    await vera.post('/staff/sign-in', { name: VERA.name, password: VERA.password })
    assert.match((await vera.get('/staff/inbox')).text, /data-duplicate="refunded"/)
  })

  test('the second is kept if the first was canceled meanwhile without an event', async () => {
    const supporter = givenReader(mainstay.origin)
    const first = await startGiving(supporter, { amount: '5' })
    await paySession(mainstay.sandbox.origin, first)
    await supporter.get(`/support/thanks?session_id=${first}`)
    // Includes the event of the settlement, so that no later event causes a sync.
    await advance(5)
    await withoutWebhooks(mainstay, async () =>
      stripe.subscriptions.cancel((await subscriptionOf(stripe, first)).id),
    )
    const second = await startGiving(supporter, { amount: '8' })
    await advance(5)
    await paySession(mainstay.sandbox.origin, second)
    await supporter.get(`/support/thanks?session_id=${second}`)
    await mainstay.settle()
    const [row] = await mainstay.database.query<{ because: string | null }>(
      `select final_failure as because from subscription_actions where kind = 'duplicate' order by created_at desc limit 1`,
    )
    assert.match(row?.because ?? '', /no longer in force/)
    assert.equal((await subscriptionOf(stripe, second)).status, 'active')
    assert.doesNotMatch((await supporter.get(`/support/thanks?session_id=${second}`)).text, /data-duplicate/)
    await mainstay.settle()
    const ended = await mainstay.database.query(
      'select 1 from stripe_subscriptions where id = $1 and ended_at is not null',
      [(await subscriptionOf(stripe, first)).id],
    )
    assert.equal(ended.length, 1, 'the missed cancellation is not recorded')
  })

  test('the first fails and is paid without an event, then a second is paid: only the second is canceled and refunded', async () => {
    const supporter = givenReader(mainstay.origin)
    const first = await startGiving(supporter, { amount: '5' })
    await paySession(mainstay.sandbox.origin, first)
    await supporter.get(`/support/thanks?session_id=${first}`)
    const old = await failNextRenewal(first)
    await withoutWebhooks(mainstay, async () => {
      const good = await stripe.paymentMethods.attach('pm_card_visa', { customer: String(old.customer) })
      await stripe.subscriptions.update(old.id, { default_payment_method: good.id })
      const [open] = (await stripe.invoices.list({ customer: String(old.customer), status: 'open' })).data
      await stripe.invoices.pay(open?.id ?? '')
    })
    const second = await startGiving(supporter, { amount: '7.01' })
    await advance(5)
    await paySession(mainstay.sandbox.origin, second)
    await supporter.get(`/support/thanks?session_id=${second}`)
    await mainstay.settle()
    assert.equal((await subscriptionOf(stripe, second)).status, 'canceled')
    const refunds = (await stripe.refunds.list({ limit: 100 })).data
    assert.equal(refunds.filter(({ amount }) => amount === 701).length, 1)
    const withdrawn = await mainstay.database.query(
      `select 1 from subscription_actions where subscription_id = $1 and cause = 'replaced' and withdrawn_at is not null`,
      [old.id],
    )
    assert.equal(withdrawn.length, 1, 'its cancellation was not withdrawn')
    assert.equal((await subscriptionOf(stripe, first)).status, 'active')
  })

  test('the first fails without an event while a second is paid: the second replaces it', async () => {
    const supporter = givenReader(mainstay.origin)
    const first = await startGiving(supporter, { amount: '5' })
    await paySession(mainstay.sandbox.origin, first)
    await supporter.get(`/support/thanks?session_id=${first}`)
    await mainstay.control('deliveries', { mode: 'drop' })
    await failNextRenewal(first)
    await mainstay.advance(0)
    await mainstay.control('deliveries', { mode: 'normal' })
    const second = await startGiving(supporter, { amount: '7.02' })
    await advance(5)
    await paySession(mainstay.sandbox.origin, second)
    await supporter.get(`/support/thanks?session_id=${second}`)
    await mainstay.settle()
    assert.equal((await subscriptionOf(stripe, first)).status, 'canceled')
    assert.equal((await subscriptionOf(stripe, second)).status, 'active')
    const refunds = (await stripe.refunds.list({ limit: 100 })).data
    assert.equal(refunds.filter(({ amount }) => amount === 702).length, 0)
  })

  test('a subscription started during a pause of another is not refunded', async () => {
    const supporter = givenReader(mainstay.origin)
    const first = await startGiving(supporter, { amount: '5' })
    await paySession(mainstay.sandbox.origin, first)
    await supporter.get(`/support/thanks?session_id=${first}`)
    await stripe.subscriptions.update((await subscriptionOf(stripe, first)).id, {
      pause_collection: { behavior: 'void' },
    })
    await advance(60)
    const rows = await mainstay.database.query('select 1 from stripe_pauses where resumed_at is null')
    assert.equal(rows.length, 1)
    const second = await startGiving(supporter, { amount: '6' })
    await paySession(mainstay.sandbox.origin, second)
    assert.doesNotMatch((await supporter.get(`/support/thanks?session_id=${second}`)).text, /data-duplicate/)
    assert.equal((await subscriptionOf(stripe, second)).status, 'active')
  })

  test('another tab’s session is closed when a new one is opened, and when one is paid', async () => {
    const supporter = givenReader(mainstay.origin)
    const [one, two] = [
      await startGiving(supporter, { amount: '5' }),
      await startGiving(supporter, { amount: '9' }),
    ]
    await mainstay.settle()
    assert.equal((await stripe.checkout.sessions.retrieve(one)).status, 'expired')
    assert.equal((await paySession(mainstay.sandbox.origin, one)).status, 400)
    const gift = await startGiving(supporter, { frequency: 'once', amount: '20' })
    assert.equal(
      (await stripe.checkout.sessions.retrieve(two)).status,
      'open',
      'a one-time gift closed a session',
    )
    assert.equal((await paySession(mainstay.sandbox.origin, two)).status, 200)
    assert.equal((await stripe.checkout.sessions.retrieve(gift)).status, 'open')
  })

  test('of several tabs opened at once one session stays open, and one that cannot be closed delays no other', async () => {
    const supporter = givenReader(mainstay.origin)
    await supporter.get('/support')
    await startGiving(supporter, { frequency: 'once', amount: '3' })
    const forms = await Promise.all(['5', '5', '8', '9'].map((amount) => startGiving(supporter, { amount })))
    const closed = async (sessions: readonly string[]) => {
      const all = await Promise.all(sessions.map((id) => stripe.checkout.sessions.retrieve(id)))
      return all.filter(({ status }) => status === 'expired').length
    }
    const different = [...new Set(forms)]
    await mainstay.settle()
    assert.equal(await closed(different), different.length - 1)
    await advance(60)
    assert.equal(await closed(different), different.length - 1, 'not exactly one session stayed open')
    const [stuck = ''] = [await startGiving(supporter, { amount: '11' })]
    const path = `/v1/checkout/sessions/${stuck}/expire`
    await mainstay.control('faults', { kind: 'error', path, method: 'POST', times: 1000 })
    await startGiving(supporter, { amount: '12' })
    const neighbour = givenReader(mainstay.origin)
    const other = await startGiving(neighbour, { amount: '5' })
    await startGiving(neighbour, { amount: '6' })
    await mainstay.settle()
    assert.equal(await closed([other]), 1)
    assert.equal(await closed([stuck]), 0)
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    await advance(60)
    assert.equal(await closed([stuck]), 1)
  })

  test('after a withdrawn refund, a duplicate that is active again is refunded', async () => {
    const supporter = givenReader(mainstay.origin)
    const first = await startGiving(supporter, { amount: '5' })
    await paySession(mainstay.sandbox.origin, first)
    await supporter.get(`/support/thanks?session_id=${first}`)
    // Includes the event of the settlement, so that no later event causes a sync.
    await advance(5)
    const { id } = await subscriptionOf(stripe, first)
    await withoutWebhooks(mainstay, () => stripe.subscriptions.update(id, { cancel_at_period_end: true }))
    const second = await startGiving(supporter, { amount: '8' })
    await advance(5)
    await paySession(mainstay.sandbox.origin, second)
    const other = await subscriptionOf(stripe, second)
    await mainstay.settle()
    const rows = await mainstay.database.query(
      'select 1 from subscription_actions where subscription_id = $1 and withdrawn_at is not null',
      [other.id],
    )
    assert.equal(rows.length, 1)
    await stripe.subscriptions.update(id, { cancel_at_period_end: false })
    await mainstay.settle()
    assert.equal((await subscriptionOf(stripe, second)).status, 'canceled')
    assert.match(
      (await supporter.get(`/support/thanks?session_id=${second}`)).text,
      /data-duplicate="refunded"/,
    )
  })

  test('if Stripe rejects the cancellation of the first and it recovers, the second is refunded', async () => {
    const supporter = givenReader(mainstay.origin)
    const first = await startGiving(supporter, { amount: '5' })
    await paySession(mainstay.sandbox.origin, first)
    await supporter.get(`/support/thanks?session_id=${first}`)
    const old = await failNextRenewal(first)
    await waitForReconciliation(mainstay)
    const path = `/v1/subscriptions/${old.id}`
    await mainstay.control('faults', { kind: 'refuse', path, method: 'DELETE', times: 1000 })
    const second = await startGiving(supporter, { amount: '7.03' })
    await paySession(mainstay.sandbox.origin, second)
    await mainstay.settle()
    const rows = await mainstay.database.query(
      `select 1 from subscription_actions where subscription_id = $1 and final_failure is not null`,
      [old.id],
    )
    assert.equal(rows.length, 1)
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    const good = await stripe.paymentMethods.attach('pm_card_visa', { customer: String(old.customer) })
    await stripe.subscriptions.update(old.id, { default_payment_method: good.id })
    const [open] = (await stripe.invoices.list({ customer: String(old.customer), status: 'open' })).data
    await stripe.invoices.pay(open?.id ?? '')
    await mainstay.settle()
    assert.equal((await subscriptionOf(stripe, second)).status, 'canceled')
    const refunds = (await stripe.refunds.list({ limit: 100 })).data
    assert.equal(refunds.filter(({ amount }) => amount === 703).length, 1)
    assert.equal((await subscriptionOf(stripe, first)).status, 'active')
  })

  test('the form of a closed session leads to a new session', async () => {
    const supporter = givenReader(mainstay.origin)
    const page = await supporter.get('/support')
    const fields = { ...hiddenFields(page.text, '/support/checkouts'), amount: '5' }
    const first = await supporter.post('/support/checkouts', fields)
    await startGiving(supporter, { amount: '9' })
    const again = await supporter.post('/support/checkouts', fields)
    assert.equal(again.status, 303)
    assert.notEqual(again.location, first.location)
  })

  test('an action that Stripe rejects for good is attempted once and shown to staff', async () => {
    await mainstay.control('faults', {
      kind: 'refuse',
      path: '/v1/subscriptions',
      method: 'DELETE',
      times: 1000,
    })
    const supporter = givenReader(mainstay.origin)
    const [, second = ''] = await payTwice(mainstay, supporter, '7')
    await supporter.get(`/support/thanks?session_id=${second}`)
    const refused = await subscriptionOf(stripe, second)
    await mainstay.settle()
    const rows = await mainstay.database.query<{ because: string }>(
      'select final_failure as because from subscription_actions where subscription_id = $1',
      [refused.id],
    )
    assert.equal(rows[0]?.because, 'refused_by_a_tester')
    await fetch(`${mainstay.sandbox.origin}/_sandbox/calls`, { method: 'DELETE' })
    await advance(60)
    const calls = (await (await fetch(`${mainstay.sandbox.origin}/_sandbox/calls`)).json()) as Record<
      string,
      unknown
    >
    assert.equal(calls['DELETE /v1/subscriptions/:id'], undefined, 'the call was repeated')
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    await givenStaff(mainstay.database)
    const vera = givenReader(mainstay.origin)
    await vera.post('/staff/sign-in', { name: VERA.name, password: VERA.password })
    assert.match((await vera.get('/staff/inbox')).text, /refused_by_a_tester/)
    await vera.post('/staff/inbox/duplicates/refund', { subscription: refused.id })
    await mainstay.settle()
    assert.equal((await subscriptionOf(stripe, second)).status, 'canceled')
  })

  test('ten abandoned checkouts of one reader create no customer at Stripe (F#17)', async () => {
    const before = (await stripe.customers.list({ limit: 100 })).data.length
    const supporter = givenReader(mainstay.origin)
    for (let amount = 3; amount < 13; amount += 1) await startGiving(supporter, { amount: String(amount) })
    assert.equal((await stripe.customers.list({ limit: 100 })).data.length, before)
  })

  test('a subscription due to be canceled does not count as a duplicate (F#16)', async () => {
    const supporter = givenReader(mainstay.origin)
    const first = await startGiving(supporter, { amount: '5' })
    await paySession(mainstay.sandbox.origin, first)
    await supporter.get(`/support/thanks?session_id=${first}`)
    const ending = await subscriptionOf(stripe, first)
    await stripe.subscriptions.update(ending.id, { cancel_at_period_end: true })
    await mainstay.settle()
    const [row] = await mainstay.database.query<{ at: Date | null }>(
      'select cancel_at as at from stripe_subscriptions where id = $1',
      [ending.id],
    )
    assert.ok(row?.at, 'not recorded yet')
    const second = await startGiving(supporter, { amount: '6' })
    await paySession(mainstay.sandbox.origin, second)
    const thanks = await supporter.get(`/support/thanks?session_id=${second}`)
    assert.match(thanks.text, /data-outcome="confirmed"/)
    assert.doesNotMatch(thanks.text, /data-duplicate/)
    assert.equal((await subscriptionOf(stripe, second)).status, 'active')
  })

  test('a new subscription replaces one that is past due (F#13)', async () => {
    const supporter = givenReader(mainstay.origin)
    const first = await startGiving(supporter, { amount: '7' })
    await paySession(mainstay.sandbox.origin, first)
    await supporter.get(`/support/thanks?session_id=${first}`)
    const old = await failNextRenewal(first)
    await mainstay.settle()
    const behind = await mainstay.database.query<{ reason: string }>(
      'select reason from past_due_subscriptions where subscription_id = $1',
      [old.id],
    )
    assert.deepEqual(behind, [{ reason: 'declined' }])
    const second = await startGiving(supporter, { amount: '7' })
    await paySession(mainstay.sandbox.origin, second)
    await supporter.get(`/support/thanks?session_id=${second}`)
    await mainstay.settle()
    assert.equal((await subscriptionOf(stripe, first)).status, 'canceled')
    const open = await stripe.invoices.list({ customer: String(old.customer), status: 'open' })
    assert.deepEqual(open.data, [], 'an open invoice was not voided')
    assert.equal((await subscriptionOf(stripe, second)).status, 'active')
    const rows = await mainstay.database.query<{ kind: string }>(
      `select m.kind from movements m join stripe_customers c on c.supporter_id = m.supporter_id where c.id = $1`,
      [String(old.customer)],
    )
    assert.deepEqual(rows, [{ kind: 'new' }], 'the replacement is not the same contribution')
  })
})

test('with the policy `ask`, staff decide to keep or refund a duplicate', async (context) => {
  const mainstay = await givenMainstay({
    change: (resources) => ({
      ...resources,
      newsroom: { ...resources.newsroom, rules: { ...resources.newsroom.rules, duplicates: 'ask' } },
    }),
  })
  context.after(() => mainstay.stop())
  const stripe = stripeClient(mainstay.sandbox.origin)
  await givenStaff(mainstay.database)
  const vera = givenReader(mainstay.origin)
  await vera.post('/staff/sign-in', { name: VERA.name, password: VERA.password })
  const seen = async (decision: string, count: number) => {
    await mainstay.settle()
    const page = await vera.get('/staff/inbox')
    assert.equal(page.text.split(`data-duplicate="${decision}"`).length - 1, count)
  }
  const keptPair = await payTwice(mainstay, givenReader(mainstay.origin))
  const [, kept = ''] = keptPair
  await seen('open', 1)
  const keep = await subscriptionOf(stripe, kept)
  await vera.post('/staff/inbox/duplicates/keep', { subscription: keep.id })
  await seen('kept', 1)
  // Both are intentional, so a change of one does not affect the other.
  const [first = ''] = keptPair
  const elder = await subscriptionOf(stripe, first)
  const failing = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
    customer: String(elder.customer),
  })
  await stripe.subscriptions.update(elder.id, { default_payment_method: failing.id })
  await passRenewal(mainstay, stripe, elder.id)
  const rows = await mainstay.database.query(
    'select 1 from past_due_subscriptions where subscription_id = $1',
    [elder.id],
  )
  assert.equal(rows.length, 1)
  await mainstay.settle()
  assert.equal((await stripe.subscriptions.retrieve(elder.id)).status, 'past_due')
  assert.deepEqual(await kindsOf(mainstay), ['new', 'expansion'])
  await seen('kept', 1)
  const supporter = givenReader(mainstay.origin)
  const [began = '', second = ''] = await payTwice(mainstay, supporter)
  assert.match((await supporter.get(`/support/thanks?session_id=${second}`)).text, /data-duplicate="asked"/)
  await seen('open', 1)
  const undo = await subscriptionOf(stripe, second)
  const answer = await vera.post('/staff/inbox/duplicates/refund', { subscription: undo.id })
  assert.match(answer.location, /done=refunded/)
  await mainstay.settle()
  assert.equal((await subscriptionOf(stripe, second)).status, 'canceled')
  assert.equal((await subscriptionOf(stripe, kept)).status, 'active')
  assert.match(
    (await vera.post('/staff/inbox/duplicates/refund', { subscription: undo.id })).location,
    /done=nothing/,
  )
  // A duplicate that was canceled meanwhile is not listed any more.
  const response = givenReader(mainstay.origin)
  const [early = '', late = ''] = await payTwice(mainstay, response)
  await seen('open', 1)
  await mainstay.advance(5)
  await stripe.subscriptions.cancel((await subscriptionOf(stripe, early)).id)
  await seen('open', 0)
  assert.doesNotMatch((await response.get(`/support/thanks?session_id=${late}`)).text, /data-duplicate/)
  assert.equal((await subscriptionOf(stripe, began)).status, 'active')
  const page = await vera.get('/staff/inbox')
  assert.match(page.text, /canceled a duplicate/, 'the audit log names no actor')
  await mainstay.settle()
  assert.deepEqual((await kindsOf(mainstay)).sort(), [
    'contraction',
    'expansion',
    'expansion',
    'new',
    'new',
    'new',
  ])
  await assertRecordHolds(mainstay.database)
})
