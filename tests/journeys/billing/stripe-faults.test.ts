import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader, hiddenFields, paySession, startGiving } from '../../given/people/reader.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

describeMainstay('Stripe is slow, throttles, fails or is cut off', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })
  const fault = (kind: string, path: string, more: object = {}) =>
    mainstay.control('faults', { kind, path, ...more })
  const entries = async (amount: number): Promise<number> => {
    const [row] = await mainstay.database.query<{ count: number }>(
      'select count(*) as count from ledger_entries where amount = $1',
      [amount],
    )
    return row?.count ?? 0
  }

  for (const kind of ['limit', 'error', 'cut', 'drop'] as const) {
    test(`${kind}: a failed fetch is repeated later, once, and delays nobody else (scenario 17)`, async () => {
      const amount = { limit: 301, error: 302, cut: 303, drop: 304 }[kind]
      const session = await startGiving(givenReader(mainstay.origin), { amount: String(amount / 100) })
      // Stripe's client retries by itself, except after a rate limit.
      await fault(kind, '/v1/charges', { method: 'GET', times: kind === 'limit' ? 2 : 6 })
      await paySession(mainstay.sandbox.origin, session)
      await mainstay.advance(3)
      await mainstay.eventually(async () => assert.equal(await entries(amount), 1))
    })
  }

  test('a session whose response was lost is the same session on retry (scenario 18)', async () => {
    const supporter = givenReader(mainstay.origin)
    const page = await supporter.get('/support')
    const fields = { ...hiddenFields(page.text, '/support/checkouts'), amount: '4.44' }
    await fault('cut', '/v1/checkout/sessions', { method: 'POST' })
    const answer = await supporter.post('/support/checkouts', fields)
    assert.equal(answer.status, 303, 'the client retried with the same key')
    const sessions = (await stripe.checkout.sessions.list({ limit: 100 })).data
    assert.equal(sessions.filter((session) => session.amount_total === 444).length, 1)
  })

  test('two simultaneous clicks with the same key lead to one session', async () => {
    const supporter = givenReader(mainstay.origin)
    const page = await supporter.get('/support')
    const fields = { ...hiddenFields(page.text, '/support/checkouts'), amount: '5.55' }
    await fault('slow', '/v1/checkout/sessions', { method: 'POST', ms: 700 })
    const answers = await Promise.all([
      supporter.post('/support/checkouts', fields),
      supporter.post('/support/checkouts', fields),
    ])
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [303, 303],
    )
    assert.equal(new Set(answers.map((answer) => answer.location)).size, 1)
  })

  test('while Stripe is unavailable, the form says so in a plain sentence and charges nothing', async () => {
    await fault('error', '/v1/checkout/sessions', { times: 20 })
    const supporter = givenReader(mainstay.origin)
    const page = await supporter.get('/support')
    const fields = { ...hiddenFields(page.text, '/support/checkouts'), amount: '6.66' }
    const answer = await supporter.post('/support/checkouts', fields)
    assert.equal(answer.status, 503)
  })

  test('a pending action is attempted until Stripe accepts it, and performed once (scenario 9)', async () => {
    const supporter = givenReader(mainstay.origin)
    const first = await startGiving(supporter, { amount: '5' })
    await paySession(mainstay.sandbox.origin, first)
    await supporter.get(`/support/thanks?session_id=${first}`)
    // Either of two subscriptions started in the same second may count as the older one.
    await mainstay.advance(5)
    const second = await startGiving(supporter, { amount: '7.77' })
    await fault('error', '/v1/refunds', { method: 'POST', times: 4 })
    await fault('cut', '/v1/refunds', { method: 'POST', times: 1 })
    await paySession(mainstay.sandbox.origin, second)
    await supporter.get(`/support/thanks?session_id=${second}`)
    await mainstay.eventually(async () => {
      const refunds = (await stripe.refunds.list({ limit: 100 })).data.filter(
        (refund) => refund.amount === 777,
      )
      assert.equal(refunds.length, 1)
      const [row] = await mainstay.database.query<{ done: boolean }>(
        `select done_at is not null as done from subscription_actions where kind = 'duplicate'`,
      )
      assert.equal(row?.done, true)
    })
  })

  test('a customer whose every fetch fails delays nobody else', async () => {
    await fault('error', '/v1/subscriptions', { method: 'GET', times: 3 })
    const poisoned = await startGiving(givenReader(mainstay.origin), { amount: '8.01' })
    const healthy = await startGiving(givenReader(mainstay.origin), { amount: '8.02' })
    await Promise.all([poisoned, healthy].map((session) => paySession(mainstay.sandbox.origin, session)))
    await mainstay.advance(3)
    await mainstay.eventually(async () => {
      assert.equal(await entries(802), 1)
      assert.equal(await entries(801), 1)
    })
  })
})
