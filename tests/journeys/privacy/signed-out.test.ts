import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { appealOf, givenReader, hiddenFields, payAs, startGiving } from '../../given/people/reader.ts'
import { contributeAs, signInAs } from '../../given/people/supporter.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

describeMainstay('a browser that was signed out, and a form that was sent before', (mainstay) => {
  const stateOf = async (session: string) =>
    (await stripeClient(mainstay.sandbox.origin).checkout.sessions.retrieve(session)).status

  test('if the answer of the sign-out is lost, the supporter is still not asked', async () => {
    const { supporter } = await contributeAs(mainstay, 'lost-sign-out@example.com')
    await signInAs(mainstay, 'lost-sign-out@example.com', 1, supporter)
    const kept = new Map(supporter.cookies)
    await supporter.post('/sign-out', {})
    for (const [name, value] of kept) supporter.cookies.set(name, value)
    await supporter.post('/sign-out', {})
    await mainstay.advance(10)
    await mainstay.settle()
    assert.equal(await appealOf(supporter), 'snoozed')
  })

  test('a contribution that was begun before a sign-out cannot be paid beside another', async () => {
    const { supporter } = await contributeAs(mainstay, 'two-tabs@example.com', { frequency: 'once' })
    await signInAs(mainstay, 'two-tabs@example.com', 1, supporter)
    const begun = await startGiving(supporter, { amount: '7' })
    await supporter.post('/sign-out', {})
    const next = await startGiving(supporter, { amount: '9' })
    await mainstay.settle()
    assert.deepEqual([await stateOf(begun), await stateOf(next)], ['expired', 'open'])
  })

  test('after a sign-out on all devices no thanks page is shown on another one', async () => {
    const { supporter, session } = await contributeAs(mainstay, 'all-devices@example.com')
    const laptop = await signInAs(mainstay, 'all-devices@example.com')
    await laptop.post('/sign-out', { everywhere: 'yes' })
    await mainstay.advance(7_200)
    assert.equal((await supporter.get(`/support/thanks?session_id=${session}`)).status, 404)
    assert.equal(await appealOf(supporter), 'snoozed')
  })

  test('a form that was sent with a copied cookie is not closed when its reader gives', async () => {
    const reader = givenReader(mainstay.origin)
    await reader.post('/reminders', { after: '3m' })
    const thief = givenReader(mainstay.origin)
    for (const [name, value] of reader.cookies) thief.cookies.set(name, value)
    const watched = await startGiving(thief, { amount: '7' })
    await mainstay.advance(120)
    const session = await startGiving(reader, { amount: '9' })
    await payAs(mainstay.sandbox.origin, session, 'watched@example.com')
    await reader.get(`/support/thanks?session_id=${session}`)
    await mainstay.settle()
    assert.equal(await stateOf(watched), 'open')
  })

  test('a form that was paid long ago leads to a new form, not to a page that is gone', async () => {
    const reader = givenReader(mainstay.origin)
    const page = await reader.get('/support?amount=5&frequency=once')
    const fields = { ...hiddenFields(page.text, '/support/checkouts'), amount: '5', frequency: 'once' }
    const session = (await reader.post('/support/checkouts', fields)).location.split('/').at(-1) ?? ''
    await payAs(mainstay.sandbox.origin, session, 'again-later@example.com')
    await reader.get(`/support/thanks?session_id=${session}`)
    await mainstay.settle()
    assert.match((await reader.post('/support/checkouts', fields)).location, /^\/support\/thanks/)
    await mainstay.advance(2 * 86_400)
    const refused = await reader.post('/support/checkouts', fields)
    assert.equal(refused.status, 422)
    const fresh = { ...hiddenFields(refused.text, '/support/checkouts'), amount: '5', frequency: 'once' }
    assert.equal((await reader.post('/support/checkouts', fresh)).status, 303)
  })
})
