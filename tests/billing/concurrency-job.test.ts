import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Stripe } from 'stripe'
import { buildMainstay, type Mainstay } from '../../src/mainstay.ts'
import { openMetrics } from '../../src/platform/metrics.ts'
import { type GivenMainstay, givenMainstay } from '../given/mainstay.ts'
import { eventually, givenReader, paySession, startGiving } from '../given/reader.ts'
import { assertRecordHolds, figuresOf } from '../given/record.ts'
import { stripeClient } from '../given/sandbox.ts'
import { eventBody, sendWebhook } from '../given/webhooks.ts'

describe('many at once have one effect', () => {
  let mainstay: GivenMainstay
  let stripe: Stripe
  const others: Mainstay[] = []
  before(async () => {
    mainstay = await givenMainstay()
    stripe = stripeClient(mainstay.sandbox.origin)
  })
  after(async () => {
    await assertRecordHolds(mainstay.database)
    await Promise.all(others.map((other) => other.stop()))
    await mainstay.stop()
  })
  const start = async (amount: string) => {
    const giver = givenReader(mainstay.origin)
    const session = await startGiving(giver, { amount })
    await paySession(mainstay.sandbox.origin, session)
    await giver.get(`/support/thanks?session_id=${session}`)
    const paid = await stripe.checkout.sessions.retrieve(session)
    return { customer: String(paid.customer), subscription: String(paid.subscription) }
  }

  test('fifty copies of one event at once are one row, fifty times 200 (F#1, scenario 1)', async () => {
    const { customer, subscription } = await start('5')
    await mainstay.control('clock', { advanceSeconds: 5 })
    const before = await figuresOf(mainstay.database)
    const body = eventBody({
      id: 'evt_fifty',
      type: 'customer.subscription.updated',
      data: { object: { id: subscription, object: 'subscription', customer } },
    })
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        sendWebhook(mainstay.origin, { body, secret: mainstay.webhookSecret }),
      ),
    )
    assert.deepEqual([...new Set(answers.map((answer) => answer.status))], [200])
    const [row] = await mainstay.database.query<{ count: number }>(
      `select count(*) as count from inbox where event_id = 'evt_fifty'`,
    )
    assert.equal(row?.count, 1)
    await eventually(async () => {
      const [done] = await mainstay.database.query<{ at: Date | null }>(
        `select done_at as at from inbox where event_id = 'evt_fifty'`,
      )
      assert.ok(done?.at, 'not looked at yet')
    })
    assert.deepEqual((await figuresOf(mainstay.database)).movements, before.movements)
  })

  test('twenty events of one customer at once, and four processes that drain them: one effect (F#4, F#42)', async () => {
    for (let count = 0; count < 3; count += 1) {
      const other = await buildMainstay({ ...mainstay.parts, metrics: openMetrics() })
      other.startJobs()
      others.push(other)
    }
    const { customer, subscription } = await start('6')
    const body = (index: number) =>
      eventBody({
        id: `evt_twenty_${index}`,
        type: index % 2 ? 'customer.subscription.updated' : 'customer.subscription.created',
        data: { object: { id: subscription, object: 'subscription', customer } },
      })
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        sendWebhook(mainstay.origin, { body: body(index), secret: mainstay.webhookSecret }),
      ),
    )
    await eventually(async () => {
      const [row] = await mainstay.database.query<{ waiting: number }>(
        `select count(*) as waiting from inbox where event_id like 'evt_twenty%' and done_at is null`,
      )
      assert.equal(row?.waiting, 0)
    })
    const rows = await mainstay.database.query<{ kind: string }>(
      `select m.kind from movements m join stripe_customers c on c.supporter_id = m.supporter_id where c.id = $1`,
      [customer],
    )
    assert.deepEqual(rows, [{ kind: 'new' }])
  })

  test('two contributions of one person that end at once are one churn', async () => {
    const giver = givenReader(mainstay.origin)
    const [one, two] = [
      await startGiving(giver, { amount: '5' }),
      await startGiving(givenReader(mainstay.origin), { amount: '5' }),
    ]
    await paySession(mainstay.sandbox.origin, one)
    await paySession(mainstay.sandbox.origin, two)
    await mainstay.control('clock', { advanceSeconds: 5 })
    const sessions = await Promise.all([one, two].map((id) => stripe.checkout.sessions.retrieve(id)))
    const customers = sessions.map((session) => String(session.customer))
    await eventually(async () => {
      const rows = await mainstay.database.query(
        'select 1 from stripe_customers where id = any($1::text[]) and supporter_id is not null',
        [customers],
      )
      assert.equal(rows.length, 2)
    })
    // The two turn out to be one person, as signing in on a second device shows.
    await mainstay.database.query(
      `update stripe_customers set supporter_id = (select supporter_id from stripe_customers where id = $1) where id = $2`,
      customers,
    )
    await mainstay.database.query(
      `delete from movements where supporter_id not in (select supporter_id from stripe_customers where supporter_id is not null)`,
    )
    await Promise.all(sessions.map(({ subscription }) => stripe.subscriptions.cancel(String(subscription))))
    await eventually(async () => {
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
