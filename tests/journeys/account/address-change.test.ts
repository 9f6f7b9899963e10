import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader, type Reader } from '../../given/people/reader.ts'
import { contributeAs, signInAs } from '../../given/people/supporter.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

describeMainstay('changing the email address', (mainstay) => {
  let stripe: Stripe
  beforeEach(() => {
    stripe = stripeClient(mainstay.sandbox.origin)
  })

  const give = async (address: string) =>
    String(
      (await stripe.checkout.sessions.retrieve((await contributeAs(mainstay, address)).session)).customer,
    )
  const ask = (reader: Reader, address: string) =>
    reader.post('/account/address', { address, language: 'en' })
  const linkTo = async (address: string): Promise<string> => {
    let link = ''
    await mainstay.eventually(async () => {
      const { text } = await givenReader(mainstay.origin).get('/outbox')
      const mail = text
        .split('<article')
        .find((each) => each.includes(address) && each.includes('/account/address/'))
      link = /\/account\/address\/[A-Za-z0-9_-]{43}/.exec(mail ?? '')?.[0] ?? ''
      assert.ok(link, 'no mail to the new address')
    })
    return link
  }

  test('takes effect once the mailed link is opened, in any browser, and is pushed to Stripe', async () => {
    const customer = await give('old@example.com')
    const reader = await signInAs(mainstay, 'old@example.com')
    assert.match((await reader.get('/account?language=en')).text, /href="\/account\/address\?language=en"/)
    const asked = await ask(reader, 'new@example.org')
    assert.equal(asked.location, '/account?done=address&language=en')
    const link = await linkTo('new@example.org')
    const elsewhere = givenReader(mainstay.origin)
    for (let looks = 0; looks < 2; looks += 1)
      assert.match((await elsewhere.get(link)).text, /Yes, use this address/)
    assert.match((await elsewhere.get(`${link}?language=ru`)).text, /Да, на этот адрес/)
    const email = async () => {
      const found = await stripe.customers.retrieve(customer)
      return found.deleted ? null : found.email
    }
    assert.equal(await email(), 'old@example.com')
    assert.match((await elsewhere.post(link, { language: 'en' })).text, /We’ll write to your new address/)
    await mainstay.eventually(async () => assert.equal(await email(), 'new@example.org'))
    const again = await elsewhere.post(link, { language: 'en' })
    assert.match(again.text, /We’ll write to your new address/, 'the link was tapped twice')
    assert.match((await reader.get('/account?language=en')).text, /\$5 a month/)
    const newReader = await signInAs(mainstay, 'new@example.org')
    assert.match((await newReader.get('/account?language=en')).text, /\$5 a month/)
    const data = await newReader.get('/account/data.json')
    assert.match(data.text, /"address":"new@example\.org"/)
    const known = await mainstay.database.query<{ text: string }>(
      'select row_to_json(a)::text as text from address_changes a union all select facts::text from mails',
    )
    assert.doesNotMatch(JSON.stringify(known), /new@example|old@example/)
  })

  test('informs the previous address, which can undo it even after further changes', async () => {
    const customer = await give('owner@example.com')
    const thief = await signInAs(mainstay, 'owner@example.com')
    await ask(thief, 'sibling@example.org')
    const sibling = await linkTo('sibling@example.org')
    await ask(thief, 'thief@example.org')
    assert.equal((await thief.post(await linkTo('thief@example.org'), {})).status, 200)
    await ask(thief, 'further@example.org')
    assert.equal((await thief.post(await linkTo('further@example.org'), {})).status, 200)
    assert.match((await thief.get('/account?language=en')).text, /\$5 a month/)
    const owner = givenReader(mainstay.origin)
    const wayBackFor = async (address: string): Promise<string> => {
      let link = ''
      await mainstay.eventually(async () => {
        const mail = (await owner.get('/outbox')).text
          .split('<article')
          .find((each) => each.includes(address) && each.includes('Your email address has changed'))
        if (address.startsWith('owner')) assert.doesNotMatch(mail ?? '', /thief@|further@/)
        link = /\/account\/address\/back\/[A-Za-z0-9_-]{43}/.exec(mail ?? '')?.[0] ?? ''
        assert.ok(link, 'the previous address got no mail')
      })
      return link
    }
    const link = await wayBackFor('owner@example.com')
    const ofThief = await wayBackFor('thief@example.org')
    for (const language of ['en', 'ru'])
      assert.match((await owner.get(`${link}?language=${language}`)).text, /undo the change|Да, вернуть/)
    assert.equal(
      (await owner.get(link.replace('/back/', '/'))).status,
      404,
      'a link of another use is accepted',
    )
    assert.match((await owner.post(link, { language: 'en' })).text, /We’ll write to this address again/)
    assert.equal((await owner.post(link, { language: 'en' })).status, 403)
    // Nothing that was started or done since moves the address again.
    for (const way of [ofThief, sibling]) assert.equal((await owner.post(way, {})).status, 403)
    assert.equal((await thief.get('/account')).status, 303, 'still signed in')
    const again = await signInAs(mainstay, 'owner@example.com', 2)
    assert.match((await again.get('/account?language=en')).text, /\$5 a month/)
    await mainstay.eventually(async () => {
      const found = await stripe.customers.retrieve(customer)
      assert.equal(found.deleted ? null : found.email, 'owner@example.com')
    })
  })

  test('signs the supporter out if the new address has contributions already, and shows none of them', async () => {
    await give('stranger@example.com')
    await contributeAs(mainstay, 'victim@example.com', { amount: '77' })
    const stranger = await signInAs(mainstay, 'stranger@example.com')
    await ask(stranger, 'victim@example.com')
    const victim = givenReader(mainstay.origin)
    const link = await linkTo('victim@example.com')
    assert.match((await victim.get(link)).text, /you’ll see everything on one page/)
    assert.equal((await victim.post(link, {})).status, 200)
    assert.equal((await stranger.get('/account')).status, 303, 'a stranger sees another’s contributions')
    const page = (await (await signInAs(mainstay, 'victim@example.com')).get('/account?language=en')).text
    assert.match(page, /\$77 a month/)
    assert.match(page, /\$5 a month/)
  })

  test('is dropped on signing out everywhere, and only five of many concurrent requests are mailed', async () => {
    await give('everywhere@example.com')
    const reader = await signInAs(mainstay, 'everywhere@example.com')
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, each) => ask(reader, `at-once-${each}@example.org`)),
    )
    assert.equal(answers.filter(({ status }) => status === 303).length, 5)
    const made = answers.findIndex(({ status }) => status === 303)
    const link = await linkTo(`at-once-${made}@example.org`)
    await reader.post('/sign-out', { everywhere: 'yes' })
    assert.equal((await givenReader(mainstay.origin).post(link, {})).status, 403)
  })

  test('rejects what is no email address, and limits the mails', async () => {
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

  test('keeps plain mails plain at both addresses', async () => {
    const wantPlain = (reader: Reader) =>
      reader.post('/account/mail', { language: 'en', mailLanguage: '', plain: 'yes' })
    const newest = async (address: string) =>
      (await givenReader(mainstay.origin).get('/outbox')).text
        .split('<article')
        .find((each) => each.includes(address)) ?? ''
    await give('plain-there@example.com')
    await wantPlain(await signInAs(mainstay, 'plain-there@example.com'))
    await give('comes@example.com')
    const comes = await signInAs(mainstay, 'comes@example.com')
    await ask(comes, 'plain-there@example.com')
    const link = await linkTo('plain-there@example.com')
    assert.match(await newest('plain-there@example.com'), /A message for you/)
    assert.doesNotMatch(await newest('plain-there@example.com'), /From The Breakwater/)
    assert.equal((await givenReader(mainstay.origin).post(link, {})).status, 200)
    const rows = await mainstay.database.query<{ plain: boolean }>(
      `select distinct is_plain as plain from customer_addresses where address_index =
         (select address_index from customer_addresses order by saved_at desc limit 1)`,
    )
    assert.deepEqual(rows, [{ plain: true }])
    const newReader = await signInAs(mainstay, 'plain-there@example.com', 2)
    assert.match((await newReader.get('/account?language=en')).text, /name="plain"[^>]*checked/)

    await give('unadorned@example.com')
    await give('goes@example.com')
    const goes = await signInAs(mainstay, 'goes@example.com')
    await wantPlain(goes)
    await ask(goes, 'unadorned@example.com')
    assert.equal(
      (await givenReader(mainstay.origin).post(await linkTo('unadorned@example.com'), {})).status,
      200,
    )
    const [mixed] = await mainstay.database.query<{ count: number }>(
      'select count(*) as count from (select address_index from customer_addresses group by 1 having bool_or(is_plain) <> bool_and(is_plain)) as m',
    )
    assert.equal(mixed?.count, 0)
  })

  test('accepts no link of another use and no forged link', async () => {
    await give('other@example.com')
    const reader = await signInAs(mainstay, 'other@example.com')
    await ask(reader, 'other@example.org')
    const token = (await linkTo('other@example.org')).split('/').at(-1) ?? ''
    assert.equal((await givenReader(mainstay.origin).post(`/sign-in/${token}`, {})).status, 403)
    const made = `${token.slice(0, -2)}xx`
    assert.equal((await givenReader(mainstay.origin).get(`/account/address/${made}`)).status, 404)
    assert.equal((await givenReader(mainstay.origin).post(`/account/address/${made}`, {})).status, 403)
  })

  test('pushes an international domain in ASCII, and skips an address that Stripe rejects', async () => {
    const customer = await give('letters@example.com')
    const reader = await signInAs(mainstay, 'letters@example.com')
    const email = async () => {
      const found = await stripe.customers.retrieve(customer)
      return found.deleted ? 'deleted' : found.email
    }
    for (const [address, expected] of [
      ['lit@почта.рф', 'lit@xn--80a1acny.xn--p1ai'],
      ['лит@example.org', null],
    ] as const) {
      await ask(reader, address)
      assert.equal((await reader.post(await linkTo(address), {})).status, 200)
      await mainstay.eventually(async () => assert.equal(await email(), expected))
      const due = 'select 1 from stripe_customers where address_push_due_at is not null'
      await mainstay.eventually(async () => assert.deepEqual(await mainstay.database.query(due), []))
    }
  })

  test('takes effect here at once if Stripe is unavailable, and is pushed later', async () => {
    const customer = await give('early@example.com')
    const reader = await signInAs(mainstay, 'early@example.com')
    await ask(reader, 'late@example.org')
    const link = await linkTo('late@example.org')
    await mainstay.control('faults', { kind: 'error', path: '/v1/customers', method: 'POST', times: 4 })
    assert.equal((await reader.post(link, { language: 'en' })).status, 200)
    await mainstay.eventually(async () => {
      await mainstay.advance(61)
      const found = await stripe.customers.retrieve(customer)
      assert.equal(found.deleted ? null : found.email, 'late@example.org')
    })
  })
})
