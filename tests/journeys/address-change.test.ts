import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Stripe } from 'stripe'
import { giveAs, signInAs } from '../given/giver.ts'
import { type GivenMainstay, givenMainstay } from '../given/mainstay.ts'
import { eventually, givenReader, type Reader } from '../given/reader.ts'
import { stripeClient } from '../given/sandbox.ts'

describe('another mail address', () => {
  let mainstay: GivenMainstay
  let stripe: Stripe
  before(async () => {
    mainstay = await givenMainstay()
    stripe = stripeClient(mainstay.sandbox.origin)
  })
  after(() => mainstay.stop())

  const give = async (address: string) =>
    String((await stripe.checkout.sessions.retrieve((await giveAs(mainstay, address)).session)).customer)
  const ask = (reader: Reader, address: string) =>
    reader.post('/account/address', { address, language: 'en' })
  const linkTo = async (address: string): Promise<string> => {
    let link = ''
    await eventually(async () => {
      const { text } = await givenReader(mainstay.origin).get('/outbox')
      const mail = text
        .split('<article')
        .find((each) => each.includes(address) && each.includes('/account/address/'))
      link = /\/account\/address\/[A-Za-z0-9_-]{43}/.exec(mail ?? '')?.[0] ?? ''
      assert.ok(link, 'no mail to the new address')
    })
    return link
  }

  test('counts once its mailbox was opened, in whatever browser, and Stripe is told', async () => {
    const customer = await give('old@example.com')
    const reader = await signInAs(mainstay, 'old@example.com')
    assert.match((await reader.get('/account?language=en')).text, /href="\/account\/address\?language=en"/)
    const asked = await ask(reader, 'new@example.org')
    assert.equal(asked.location, '/account?done=address&language=en')
    const link = await linkTo('new@example.org')
    const elsewhere = givenReader(mainstay.origin)
    for (let looks = 0; looks < 2; looks += 1)
      assert.match((await elsewhere.get(link)).text, /Yes, to this one/)
    assert.match((await elsewhere.get(`${link}?language=ru`)).text, /Да, в этот/)
    const email = async () => {
      const found = await stripe.customers.retrieve(customer)
      return found.deleted ? null : found.email
    }
    assert.equal(await email(), 'old@example.com')
    assert.match((await elsewhere.post(link, { language: 'en' })).text, /Mails come to the new address/)
    await eventually(async () => assert.equal(await email(), 'new@example.org'))
    const again = await elsewhere.post(link, { language: 'en' })
    assert.equal(again.status, 403)
    assert.match((await reader.get('/account?language=en')).text, /\$5 a month/)
    const anew = await signInAs(mainstay, 'new@example.org')
    assert.match((await anew.get('/account?language=en')).text, /\$5 a month/)
    const data = await anew.get('/account/data.json')
    assert.match(data.text, /"address":"new@example\.org"/)
    const known = await mainstay.database.query<{ text: string }>(
      'select row_to_json(a)::text as text from address_changes a union all select facts::text from mails',
    )
    assert.doesNotMatch(JSON.stringify(known), /new@example|old@example/)
  })

  test('what is no address is told, and nobody’s mailbox is filled', async () => {
    await give('patient@example.com')
    const reader = await signInAs(mainstay, 'patient@example.com')
    const wrong = await ask(reader, 'no address')
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /value="no address"/)
    for (let times = 0; times < 5; times += 1)
      assert.equal((await ask(reader, `victim${times}@example.org`)).status, 303)
    assert.equal((await ask(reader, 'victim@example.org')).status, 429)
    assert.equal((await givenReader(mainstay.origin).get('/account/address')).status, 303)
  })

  test('a link of another use, or made up, opens nothing', async () => {
    await give('other@example.com')
    const reader = await signInAs(mainstay, 'other@example.com')
    await ask(reader, 'other@example.org')
    const token = (await linkTo('other@example.org')).split('/').at(-1) ?? ''
    assert.equal((await givenReader(mainstay.origin).post(`/sign-in/${token}`, {})).status, 403)
    const made = `${token.slice(0, -2)}xx`
    assert.equal((await givenReader(mainstay.origin).get(`/account/address/${made}`)).status, 404)
    assert.equal((await givenReader(mainstay.origin).post(`/account/address/${made}`, {})).status, 403)
  })

  test('with Stripe away the change counts here at once, and Stripe is told later', async () => {
    const customer = await give('early@example.com')
    const reader = await signInAs(mainstay, 'early@example.com')
    await ask(reader, 'late@example.org')
    const link = await linkTo('late@example.org')
    await mainstay.control('faults', { kind: 'error', path: '/v1/customers', method: 'POST', times: 4 })
    assert.equal((await reader.post(link, { language: 'en' })).status, 200)
    await eventually(async () => {
      await mainstay.control('clock', { advanceSeconds: 61 })
      const found = await stripe.customers.retrieve(customer)
      assert.equal(found.deleted ? null : found.email, 'late@example.org')
    }, 30_000)
  })
})
