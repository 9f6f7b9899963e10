import assert from 'node:assert/strict'
import { test } from 'node:test'
import { forgetCheckoutReaders } from '../../../src/checkout/checkout-readers-store.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import {
  appealOf,
  givenReader,
  hiddenFields,
  payAs,
  type Reader,
  startGiving,
} from '../../given/people/reader.ts'
import { readerHashOf } from '../../given/people/reader-hash.ts'
import { contributeAs, signInAs } from '../../given/people/supporter.ts'

describeMainstay('a copied cookie (A3)', (mainstay) => {
  /** Another browser with a copy of the cookies. */
  const copyOf = (reader: Reader): Reader => {
    const thief = givenReader(mainstay.origin)
    for (const [name, value] of reader.cookies) thief.cookies.set(name, value)
    return thief
  }
  const snoozed = async (): Promise<Reader> => {
    const reader = givenReader(mainstay.origin)
    assert.equal((await reader.post('/reminders', { after: '3m' })).status, 303)
    return reader
  }
  const rowsUnder = async (hash: string): Promise<number> => {
    const rows = await mainstay.database.query(
      `select 1 from reader_hashes where reader_hash = decode($1, 'hex')`,
      [hash],
    )
    return rows.length
  }

  test('taken before somebody gives, it tells nothing of it; the snooze goes on in their browser', async () => {
    const reader = await snoozed()
    const thief = copyOf(reader)
    const before = readerHashOf(mainstay, reader)
    const session = await startGiving(reader)
    assert.notEqual(readerHashOf(mainstay, reader), before)
    assert.equal(await appealOf(reader), 'snoozed', 'an abandoned checkout keeps the snooze')
    await mainstay.advance(10)
    await mainstay.settle()
    assert.equal(await rowsUnder(before), 0)
    assert.deepEqual(await mainstay.resources.redis?.hgetall(`appeal:${before}`), {})
    await payAs(mainstay.sandbox.origin, session, 'renewed@example.com')
    await reader.get(`/support/thanks?session_id=${session}`)
    await mainstay.settle()
    assert.equal(await appealOf(reader), 'supports')
    assert.equal(await appealOf(thief), 'snoozed', 'all that the cookie itself says')
  })

  test('taken before a sign-in, it tells nothing of it, also after a sign-out on all devices', async () => {
    await contributeAs(mainstay, 'elsewhere@example.com')
    const reader = await snoozed()
    const thief = copyOf(reader)
    await signInAs(mainstay, 'elsewhere@example.com', 1, reader)
    const secondThief = copyOf(reader)
    secondThief.cookies.delete('m')
    assert.equal(await appealOf(reader), 'supports')
    assert.equal(await appealOf(thief), 'snoozed')
    const signedIn = readerHashOf(mainstay, reader)
    assert.equal((await reader.post('/sign-out', { everywhere: 'yes' })).status, 303)
    assert.notEqual(readerHashOf(mainstay, reader), signedIn)
    assert.equal(await appealOf(reader), 'snoozed', 'no appeal after a sign-out, and no word of a supporter')
    assert.equal(await appealOf(thief), 'snoozed')
    assert.equal(await appealOf(secondThief), 'snoozed', 'taken before the sign-out')
  })

  test('the same form from elsewhere gets no session and no reader, but a new form', async () => {
    const reader = givenReader(mainstay.origin)
    const page = await reader.get('/support?amount=5')
    const fields = { ...hiddenFields(page.text, '/support/checkouts'), amount: '5' }
    const first = await reader.post('/support/checkouts', fields)
    const second = await givenReader(mainstay.origin).post('/support/checkouts', fields)
    assert.equal(second.location, first.location, 'a second click, whose cookie did not arrive')
    assert.equal((await reader.post('/support/checkouts', fields)).location, first.location)
    await mainstay.advance(90)
    const thief = givenReader(mainstay.origin)
    const stolen = await thief.post('/support/checkouts', fields)
    assert.equal(stolen.status, 422)
    assert.match(stolen.text, /This form has already been sent/)
    assert.equal(thief.cookies.size, 0)
    const again = { ...hiddenFields(stolen.text, '/support/checkouts'), amount: '5' }
    const fresh = await thief.post('/support/checkouts', again)
    assert.equal(fresh.status, 303)
    assert.notEqual(fresh.location, first.location)
    assert.equal((await reader.post('/support/checkouts', fields)).location, first.location)
  })

  test('a supporter whose answer is lost is still known by the cookie before', async () => {
    const { supporter } = await contributeAs(mainstay, 'lost-answer@example.com')
    const kept = new Map(supporter.cookies)
    await startGiving(supporter, { frequency: 'once', amount: '3' })
    for (const [name, value] of kept) supporter.cookies.set(name, value)
    assert.equal(await appealOf(supporter), 'supports')
  })

  test('a supporter who comes back days after an abandoned checkout is still known', async () => {
    const { supporter } = await contributeAs(mainstay, 'days-later@example.com')
    await startGiving(supporter, { frequency: 'once', amount: '3' })
    await mainstay.advance(3 * 86_400)
    await forgetCheckoutReaders(mainstay.database, { before: new Date(0), now: mainstay.now() })
    assert.equal(await appealOf(supporter), 'supports')
  })

  test('who gives again in one browser is one supporter, also if the payment is recorded first', async () => {
    const { supporter } = await contributeAs(mainstay, 'again@example.com')
    const session = await startGiving(supporter, { frequency: 'once', amount: '3' })
    await payAs(mainstay.sandbox.origin, session, 'again@example.com')
    await mainstay.settle()
    assert.equal(await appealOf(supporter), 'supports')
    const rows = await mainstay.database.query(
      `select distinct c.supporter_id from stripe_customers c join checkouts o on o.supporter_id = c.supporter_id
       where o.session_id = $1 or o.reader_hash = decode($2, 'hex')`,
      [session, readerHashOf(mainstay, supporter)],
    )
    assert.equal(rows.length, 1)
  })

  test('after a sign-out nothing in the database links the browser to the supporter', async () => {
    const { supporter } = await contributeAs(mainstay, 'unlinked@example.com')
    await signInAs(mainstay, 'unlinked@example.com', 1, supporter)
    const hash = readerHashOf(mainstay, supporter)
    await supporter.post('/sign-out', {})
    const rows = await mainstay.database.query(
      `select 1 from supporter_readers where reader_hash = decode($1, 'hex')
       union all select 1 from supporter_sessions where reader_hash = decode($1, 'hex')
       union all select 1 from checkouts where reader_hash = decode($1, 'hex')`,
      [hash],
    )
    assert.deepEqual(rows, [])
    assert.doesNotMatch((await supporter.get('/articles/third-floor-second-door')).text, /Thank you/)
  })

  test('the address of the thanks page tells nothing to others after an hour, and to nobody after a day', async () => {
    const { supporter, session } = await contributeAs(mainstay, 'history@example.com')
    const thanks = `/support/thanks?session_id=${session}`
    const stranger = givenReader(mainstay.origin)
    const seen = async () => [(await stranger.get(thanks)).status, (await supporter.get(thanks)).status]
    assert.deepEqual(await seen(), [200, 200])
    await mainstay.advance(3_700)
    assert.deepEqual(await seen(), [404, 200])
    await mainstay.advance(86_400)
    assert.deepEqual(await seen(), [404, 404])
  })

  test('if Stripe does not answer, the snooze stays', async () => {
    const reader = await snoozed()
    await mainstay.control('faults', {
      kind: 'error',
      path: '/v1/checkout/sessions',
      method: 'POST',
      times: 10,
    })
    const page = await reader.get('/support?amount=6')
    const fields = { ...hiddenFields(page.text, '/support/checkouts'), amount: '6' }
    assert.equal((await reader.post('/support/checkouts', fields)).status, 503)
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    assert.equal(await appealOf(reader), 'snoozed')
  })
})
