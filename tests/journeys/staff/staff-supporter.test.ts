import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { appealOf, givenReader, type Reader } from '../../given/people/reader.ts'
import { givenStaff, RITA, signInStaff } from '../../given/people/staff.ts'
import { contributeAs } from '../../given/people/supporter.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

describeMainstay('the staff view of one supporter', (mainstay) => {
  let stripe: Stripe
  let vera: Reader
  beforeEach(async () => {
    stripe = stripeClient(mainstay.sandbox.origin)
    await givenStaff(mainstay.database)
    vera = await signInStaff(mainstay.origin)
  })

  const find = (address: string) => vera.post('/staff/supporters', { address, language: 'en' })
  const audited = async (): Promise<string[]> => {
    const rows = await mainstay.database.query<{ line: string }>(
      `select concat_ws(' ', s.name, a.action, a.subject) as line from staff_audit a join staff s on s.id = a.staff_id
       order by a.number`,
    )
    return rows.map(({ line }) => line)
  }

  test('find by exact address, view, cancel, refund and send a link: each is audited without an address', async () => {
    const { session, supporter } = await contributeAs(mainstay, 'Lost@Example.com', { amount: '6' })
    const { customer, subscription } = await stripe.checkout.sessions.retrieve(session)
    const unknown = await find('lost@example.co')
    assert.equal(unknown.status, 404)
    assert.match(unknown.text, /No supporter has this email address/)
    const found = await find('lost@example.com')
    const own = `/staff/supporters/${String(customer)}`
    assert.deepEqual([found.status, found.location], [303, `${own}?language=en`])
    const page = await vera.get(found.location)
    assert.match(
      page.text,
      /Total paid[\s\S]*\$6<[\s\S]*Next charge[\s\S]*\$6 a month[\s\S]*Active\.[\s\S]*<table[\s\S]*Refund \$6/,
    )
    assert.doesNotMatch(page.text, /example\.com/)
    const [charge] = (await stripe.charges.list({ customer: String(customer) })).data
    const back = { charge: charge?.id ?? '', language: 'en' }
    for (const { location } of await Promise.all([
      vera.post(`${own}/refund`, back),
      vera.post(`${own}/refund`, back),
    ]))
      assert.match(location, /done=refunded/)
    for (let sent = 0; sent < 2; sent += 1)
      await vera.post(`${own}/cancel`, { contribution: String(subscription), language: 'en' })
    // Many sign-in requests for an address must not keep staff from sending a link.
    for (let asked = 0; asked < 6; asked += 1)
      await givenReader(mainstay.origin).post('/sign-in', { address: 'lost@example.com', language: 'en' })
    const linked = await vera.post(`${own}/link`, { language: 'en' })
    assert.match(linked.location, /done=link/)
    await mainstay.eventually(async () => {
      assert.equal((await stripe.subscriptions.retrieve(String(subscription))).status, 'canceled')
      const mails = (await vera.get('/outbox')).text
        .split('<article')
        .filter((each) => each.includes('/sign-in/') && each.includes('Lost@Example.com'))
      assert.equal(mails.length, 6)
      const byStaff = mails.filter((each) => each.includes('Our staff sent you this link'))
      assert.equal(byStaff.length, 1)
      assert.doesNotMatch(byStaff[0] ?? '', /\d{4} \d{4}|type this code/, 'a code of no use')
      const ended = (await vera.get('/outbox')).text
      assert.match(ended, /Your contribution has ended/)
    })
    await mainstay.settle()
    assert.equal((await stripe.refunds.list({ charge: back.charge })).data.length, 1)
    assert.equal(await appealOf(supporter), 'canceled')
    await mainstay.eventually(async () =>
      assert.match((await vera.get(`${own}?language=en`)).text, /\$6 refunded[\s\S]*canceled by staff/),
    )
    assert.match((await vera.get(`${own}?language=ru`)).text, /Прекращён/)
    const history = (await vera.get(`${own}?language=en`)).text
    assert.match(history, /Vera<\/strong>: refunded a payment[\s\S]*Vera<\/strong>: viewed this page/)
    assert.match(history, /<details[^>]*id="audit"><summary>Audit log \(\d+\)/)
    const actions = await audited()
    for (const action of [
      ...[
        'Vera supporter-find',
        `Vera supporter-find ${String(customer)}`,
        `Vera supporter-view ${String(customer)}`,
      ],
      ...[`Vera payment-refund ${back.charge}`, `Vera contribution-cancel ${String(subscription)}`],
      `Vera sign-in-link ${String(customer)}`,
    ])
      assert.ok(actions.includes(action), action)
    assert.deepEqual(
      ['contribution-cancel', 'payment-refund-done', 'payment-refund-already-done'].map(
        (action) => actions.filter((each) => each.startsWith(`Vera ${action} `)).length,
      ),
      [1, 1, 1],
      'sent twice, done once',
    )
    assert.doesNotMatch(actions.join('\n') + mainstay.logged(), /example\.com/i)
    const movements = await mainstay.database.query<{ line: string }>(
      `select m.kind || coalesce(' ' || m.cause, '') as line from movements m
       join stripe_customers c on c.supporter_id = m.supporter_id where c.id = $1 order by m.sequence`,
      [String(customer)],
    )
    assert.deepEqual(
      movements.map(({ line }) => line),
      ['new', 'churn staff'],
    )
  })

  test('a stranger is redirected to sign-in; the report role sees reports and cannot act', async () => {
    const stranger = givenReader(mainstay.origin)
    assert.equal((await stranger.get('/staff/supporters')).location, '/staff/sign-in')
    await givenStaff(mainstay.database, RITA, 'report')
    const rita = await signInStaff(mainstay.origin, RITA)
    const reports = await rita.get('/staff/reports/supporters')
    assert.equal(reports.status, 200)
    assert.doesNotMatch(reports.text, /href="\/staff\/supporters/, 'what is not hers to do is offered')
    assert.doesNotMatch(reports.text, /href="\/staff\/inbox/, 'single events are offered')
    assert.equal((await rita.get('/staff/inbox')).status, 403)
    const refused = await rita.get('/staff/supporters?language=en')
    assert.equal(refused.status, 403)
    assert.match(refused.text, /You don’t have access to this/)
    assert.equal((await rita.post('/staff/supporters', { address: 'lost@example.com' })).status, 403)
    assert.equal((await rita.post('/staff/inbox/replay', { which: 'all' })).status, 403)
    const { session } = await contributeAs(mainstay, 'not-for-rita@example.com')
    const { customer, subscription } = await stripe.checkout.sessions.retrieve(session)
    const [charge] = (await stripe.charges.list({ customer: String(customer) })).data
    const own = `/staff/supporters/${String(customer)}`
    const before = await audited()
    const actions = [
      ['cancel', { contribution: String(subscription) }],
      ['refund', { charge: charge?.id ?? '' }],
      ['link', {}],
    ] as const
    assert.equal((await rita.get(own)).status, 403)
    assert.equal((await stranger.get(own)).location, '/staff/sign-in')
    for (const [action, fields] of actions) {
      assert.equal((await rita.post(`${own}/${action}`, fields)).status, 403, action)
      assert.equal((await stranger.post(`${own}/${action}`, fields)).location, '/staff/sign-in', action)
    }
    assert.deepEqual(await audited(), before)
    assert.equal((await stripe.subscriptions.retrieve(String(subscription))).status, 'active')
    assert.equal((await stripe.charges.retrieve(charge?.id ?? '')).amount_refunded, 0)
  })

  test('objects of other or no supporters are rejected; while Stripe is unavailable no refund is claimed', async () => {
    const { session } = await contributeAs(mainstay, 'first@example.com', { amount: '7' })
    const { session: other } = await contributeAs(mainstay, 'second@example.com')
    const [one, two] = await Promise.all([session, other].map((id) => stripe.checkout.sessions.retrieve(id)))
    const own = `/staff/supporters/${String(one?.customer)}`
    const wrong = await vera.post(`${own}/cancel`, { contribution: String(two?.subscription) })
    assert.equal(wrong.status, 404)
    assert.equal((await vera.get('/staff/supporters/cus_nobody')).status, 404)
    const [foreign] = (await stripe.charges.list({ customer: String(two?.customer) })).data
    assert.equal((await vera.post(`${own}/refund`, { charge: foreign?.id ?? '' })).status, 404)
    assert.equal((await stripe.charges.retrieve(foreign?.id ?? '')).amount_refunded, 0)
    const [charge] = (await stripe.charges.list({ customer: String(one?.customer) })).data
    await mainstay.control('faults', { kind: 'error', path: '/v1/refunds', times: 5 })
    const away = await vera.post(`${own}/refund`, { charge: charge?.id ?? '', language: 'en' })
    assert.equal(away.status, 503)
    assert.equal((await audited()).at(-1), `Vera payment-refund-unanswered ${charge?.id}`)
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    assert.match(
      (await vera.post(`${own}/refund`, { charge: charge?.id ?? '', language: 'en' })).location,
      /done=refunded/,
    )
    assert.equal((await audited()).at(-1), `Vera payment-refund-done ${charge?.id}`)
  })
})
