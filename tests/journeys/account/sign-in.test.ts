import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { buildMainstay } from '../../../src/app/app.ts'
import { openMetrics } from '../../../src/platform/metrics.ts'
import { signInCode } from '../../../src/supporters/session/sign-in-token.ts'
import { listen } from '../../../src/web/http-server.ts'
import { describeMailbox } from '../../given/describe-mainstay.ts'
import type { GivenMainstay } from '../../given/mainstay.ts'
import {
  appealOf,
  givenReader,
  hiddenFields,
  payAs,
  type Reader,
  startGiving,
} from '../../given/people/reader.ts'
import { readerHashOf } from '../../given/people/reader-hash.ts'
import { contributeAs } from '../../given/people/supporter.ts'
import { recordStatements } from '../../given/record/recorded-statements.ts'
import { textOf } from '../../given/resources/smtp.ts'

describeMailbox('signing in by a mailed link', (mailbox) => {
  let mainstay: GivenMainstay
  beforeEach(() => {
    mainstay = mailbox.mainstay
  })
  const dumpDatabaseAndLog = async (): Promise<string> => {
    const dumped = await mainstay.database.query<{ all: string }>(
      `select string_agg(row, ' ') as all from (
         select query_to_xml('select * from ' || table_name, true, false, '')::text as row
         from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE') as t`,
    )
    return `${dumped[0]?.all ?? ''}${mainstay.logged()}`
  }
  afterEach(async () => assert.doesNotMatch(await dumpDatabaseAndLog(), /example\.com/i))

  const supporterAs = (address: string) => contributeAs(mainstay, address)
  const linksTo = (address: string): string[] =>
    mailbox.sourcesTo(address).filter((source) => textOf(source).includes('/sign-in/'))
  const mailTo = async (address: string, nth = 1) => {
    await mainstay.eventually(() => assert.ok(linksTo(address).length >= nth, 'no mail'))
    const source = linksTo(address)[nth - 1] ?? ''
    const text = textOf(source)
    const link = /\/sign-in\/[^\s?]+/.exec(text)?.[0] ?? ''
    const code = /^ {4}(\d{4} \d{4})/m.exec(text)?.[1] ?? ''
    return { source, text, link, code }
  }
  const ask = async (reader: Reader, address: string) => {
    await reader.get('/sign-in')
    return reader.post('/sign-in', { address, language: 'en' })
  }

  /** Sums the counted attempts of all requests. */
  const writes = async () =>
    (
      await mainstay.database.query<{ tried: number }>(
        'select sum(code_attempts)::int as tried from sign_in_requests',
      )
    )[0]?.tried ?? 0
  const mailsSettled = () =>
    mainstay.eventually(async () => {
      const open = `select 1 from mails where state in ('waiting', 'sending')`
      assert.deepEqual(await mainstay.database.query(open), [], 'mails are still pending')
    })

  test('the link works once, also in another browser, and a mail scanner does not spend it', async () => {
    await supporterAs('Vera.Reader@Example.com')
    const asking = givenReader(mainstay.origin)
    const asked = await ask(asking, 'vera.reader@example.com')
    assert.deepEqual([asked.status, asked.location], [303, '/sign-in/code?language=en'])
    const { link } = await mailTo('Vera.Reader@example.com')
    assert.ok(link)
    const scanner = givenReader(mainstay.origin)
    assert.match((await scanner.get(link)).text, /Press the button/)
    assert.match((await scanner.get(link)).text, /Press the button/)
    const phone = givenReader(mainstay.origin)
    assert.equal(await appealOf(phone), 'shown')
    const entered = await phone.post(link, {})
    assert.deepEqual([entered.status, entered.location.split('?')[0]], [303, '/account'])
    assert.equal(await appealOf(phone), 'supports')
    const again = await givenReader(mainstay.origin).post(link, {})
    assert.equal(again.status, 403)
    assert.match(again.text, /has been used/)
    assert.equal((await asking.get('/account')).location.split('?')[0], '/sign-in')
  })

  test('the code works only in the browser that asked, with five attempts', async () => {
    await supporterAs('code@example.com')
    const asking = givenReader(mainstay.origin)
    await ask(asking, 'code@example.com')
    const { code } = await mailTo('code@example.com')
    assert.match(code, /^\d{4} \d{4}$/)
    assert.equal((await givenReader(mainstay.origin).post('/sign-in/code', { code })).status, 422)
    for (let tried = 0; tried < 4; tried += 1) {
      const wrong = await asking.post('/sign-in/code', { code: '0000 0000' })
      assert.equal(wrong.status, 422)
      assert.match(wrong.text, /role="alert"/)
      assert.match(wrong.text, /aria-describedby="code-error code-hint"[\s\S]*id="code-error"/)
    }
    const entered = await asking.post('/sign-in/code', { code: code.replace(' ', '') })
    assert.equal(entered.location.split('?')[0], '/account')
  })

  test('after five wrong codes the right one does not work, and the link still does', async () => {
    await supporterAs('guessed@example.com')
    const asking = givenReader(mainstay.origin)
    await ask(asking, 'guessed@example.com')
    const { code, link } = await mailTo('guessed@example.com')
    for (let tried = 0; tried < 5; tried += 1) await asking.post('/sign-in/code', { code: '0000 0000' })
    assert.equal((await asking.post('/sign-in/code', { code })).status, 422)
    assert.equal((await asking.post(link, {})).status, 303)
  })

  test('an unknown address gets the same answer and no mail', async () => {
    await supporterAs('known@example.com')
    const askFor = async (address: string) => {
      const reader = givenReader(mainstay.origin)
      const answer = await ask(reader, address)
      const page = await reader.get(answer.location)
      return { status: answer.status, location: answer.location, text: page.text }
    }
    assert.deepEqual(await askFor('nobody@example.com'), await askFor('known@example.com'))
    await mailTo('known@example.com')
    // The supporter may be recorded within the minute.
    await mainstay.eventually(async () => {
      const states = await mainstay.database.query<{ state: string }>(
        `select distinct state from mails where kind = 'sign-in'`,
      )
      assert.deepEqual(states.map(({ state }) => state).sort(), ['dropped', 'sent'])
    })
    assert.deepEqual(mailbox.sourcesTo('nobody@example.com'), [])
  })

  test('a known and an unknown address take the same work, so that timing reveals nothing', async (context) => {
    await supporterAs('timed@example.com')
    // The jobs are stopped, because their statements would be recorded as well.
    const { database, statements } = recordStatements(mainstay.database)
    const server = await buildMainstay({ ...mainstay.resources, metrics: openMetrics(), database })
    const listening = await listen(server.answer, '127.0.0.1', 0)
    context.after(async () => {
      await listening.stop()
      await server.stop()
    })
    const workFor = async (address: string) => {
      statements.splice(0)
      const reader = givenReader(listening.origin)
      assert.equal((await reader.post('/sign-in', { address, language: 'en' })).status, 303)
      return statements.slice()
    }
    const known = await workFor('timed@example.com')
    assert.ok(known.some((sql) => sql.startsWith('insert into sign_in_requests')))
    assert.deepEqual(await workFor('nobody@example.com'), known)
  })

  test('of many requests five are mailed and each link works: nobody is locked out', async () => {
    await supporterAs('flooded@example.com')
    for (let count = 0; count < 8; count += 1) await ask(givenReader(mainstay.origin), 'flooded@example.com')
    await mailTo('flooded@example.com', 5)
    await mailsSettled()
    assert.equal(linksTo('flooded@example.com').length, 5)
    const { link } = await mailTo('flooded@example.com', 2)
    assert.equal((await givenReader(mainstay.origin).post(link, {})).status, 303)
  })

  test('a stranger who asks every few minutes for hours locks nobody out: some link always works', async () => {
    const address = 'besieged@example.com'
    await supporterAs(address)
    const { database } = mainstay
    for (let minute = 0; minute < 180; minute += 4) {
      await ask(givenReader(mainstay.origin), address)
      await mailsSettled()
      const open = await database.query(
        'select 1 from sign_in_requests where mailed_at is not null and expires_at > now() and used_at is null',
      )
      assert.ok(open.length > 0, `after ${minute} minutes nobody could sign in`)
      // Four minutes pass.
      await database.query(
        `update sign_in_requests set asked_at = asked_at - interval '4 minutes',
           mailed_at = mailed_at - interval '4 minutes', expires_at = expires_at - interval '4 minutes'`,
      )
    }
    const sent = linksTo(address).length
    assert.ok(sent >= 13 && sent <= 17, `${sent} mails in three hours`)
    const { link } = await mailTo(address, sent)
    assert.equal((await givenReader(mainstay.origin).post(link, {})).status, 303)
  })

  test('the code of a request that was not mailed is invalid, so that repeating requests gains no attempts', async () => {
    const address = 'unmailed@example.com'
    await supporterAs(address)
    for (let count = 0; count < 5; count += 1) await ask(givenReader(mainstay.origin), address)
    await mailTo(address, 5)
    const thief = givenReader(mainstay.origin)
    await ask(thief, address)
    await mailsSettled()
    const [asked] = await mainstay.database.query<{ id: string }>(
      'select id from sign_in_requests order by asked_at desc limit 1',
    )
    const code = signInCode(mainstay.resources.keys, asked?.id ?? '')
    assert.equal((await thief.post('/sign-in/code', { code })).status, 422)
  })

  test('after two requests in one browser the code of either mail works', async () => {
    const address = 'impatient@example.com'
    await supporterAs(address)
    const asking = givenReader(mainstay.origin)
    await ask(asking, address)
    await ask(asking, address)
    await mailTo(address, 2)
    assert.equal((await asking.post('/sign-in/code', { code: (await mailTo(address, 1)).code })).status, 303)
  })

  test('many page views from one network do not block its other readers’ links', async () => {
    await supporterAs('neighbour@example.com')
    await ask(givenReader(mainstay.origin), 'neighbour@example.com')
    const { link } = await mailTo('neighbour@example.com')
    const here = { 'x-forwarded-for': '203.0.113.9' }
    const neighbour = givenReader(mainstay.origin)
    for (let count = 0; count < 70; count += 1) await neighbour.get('/sign-in', here)
    assert.equal((await neighbour.get(link, here)).status, 200)
    assert.equal((await neighbour.post(link, {}, here)).status, 303)
  })

  test('a wrong code takes the same work for a known and an unknown address', async () => {
    await supporterAs('worked@example.com')
    for (const address of ['worked@example.com', 'nobody-at-all@example.com']) {
      const reader = givenReader(mainstay.origin)
      for (let count = 0; count < 5; count += 1) await ask(reader, address)
      await mailTo('worked@example.com', 5)
      await mailsSettled()
      const before = await writes()
      for (let count = 0; count < 3; count += 1)
        assert.equal((await reader.post('/sign-in/code', { code: '0000 0000' })).status, 422)
      assert.equal((await writes()) - before, 15, address)
    }
  })
  test('a supporter can sign in a sixth time in an hour, and a browser keeps one session', async () => {
    const address = 'often@example.com'
    await supporterAs(address)
    const reader = givenReader(mainstay.origin)
    let earlier = ''
    for (let nth = 1; nth <= 6; nth += 1) {
      await ask(reader, address)
      assert.equal((await reader.post((await mailTo(address, nth)).link, {})).status, 303)
      const now = reader.cookies.get('m') ?? ''
      assert.notEqual(now, earlier)
      earlier = now
    }
    const sessions = await mainstay.database.query(
      `select 1 from supporter_sessions where address_index =
         (select address_index from supporter_sessions where reader_hash = decode($1, 'hex'))`,
      [readerHashOf(mainstay, reader)],
    )
    assert.equal(sessions.length, 1)
  })

  test('a linked browser stays linked to its supporter when somebody else gives under the same address', async () => {
    const { supporter } = await supporterAs('shared-name@example.com')
    const other = await contributeAs(mainstay, 'shared-name@example.com', {
      frequency: 'yearly',
      amount: '70',
    })
    assert.ok(other.session)
    const tiedTo = async () => {
      const [row] = await mainstay.database.query<{ id: string }>(
        `select supporter_id as id from supporter_readers where reader_hash = decode($1, 'hex')`,
        [readerHashOf(mainstay, supporter)],
      )
      return row?.id
    }
    const before = await tiedTo()
    assert.ok(before)
    await ask(supporter, 'shared-name@example.com')
    const { link } = await mailTo('shared-name@example.com')
    assert.equal((await supporter.post(link, {})).status, 303)
    assert.equal(await tiedTo(), before)
  })

  test('a text that is no email address is rejected in both languages, and kept in the form', async () => {
    const reader = givenReader(mainstay.origin)
    const answer = await reader.post('/sign-in', { address: 'not an address', language: 'ru' })
    assert.equal(answer.status, 422)
    assert.match(answer.text, /Введите адрес почты/)
    assert.match(answer.text, /value="not an address"/)
  })

  test('signing out ends the session; signing out everywhere ends it on every device', async () => {
    await supporterAs('two@example.com')
    const [phone, laptop] = [givenReader(mainstay.origin), givenReader(mainstay.origin)]
    await ask(phone, 'two@example.com')
    await phone.post((await mailTo('two@example.com')).link, {})
    await ask(laptop, 'two@example.com')
    await laptop.post((await mailTo('two@example.com', 2)).link, {})
    assert.equal((await phone.get('/account')).status, 200)
    const form = hiddenFields((await phone.get('/account?language=ru')).text, '/sign-out')
    assert.equal((await phone.post('/sign-out', form)).location, '/ru/')
    assert.equal((await phone.get('/account')).status, 303)
    assert.equal((await laptop.get('/account')).status, 200)
    await laptop.post('/sign-out', { everywhere: 'yes' })
    assert.equal((await laptop.get('/account')).status, 303)
  })

  test('a link that failed to sign in is not spent, and linking the browser may fail without harm', async () => {
    await supporterAs('broken@example.com')
    const reader = givenReader(mainstay.origin)
    await ask(reader, 'broken@example.com')
    const { link } = await mailTo('broken@example.com')
    const without = async (table: string, status: number) => {
      await mainstay.database.query(`alter table ${table} rename to elsewhere`)
      const answer = await reader.post(link, {})
      await mainstay.database.query(`alter table elsewhere rename to ${table}`)
      assert.equal(answer.status, status, table)
    }
    await without('supporter_sessions', 500)
    assert.equal((await reader.get('/account')).status, 303)
    await without('supporter_readers', 303)
    assert.equal((await reader.get('/account')).status, 200)

    await mainstay.database.query('alter table supporter_readers rename to elsewhere')
    assert.equal((await reader.post('/sign-out', {})).status, 500)
    await mainstay.database.query('alter table elsewhere rename to supporter_readers')
    assert.equal((await reader.get('/account')).status, 200, 'signed out only in part')
    assert.equal((await reader.post('/sign-out', {})).status, 303)
    assert.equal((await reader.get('/account')).status, 303)
  })

  test('a link tapped twice at once signs in the browser that asked; elsewhere it is spent', async () => {
    await supporterAs('twice@example.com')
    const reader = givenReader(mainstay.origin)
    await ask(reader, 'twice@example.com')
    const { link } = await mailTo('twice@example.com')
    const answers = await Promise.all([reader.post(link, {}), reader.post(link, {})])
    assert.deepEqual(
      answers.map(({ location }) => location.split('?')[0]),
      ['/account', '/account'],
    )
    assert.equal((await reader.get('/account')).status, 200)
    assert.equal((await givenReader(mainstay.origin).post(link, {})).status, 403)
  })

  test('a supporter who asks right after giving is mailed once their address is fetched', async () => {
    const address = 'at-once@example.com'
    const supporter = givenReader(mainstay.origin)
    const session = await startGiving(supporter, { amount: '5' })
    await ask(supporter, address)
    const isTried = `select 1 from mails where kind = 'sign-in' and state = 'waiting' and attempts > 0`
    await mainstay.eventually(async () => assert.equal((await mainstay.database.query(isTried)).length, 1))
    await payAs(mainstay.sandbox.origin, session, address)
    assert.ok((await mailTo(address)).link)
  })

  test('no email address is in the database in plain text, in the log or on another’s page', async () => {
    await supporterAs('Stands@Example.com')
    const reader = givenReader(mainstay.origin)
    await ask(givenReader(mainstay.origin), 'nobody@example.com')
    await ask(reader, 'stands@example.com')
    assert.equal((await reader.post((await mailTo('Stands@example.com')).link, {})).status, 303)
    const all = await dumpDatabaseAndLog()
    assert.ok(all.length > 10_000)
    assert.doesNotMatch(all, /example\.com/i)
  })
})
