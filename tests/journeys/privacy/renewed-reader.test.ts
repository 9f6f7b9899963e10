import assert from 'node:assert/strict'
import { test } from 'node:test'
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
    assert.equal(await rowsUnder(before), 0)
    assert.deepEqual(await mainstay.resources.redis?.hgetall(`suppression:${before}`), {})
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
    assert.equal(await appealOf(reader), 'supports', 'no appeal after a sign-out')
    assert.equal(await appealOf(thief), 'snoozed')
    assert.equal(await appealOf(secondThief), 'snoozed', 'taken before the sign-out')
  })

  test('the same form from elsewhere gets another session and another reader', async () => {
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
    assert.notEqual(stolen.location, first.location)
    assert.notEqual(readerHashOf(mainstay, thief), readerHashOf(mainstay, reader))
    assert.equal((await reader.post('/support/checkouts', fields)).location, first.location)
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
