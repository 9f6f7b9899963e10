import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { type GivenMainstay, givenMainstay } from '../../given/mainstay.ts'
import { givenReader, hiddenFields, paySession, type Reader, startGiving } from '../../given/people/reader.ts'
import { passRenewal } from '../../given/people/renewal.ts'
import { givenStaff, VERA } from '../../given/people/staff.ts'
import { reconciled } from '../../given/record/reconciled.ts'
import { assertRecordHolds } from '../../given/record/record.ts'
import { withoutWebhooks } from '../../given/record/without-webhooks.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

/** Two forms opened before either is paid, both paid: as two tabs do when the first is paid before the second opens Stripe. */
const payTwice = async (mainstay: GivenMainstay, giver: Reader, second = '8'): Promise<string[]> => {
  const first = await startGiving(giver, { amount: '5' })
  await paySession(mainstay.sandbox.origin, first)
  await mainstay.settle()
  const [row] = await mainstay.database.query<{ state: string }>(
    'select state from checkouts where session_id = $1',
    [first],
  )
  assert.equal(row?.state, 'complete')
  const other = await startGiving(giver, { amount: second })
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

describeMainstay('never silently two contributions of one reader (F#15, F#43, scenario 9)', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })
  const advance = async (seconds: number) => {
    await mainstay.advance(seconds)
    await mainstay.settle()
  }

  /** Has the month pass with a card that the bank refuses. */
  const failNextRenewal = async (session: string): Promise<Stripe.Subscription> => {
    const subscription = await subscriptionOf(stripe, session)
    const failing = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: String(subscription.customer),
    })
    await stripe.subscriptions.update(subscription.id, { default_payment_method: failing.id })
    await passRenewal(mainstay, stripe, subscription.id)
    return subscription
  }

  test('a second that was paid is ended, its payment returned, its giver and staff told', async () => {
    const giver = givenReader(mainstay.origin)
    const [first = '', second = ''] = await payTwice(mainstay, giver)
    const thanks = await giver.get(`/support/thanks?session_id=${second}`)
    assert.match(thanks.text, /data-duplicate="refunded"/)
    assert.match(thanks.text, /\$8 goes back to your card/)
    await mainstay.settle()
    const undone = await subscriptionOf(stripe, second)
    assert.equal(undone.status, 'canceled')
    const [refund] = (await stripe.refunds.list({ limit: 1 })).data
    assert.deepEqual([refund?.amount, refund?.reason], [800, 'duplicate'])
    assert.equal((await subscriptionOf(stripe, first)).status, 'active')
    assert.match((await giver.get(`/support/thanks?session_id=${first}`)).text, /data-outcome="confirmed"/)
    // Stripe settles a charge some seconds after it.
    await advance(5)
    const entries = await mainstay.database.query<{ entry: string }>(
      `select kind || ' ' || amount as entry from ledger_entries order by occurred_at, amount desc`,
    )
    assert.deepEqual(
      entries.map(({ entry }) => entry),
      ['payment 500', 'payment 800', 'refund -800'],
    )
    assert.deepEqual(await kindsOf(mainstay), ['new'], 'neither an expansion nor a contraction')
    await givenStaff(mainstay.database)
    const vera = givenReader(mainstay.origin)
    await vera.post('/staff/sign-in', { name: VERA.name, password: VERA.password })
    assert.match((await vera.get('/staff/inbox')).text, /data-duplicate="refunded"/)
  })

  test('the second is kept when the first has ended meanwhile, though nobody told us', async () => {
    const giver = givenReader(mainstay.origin)
    const first = await startGiving(giver, { amount: '5' })
    await paySession(mainstay.sandbox.origin, first)
    await giver.get(`/support/thanks?session_id=${first}`)
    // Its settlement is told of as well: nothing is to bring it up later.
    await advance(5)
    await withoutWebhooks(mainstay, async () =>
      stripe.subscriptions.cancel((await subscriptionOf(stripe, first)).id),
    )
    const second = await startGiving(giver, { amount: '8' })
    await advance(5)
    await paySession(mainstay.sandbox.origin, second)
    await giver.get(`/support/thanks?session_id=${second}`)
    await mainstay.settle()
    const [row] = await mainstay.database.query<{ because: string | null }>(
      `select final_failure as because from subscription_actions where kind = 'duplicate' order by created_at desc limit 1`,
    )
    assert.match(row?.because ?? '', /no longer in force/)
    assert.equal((await subscriptionOf(stripe, second)).status, 'active')
    assert.doesNotMatch((await giver.get(`/support/thanks?session_id=${second}`)).text, /data-duplicate/)
    await mainstay.settle()
    const ended = await mainstay.database.query(
      'select 1 from stripe_subscriptions where id = $1 and ended_at is not null',
      [(await subscriptionOf(stripe, first)).id],
    )
    assert.equal(ended.length, 1, 'and what had not been told is known by then')
  })

  test('the first fails, is paid unknown to us, and a second is paid: none is ended but the second, and it is returned', async () => {
    const giver = givenReader(mainstay.origin)
    const first = await startGiving(giver, { amount: '5' })
    await paySession(mainstay.sandbox.origin, first)
    await giver.get(`/support/thanks?session_id=${first}`)
    const old = await failNextRenewal(first)
    await withoutWebhooks(mainstay, async () => {
      const good = await stripe.paymentMethods.attach('pm_card_visa', { customer: String(old.customer) })
      await stripe.subscriptions.update(old.id, { default_payment_method: good.id })
      const [open] = (await stripe.invoices.list({ customer: String(old.customer), status: 'open' })).data
      await stripe.invoices.pay(open?.id ?? '')
    })
    const second = await startGiving(giver, { amount: '7.01' })
    await advance(5)
    await paySession(mainstay.sandbox.origin, second)
    await giver.get(`/support/thanks?session_id=${second}`)
    await mainstay.settle()
    assert.equal((await subscriptionOf(stripe, second)).status, 'canceled')
    const refunds = (await stripe.refunds.list({ limit: 100 })).data
    assert.equal(refunds.filter(({ amount }) => amount === 701).length, 1)
    const withdrawn = await mainstay.database.query(
      `select 1 from subscription_actions where subscription_id = $1 and cause = 'replaced' and withdrawn_at is not null`,
      [old.id],
    )
    assert.equal(withdrawn.length, 1, 'its end had been owed, and was taken back')
    assert.equal((await subscriptionOf(stripe, first)).status, 'active')
  })

  test('the first fails unknown to us while a second is paid: the second takes its place', async () => {
    const giver = givenReader(mainstay.origin)
    const first = await startGiving(giver, { amount: '5' })
    await paySession(mainstay.sandbox.origin, first)
    await giver.get(`/support/thanks?session_id=${first}`)
    await mainstay.control('deliveries', { mode: 'drop' })
    await failNextRenewal(first)
    await mainstay.advance(0)
    await mainstay.control('deliveries', { mode: 'normal' })
    const second = await startGiving(giver, { amount: '7.02' })
    await advance(5)
    await paySession(mainstay.sandbox.origin, second)
    await giver.get(`/support/thanks?session_id=${second}`)
    await mainstay.settle()
    assert.equal((await subscriptionOf(stripe, first)).status, 'canceled')
    assert.equal((await subscriptionOf(stripe, second)).status, 'active')
    const refunds = (await stripe.refunds.list({ limit: 100 })).data
    assert.equal(refunds.filter(({ amount }) => amount === 702).length, 0)
  })

  test('who has paused and gives anew is not undone', async () => {
    const giver = givenReader(mainstay.origin)
    const first = await startGiving(giver, { amount: '5' })
    await paySession(mainstay.sandbox.origin, first)
    await giver.get(`/support/thanks?session_id=${first}`)
    await stripe.subscriptions.update((await subscriptionOf(stripe, first)).id, {
      pause_collection: { behavior: 'void' },
    })
    await advance(60)
    const rows = await mainstay.database.query('select 1 from stripe_pauses where resumed_at is null')
    assert.equal(rows.length, 1)
    const second = await startGiving(giver, { amount: '6' })
    await paySession(mainstay.sandbox.origin, second)
    assert.doesNotMatch((await giver.get(`/support/thanks?session_id=${second}`)).text, /data-duplicate/)
    assert.equal((await subscriptionOf(stripe, second)).status, 'active')
  })

  test('another tab’s session is closed when one is opened, and when one is paid', async () => {
    const giver = givenReader(mainstay.origin)
    const [one, two] = [await startGiving(giver, { amount: '5' }), await startGiving(giver, { amount: '9' })]
    await mainstay.settle()
    assert.equal((await stripe.checkout.sessions.retrieve(one)).status, 'expired')
    assert.equal((await paySession(mainstay.sandbox.origin, one)).status, 400)
    const gift = await startGiving(giver, { frequency: 'once', amount: '20' })
    assert.equal((await stripe.checkout.sessions.retrieve(two)).status, 'open', 'a gift closes nothing')
    assert.equal((await paySession(mainstay.sandbox.origin, two)).status, 200)
    assert.equal((await stripe.checkout.sessions.retrieve(gift)).status, 'open')
  })

  test('of tabs opened at once one stays open, and one that cannot be closed holds up no other', async () => {
    const giver = givenReader(mainstay.origin)
    await giver.get('/support')
    await startGiving(giver, { frequency: 'once', amount: '3' })
    const forms = await Promise.all(['5', '5', '8', '9'].map((amount) => startGiving(giver, { amount })))
    const closed = async (sessions: readonly string[]) => {
      const all = await Promise.all(sessions.map((id) => stripe.checkout.sessions.retrieve(id)))
      return all.filter(({ status }) => status === 'expired').length
    }
    const different = [...new Set(forms)]
    await mainstay.settle()
    assert.equal(await closed(different), different.length - 1)
    await advance(60)
    assert.equal(await closed(different), different.length - 1, 'the newest is still there')
    const [stuck = ''] = [await startGiving(giver, { amount: '11' })]
    const path = `/v1/checkout/sessions/${stuck}/expire`
    await mainstay.control('faults', { kind: 'error', path, method: 'POST', times: 1000 })
    await startGiving(giver, { amount: '12' })
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

  test('an undoing that was withdrawn leaves the question open: when both stand again, it is answered', async () => {
    const giver = givenReader(mainstay.origin)
    const first = await startGiving(giver, { amount: '5' })
    await paySession(mainstay.sandbox.origin, first)
    await giver.get(`/support/thanks?session_id=${first}`)
    // Its settlement is told of as well: nothing is to bring it up later.
    await advance(5)
    const { id } = await subscriptionOf(stripe, first)
    await withoutWebhooks(mainstay, () => stripe.subscriptions.update(id, { cancel_at_period_end: true }))
    const second = await startGiving(giver, { amount: '8' })
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
    assert.match((await giver.get(`/support/thanks?session_id=${second}`)).text, /data-duplicate="refunded"/)
  })

  test('where Stripe refuses to end the first and it recovers, the second is undone indeed', async () => {
    const giver = givenReader(mainstay.origin)
    const first = await startGiving(giver, { amount: '5' })
    await paySession(mainstay.sandbox.origin, first)
    await giver.get(`/support/thanks?session_id=${first}`)
    const old = await failNextRenewal(first)
    await reconciled(mainstay)
    const path = `/v1/subscriptions/${old.id}`
    await mainstay.control('faults', { kind: 'refuse', path, method: 'DELETE', times: 1000 })
    const second = await startGiving(giver, { amount: '7.03' })
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

  test('the form of a closed tab leads to a new session', async () => {
    const giver = givenReader(mainstay.origin)
    const page = await giver.get('/support')
    const fields = { ...hiddenFields(page.text, '/support/checkouts'), amount: '5' }
    const first = await giver.post('/support/checkouts', fields)
    await startGiving(giver, { amount: '9' })
    const again = await giver.post('/support/checkouts', fields)
    assert.equal(again.status, 303)
    assert.notEqual(again.location, first.location)
  })

  test('what Stripe refuses for good is asked once, and put before staff', async () => {
    await mainstay.control('faults', {
      kind: 'refuse',
      path: '/v1/subscriptions',
      method: 'DELETE',
      times: 1000,
    })
    const giver = givenReader(mainstay.origin)
    const [, second = ''] = await payTwice(mainstay, giver, '7')
    await giver.get(`/support/thanks?session_id=${second}`)
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
    assert.equal(calls['DELETE /v1/subscriptions/:id'], undefined, 'nobody asks again by themselves')
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    await givenStaff(mainstay.database)
    const vera = givenReader(mainstay.origin)
    await vera.post('/staff/sign-in', { name: VERA.name, password: VERA.password })
    assert.match((await vera.get('/staff/inbox')).text, /refused_by_a_tester/)
    await vera.post('/staff/inbox/duplicates/refund', { subscription: refused.id })
    await mainstay.settle()
    assert.equal((await subscriptionOf(stripe, second)).status, 'canceled')
  })

  test('ten abandoned checkouts by one reader make no customer at Stripe (F#17)', async () => {
    const before = (await stripe.customers.list({ limit: 100 })).data.length
    const giver = givenReader(mainstay.origin)
    for (let amount = 3; amount < 13; amount += 1) await startGiving(giver, { amount: String(amount) })
    assert.equal((await stripe.customers.list({ limit: 100 })).data.length, before)
  })

  test('one that is set to end makes room for another at once (F#16)', async () => {
    const giver = givenReader(mainstay.origin)
    const first = await startGiving(giver, { amount: '5' })
    await paySession(mainstay.sandbox.origin, first)
    await giver.get(`/support/thanks?session_id=${first}`)
    const ending = await subscriptionOf(stripe, first)
    await stripe.subscriptions.update(ending.id, { cancel_at_period_end: true })
    await mainstay.settle()
    const [row] = await mainstay.database.query<{ at: Date | null }>(
      'select cancel_at as at from stripe_subscriptions where id = $1',
      [ending.id],
    )
    assert.ok(row?.at, 'not known yet')
    const second = await startGiving(giver, { amount: '6' })
    await paySession(mainstay.sandbox.origin, second)
    const thanks = await giver.get(`/support/thanks?session_id=${second}`)
    assert.match(thanks.text, /data-outcome="confirmed"/)
    assert.doesNotMatch(thanks.text, /data-duplicate/)
    assert.equal((await subscriptionOf(stripe, second)).status, 'active')
  })

  test('a new one beside one whose card fails takes its place (F#13)', async () => {
    const giver = givenReader(mainstay.origin)
    const first = await startGiving(giver, { amount: '7' })
    await paySession(mainstay.sandbox.origin, first)
    await giver.get(`/support/thanks?session_id=${first}`)
    const old = await failNextRenewal(first)
    await mainstay.settle()
    const behind = await mainstay.database.query<{ reason: string }>(
      'select reason from past_due_subscriptions where subscription_id = $1',
      [old.id],
    )
    assert.deepEqual(behind, [{ reason: 'refused' }])
    const second = await startGiving(giver, { amount: '7' })
    await paySession(mainstay.sandbox.origin, second)
    await giver.get(`/support/thanks?session_id=${second}`)
    await mainstay.settle()
    assert.equal((await subscriptionOf(stripe, first)).status, 'canceled')
    const open = await stripe.invoices.list({ customer: String(old.customer), status: 'open' })
    assert.deepEqual(open.data, [], 'what could not be collected is voided, not tried again')
    assert.equal((await subscriptionOf(stripe, second)).status, 'active')
    const rows = await mainstay.database.query<{ kind: string }>(
      `select m.kind from movements m join stripe_customers c on c.supporter_id = m.supporter_id where c.id = $1`,
      [String(old.customer)],
    )
    assert.deepEqual(rows, [{ kind: 'new' }], 'the same support, gone on')
  })
})

test('where the newsroom so decides, a second contribution is put before staff, who keep or undo it', async (context) => {
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
  // Both are meant: what happens to one is nothing to the other.
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
  const giver = givenReader(mainstay.origin)
  const [began = '', second = ''] = await payTwice(mainstay, giver)
  assert.match((await giver.get(`/support/thanks?session_id=${second}`)).text, /data-duplicate="asked"/)
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
  // A question that time has answered is asked no longer.
  const asked = givenReader(mainstay.origin)
  const [early = '', late = ''] = await payTwice(mainstay, asked)
  await seen('open', 1)
  await mainstay.advance(5)
  await stripe.subscriptions.cancel((await subscriptionOf(stripe, early)).id)
  await seen('open', 0)
  assert.doesNotMatch((await asked.get(`/support/thanks?session_id=${late}`)).text, /data-duplicate/)
  assert.equal((await subscriptionOf(stripe, began)).status, 'active')
  const page = await vera.get('/staff/inbox')
  assert.match(page.text, /ended the second/, 'the audit trail says who')
  await mainstay.settle()
  assert.deepEqual((await kindsOf(mainstay)).sort(), [
    ...['contraction', 'expansion', 'expansion', 'new', 'new', 'new'],
  ])
  await assertRecordHolds(mainstay.database)
})
