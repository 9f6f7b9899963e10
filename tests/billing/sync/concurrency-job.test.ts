import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader, paySession, startGiving } from '../../given/people/reader.ts'
import { sendWebhook } from '../../given/people/webhooks.ts'
import { readFigures } from '../../given/record/record.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

describeMainstay('concurrent events have one effect', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })
  const start = async (amount: string) => {
    const supporter = givenReader(mainstay.origin)
    const session = await startGiving(supporter, { amount })
    await paySession(mainstay.sandbox.origin, session)
    await supporter.get(`/support/thanks?session_id=${session}`)
    const paid = await stripe.checkout.sessions.retrieve(session)
    return { customer: String(paid.customer), subscription: String(paid.subscription) }
  }

  test('fifty copies of one event at once are one row, fifty times 200 (F#1, scenario 1)', async () => {
    // No other delivery mentions this payment.
    await mainstay.control('deliveries', { mode: 'drop' })
    const session = await startGiving(givenReader(mainstay.origin), { amount: '5' })
    await paySession(mainstay.sandbox.origin, session)
    await mainstay.advance(5)
    await mainstay.control('deliveries', { mode: 'normal' })
    const [event] = (await stripe.events.list({ type: 'checkout.session.completed', limit: 1 })).data
    const body = JSON.stringify(event)
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        sendWebhook(mainstay.origin, { body, secret: mainstay.webhookSecret }),
      ),
    )
    assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200])
    const [row] = await mainstay.database.query<{ count: number }>(
      'select count(*) as count from webhook_events where event_id = $1',
      [event?.id ?? ''],
    )
    assert.equal(row?.count, 1)
    await mainstay.eventually(async () => {
      const { movements, ledger, sum } = await readFigures(mainstay.database)
      assert.deepEqual([movements, ledger, sum], [['new'], 1, 500])
    })
    await mainstay.settle()
    assert.deepEqual((await readFigures(mainstay.database)).movements, ['new'])
  })

  test('twenty changes of one customer at once are twenty facts, each once (F#4, F#42)', async () => {
    const { customer, subscription } = await start('6')
    await mainstay.advance(5)
    const charge = (await stripe.charges.list({ customer, limit: 1 })).data[0]?.id ?? ''
    await mainstay.control('deliveries', { mode: 'hold' })
    for (let count = 0; count < 18; count += 1) await stripe.refunds.create({ charge, amount: 10 + count })
    await stripe.subscriptions.update(subscription, { cancel_at_period_end: true })
    await stripe.subscriptions.cancel(subscription)
    const events = (await stripe.events.list({ limit: 100 })).data.filter(
      ({ type, data }) =>
        type === 'refund.created' ||
        (type.startsWith('customer.subscription.') && (data.object as { id: string }).id === subscription),
    )
    assert.ok(events.length >= 20)
    const answers = await Promise.all(
      events.map((event) =>
        sendWebhook(mainstay.origin, { body: JSON.stringify(event), secret: mainstay.webhookSecret }),
      ),
    )
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
    await mainstay.control('deliveries', { mode: 'drop' })
    await mainstay.advance(5)
    await mainstay.eventually(async () => {
      const rows = await mainstay.database.query<{ amount: number }>(
        `select amount from ledger_entries where charge_id = $1 order by amount`,
        [charge],
      )
      const refunds = Array.from({ length: 18 }, (_, count) => -10 - count).reverse()
      assert.deepEqual(
        rows.map(({ amount }) => amount),
        [...refunds, 600],
      )
      const movements = await mainstay.database.query<{ kind: string }>(
        `select m.kind from movements m join stripe_customers c on c.supporter_id = m.supporter_id
         where c.id = $1 order by m.sequence`,
        [customer],
      )
      assert.deepEqual(movements, [{ kind: 'new' }, { kind: 'churn' }])
    })
    await mainstay.control('deliveries', { mode: 'normal' })
  })

  test('two contributions of one person canceled at once are one churn', async () => {
    const supporter = givenReader(mainstay.origin)
    const [one, two] = [
      await startGiving(supporter, { amount: '5' }),
      await startGiving(givenReader(mainstay.origin), { amount: '5' }),
    ]
    await paySession(mainstay.sandbox.origin, one)
    await paySession(mainstay.sandbox.origin, two)
    await mainstay.advance(5)
    const sessions = await Promise.all([one, two].map((id) => stripe.checkout.sessions.retrieve(id)))
    const customers = sessions.map((session) => String(session.customer))
    await mainstay.eventually(async () => {
      const rows = await mainstay.database.query(
        'select 1 from stripe_customers where id = any($1::text[]) and supporter_id is not null',
        [customers],
      )
      assert.equal(rows.length, 2)
    })
    // Signing in on a second device shows that the two are one person.
    await mainstay.database.query(
      `update stripe_customers set supporter_id = (select supporter_id from stripe_customers where id = $1) where id = $2`,
      customers,
    )
    await mainstay.database.query(
      `delete from movements where supporter_id not in (select supporter_id from stripe_customers where supporter_id is not null)`,
    )
    await Promise.all(sessions.map(({ subscription }) => stripe.subscriptions.cancel(String(subscription))))
    await mainstay.eventually(async () => {
      const rows = await mainstay.database.query<{ kind: string }>(
        `select m.kind from movements m join stripe_customers c on c.supporter_id = m.supporter_id where c.id = $1
         order by m.sequence`,
        [customers[0] ?? ''],
      )
      assert.equal(rows.at(-1)?.kind, 'churn')
      assert.equal(rows.filter(({ kind }) => kind === 'churn').length, 1)
    })
  })
})
