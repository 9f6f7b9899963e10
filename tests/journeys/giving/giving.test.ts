import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { DateTime } from 'luxon'
import { formatDate } from '../../../src/messages/dates.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { appealOf, givenReader, hiddenFields, paySession, startGiving } from '../../given/people/reader.ts'
import { passRenewal } from '../../given/people/renewal.ts'
import { readFigures } from '../../given/record/record.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const DAY_S = 86_400

describeMainstay('giving', (mainstay) => {
  const reader = () => givenReader(mainstay.origin)
  const pay = (session: string, method?: string) => paySession(mainstay.sandbox.origin, session, method)

  test('a monthly contribution is paid, thanked for, recorded once, and suppresses the appeal', async () => {
    const before = await readFigures(mainstay.database)
    const supporter = reader()
    const session = await startGiving(supporter, { amount: '5' })
    const unpaid = await supporter.get(`/support/thanks?session_id=${session}`)
    assert.match(unpaid.text, /data-outcome="unpaid"/)
    assert.equal((await pay(session)).status, 200)
    const thanks = await supporter.get(`/support/thanks?session_id=${session}`)
    assert.match(thanks.text, /data-outcome="confirmed"/)
    assert.match(thanks.text, /\$5 a month/)
    const next = formatDate(
      DateTime.fromJSDate(mainstay.now(), { zone: 'UTC' }).plus({ months: 1 }).toJSDate(),
      'en',
      mainstay.resources.timeZone,
    )
    assert.ok(thanks.text.includes(`Your next charge is on ${next}.`), next)
    assert.match(
      thanks.text,
      /check the answer[\s\S]*Your receipt goes to the email address that you entered/,
    )
    assert.match(thanks.text, /href="\/account\?language=en">Manage your support/)
    assert.equal(await appealOf(supporter), 'supports', 'on the very next page')
    await mainstay.eventually(async () => {
      const figures = await readFigures(mainstay.database)
      assert.deepEqual(
        [figures.active - before.active, figures.ledger - before.ledger, figures.sum - before.sum],
        [1, 1, 500],
      )
    })
    assert.equal(await appealOf(reader()), 'shown', 'another reader still sees the appeal')
  })

  test('a one-time gift suppresses the appeal for a year, and is in the ledger but no movement', async () => {
    const before = await readFigures(mainstay.database)
    const supporter = reader()
    const session = await startGiving(supporter, { frequency: 'once', currency: 'JPY', amount: '700' })
    await pay(session)
    await mainstay.eventually(async () => assert.equal(await appealOf(supporter), 'gave'))
    await mainstay.eventually(async () => {
      const figures = await readFigures(mainstay.database)
      assert.equal(figures.sum - before.sum, 700, 'yen have no minor unit')
      assert.deepEqual(figures.movements, before.movements)
    })
  })

  test('the newsroom’s own thanks are picked up as they are saved, and a general sentence stands without them', async () => {
    const supporter = reader()
    const session = await startGiving(supporter, { frequency: 'once', amount: '20', language: 'ru' })
    await pay(session)
    const thanks = async () => (await supporter.get(`/support/thanks?session_id=${session}`)).text
    assert.match(await thanks(), /Мира Столан[\s\S]*Чек придёт на почту/)
    assert.doesNotMatch(await thanks(), /Следующее списание/, 'a gift is charged once')
    const file = `${mainstay.newsroom.path}/appeal/thanks-ru.md`
    await writeFile(file, 'Спасибо от **всех** нас.<script>alert(1)</script>')
    await mainstay.eventually(async () =>
      assert.match(await thanks(), /Спасибо от <strong>всех<\/strong> нас/),
    )
    assert.doesNotMatch(await thanks(), /<script>alert/)
    await rm(file)
    await mainstay.eventually(async () => assert.match(await thanks(), /За каждый наш вопрос/))
  })

  test('before anybody pays, each language names the risk and the name on the bank statement', async () => {
    for (const [language, risk, letter] of [
      ['en', /could put you or your family at risk/, /could put you at risk/],
      ['ru', /может навредить вам или вашим близким/, /может навредить вам/],
    ] as const) {
      const { text } = await reader().get(`/support?language=${language}`)
      assert.match(text, risk)
      assert.match(text, /<bdi>THE BREAKWATER<\/bdi>/)
      const slug = language === 'en' ? 'heat-by-the-spoonful' : 'kran-nomer-sem'
      assert.match((await reader().get(`/articles/${slug}`)).text, letter)
    }
  })

  test('the same form sent twice, even at once, is one session; other values start another', async () => {
    const supporter = reader()
    const page = await supporter.get('/support')
    const fields = { ...hiddenFields(page.text, '/support/checkouts'), amount: '7,50' }
    const twins = await Promise.all([1, 2, 3].map(() => supporter.post('/support/checkouts', fields)))
    const again = await supporter.post('/support/checkouts', fields)
    assert.deepEqual(
      [...twins, again].map((answer) => answer.status),
      [303, 303, 303, 303],
    )
    assert.equal(new Set([...twins, again].map((answer) => answer.location)).size, 1)
    const other = await supporter.post('/support/checkouts', { ...fields, amount: '8' })
    assert.notEqual(other.location, again.location)
    const [row] = await mainstay.database.query<{ count: number }>(
      `select count(*) as count from checkouts where amount = 750`,
    )
    assert.equal(row?.count, 1)
  })

  test('a paid form that is sent again leads to its thanks page', async () => {
    const supporter = reader()
    const page = await supporter.get('/support')
    const fields = { ...hiddenFields(page.text, '/support/checkouts'), amount: '11' }
    const first = await supporter.post('/support/checkouts', fields)
    const session = first.location.split('/').at(-1) ?? ''
    await pay(session)
    const second = await supporter.post('/support/checkouts', fields)
    assert.equal(second.location, `/support/thanks?session_id=${session}`)
  })

  test('a declined card charges nothing and keeps the session open for another card', async () => {
    const supporter = reader()
    const session = await startGiving(supporter, { frequency: 'once', amount: '20' })
    assert.equal((await pay(session, 'pm_card_visa_chargeDeclined')).status, 402)
    assert.match((await supporter.get(`/support/thanks?session_id=${session}`)).text, /data-outcome="unpaid"/)
    assert.equal((await pay(session)).status, 200)
    await mainstay.eventually(async () => {
      const rows = await mainstay.database.query<{ amount: number }>(
        'select amount from ledger_entries where amount = 2000',
      )
      assert.equal(rows.length, 1)
    })
  })

  test('a renewal is one more payment and no movement, and keeps the appeal suppressed', async () => {
    const supporter = reader()
    const session = await startGiving(supporter, { amount: '9' })
    await pay(session)
    await mainstay.settle()
    assert.equal(await appealOf(supporter), 'supports')
    const before = await readFigures(mainstay.database)
    const stripe = stripeClient(mainstay.sandbox.origin)
    const { subscription } = await stripe.checkout.sessions.retrieve(session)
    await passRenewal(mainstay, stripe, String(subscription))
    const figures = await readFigures(mainstay.database)
    assert.ok(figures.ledger > before.ledger, 'no renewal is recorded yet')
    assert.deepEqual(figures.movements, before.movements)
    const [row] = await mainstay.database.query<{ count: number }>(
      `select count(*) as count from ledger_entries where amount = 900 and settled_currency = 'USD' and net = settled_amount - fee`,
    )
    assert.equal(row?.count, 2)
    assert.equal(await appealOf(supporter), 'supports')
  })

  test('an abandoned session expires and changes nothing', async () => {
    const before = await readFigures(mainstay.database)
    const supporter = reader()
    const session = await startGiving(supporter, { amount: '13' })
    await mainstay.advance(DAY_S + 60)
    await mainstay.eventually(async () => {
      const [row] = await mainstay.database.query<{ state: string }>(
        'select state from checkouts where session_id = $1',
        [session],
      )
      assert.equal(row?.state, 'expired')
    })
    assert.match((await supporter.get(`/support/thanks?session_id=${session}`)).text, /data-outcome="unpaid"/)
    assert.equal((await readFigures(mainstay.database)).movements.length, before.movements.length)
    assert.equal(await appealOf(supporter), 'shown')
  })

  /** Returns how often the most repeated event was sent. Each copy is one row. */
  const mostCopies = async (): Promise<number> => {
    const listed = await fetch(`${mainstay.sandbox.origin}/_sandbox/deliveries`)
    const counts = new Map<string, number>()
    for (const { event } of (await listed.json()) as { event: string }[])
      counts.set(event, (counts.get(event) ?? 0) + 1)
    return Math.max(...counts.values())
  }

  test('all five ways of delivering the same events end in the same record', async () => {
    for (const mode of ['duplicate', 'shuffle', 'fail', 'hold', 'drop'] as const) {
      const before = await readFigures(mainstay.database)
      await mainstay.control('deliveries', {
        mode,
        ...(mode === 'duplicate' ? { times: 5 } : {}),
        ...(mode === 'fail' ? { times: 8 } : {}),
      })
      const supporter = reader()
      const session = await startGiving(supporter, { amount: '6' })
      await pay(session)
      if (mode === 'drop') await supporter.get(`/support/thanks?session_id=${session}`)
      if (mode === 'hold') await mainstay.control('deliveries/flush', {})
      if (mode === 'duplicate') await mainstay.eventually(async () => assert.equal(await mostCopies(), 5))
      // Dropped events never arrive, so the thanks page alone must record the contribution.
      if (mode !== 'drop') await mainstay.control('deliveries', { mode: 'normal' })
      await mainstay.advance(60)
      await mainstay.eventually(async () => {
        const figures = await readFigures(mainstay.database)
        assert.deepEqual([mode, figures.active - before.active, figures.ledger - before.ledger], [mode, 1, 1])
      })
      await mainstay.control('deliveries', { mode: 'normal' })
    }
  })

  test('Stripe receives our checkout id and nothing about what was read', async () => {
    const supporter = reader()
    await supporter.get('/articles/what-an-egg-costs', { 'user-agent': 'planted-agent' })
    const session = await startGiving(supporter, { amount: '5' })
    await pay(session)
    const kinds = [
      'checkout/sessions',
      'customers',
      'subscriptions',
      'charges',
      'invoices',
      'payment_intents',
      'events',
    ]
    for (const kind of kinds) {
      const response = await fetch(`${mainstay.sandbox.origin}/v1/${kind}?limit=100`, {
        headers: { authorization: 'Bearer sk_test_given' },
      })
      assert.doesNotMatch(await response.text(), /an-egg-costs|article|planted-agent|reader_?hash/, kind)
    }
  })
})
