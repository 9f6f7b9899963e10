import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeMailbox } from '../../given/describe-mainstay.ts'
import { givenReader, type Reader } from '../../given/people/reader.ts'
import { givenStaff, signInStaff } from '../../given/people/staff.ts'
import { contributeAs } from '../../given/people/supporter.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'
import { textOf } from '../../given/resources/smtp.ts'

const VICTIM = 'Vera@case.example'
// At this provider each of these is another person's address.
const LOOK_ALIKES = ['vera@case.example', 'VERA@case.example', 'veRa@CASE.example']

describeMailbox('an attacker whose address differs from a supporter’s only by case', (mailbox) => {
  const linksIn = (kind: RegExp, address: string): string[] =>
    mailbox.smtp.received
      .filter(({ to }) => to === address)
      .flatMap(({ source }) => kind.exec(textOf(source))?.[0] ?? [])
  const SIGN_IN = /\/sign-in\/[A-Za-z0-9_-]{43}/
  const CHANGE = /\/account\/address\/[A-Za-z0-9_-]{43}/
  const BACK = /\/account\/address\/back\/[A-Za-z0-9_-]{43}/
  const ask = async (address: string) => {
    const reader = givenReader(mailbox.mainstay.origin)
    await reader.post('/sign-in', { address, language: 'en' })
    await mailbox.mainstay.settle()
  }
  const followLatest = async (kind: RegExp, address: string, reader?: Reader): Promise<Reader> => {
    const browser = reader ?? givenReader(mailbox.mainstay.origin)
    const link = linksIn(kind, address).at(-1)
    assert.ok(link, 'no such mail')
    assert.ok((await browser.post(link, { language: 'en' })).status < 400)
    return browser
  }
  const accountOf = async (reader: Reader) => (await reader.get('/account?language=en')).text

  test('pays later and gets no sign-in mail, whatever spelling is typed and whatever Stripe says', async () => {
    const { mainstay } = mailbox
    const { session } = await contributeAs(mainstay, VICTIM, { amount: '7' })
    for (const address of LOOK_ALIKES) await contributeAs(mainstay, address)
    const stripe = stripeClient(mainstay.sandbox.origin)
    const { customer } = await stripe.checkout.sessions.retrieve(session)
    await stripe.customers.update(String(customer), { email: LOOK_ALIKES[0] ?? '' })
    await mainstay.settle()
    const typed = [...LOOK_ALIKES, 'ＶＥＲＡ@case.example', 'v\u200bera@case.example']
    for (const address of typed) await ask(address)
    assert.equal(linksIn(SIGN_IN, VICTIM).length, typed.length)
    for (const address of LOOK_ALIKES) assert.deepEqual(linksIn(SIGN_IN, address), [])
    await givenStaff(mainstay.database)
    const vera = await signInStaff(mainstay.origin)
    const found = await vera.post('/staff/supporters', { address: 'vera@case.example', language: 'en' })
    await vera.post(`${found.location.split('?')[0]}/link`, { language: 'en' })
    await mainstay.settle()
    assert.equal(linksIn(SIGN_IN, VICTIM).length, typed.length + 1)
    for (const address of LOOK_ALIKES) assert.deepEqual(linksIn(SIGN_IN, address), [])
    assert.match(await accountOf(await followLatest(SIGN_IN, VICTIM)), /\$7 a month/)
  })

  test('changes their own address to a look-alike: the supporter is asked, and keeps the account', async () => {
    const { mainstay } = mailbox
    await contributeAs(mainstay, VICTIM, { amount: '7' })
    await contributeAs(mainstay, 'other@case.example')
    await ask('other@case.example')
    const attacker = await followLatest(SIGN_IN, 'other@case.example')
    await attacker.post('/account/address', { address: 'vera@case.example', language: 'en' })
    await mainstay.settle()
    assert.deepEqual(linksIn(CHANGE, 'vera@case.example'), [])
    assert.equal(linksIn(CHANGE, VICTIM).length, 1)
  })

  test('asks to change to an address before its supporter pays, and confirms after it: gets no mails', async () => {
    const { mainstay } = mailbox
    await contributeAs(mainstay, 'other@case.example')
    await ask('other@case.example')
    const attacker = await followLatest(SIGN_IN, 'other@case.example')
    await attacker.post('/account/address', { address: 'vera@case.example', language: 'en' })
    await mainstay.settle()
    await contributeAs(mainstay, VICTIM, { amount: '7' })
    await followLatest(CHANGE, 'vera@case.example')
    assert.doesNotMatch(await accountOf(attacker), /\$7/)
    await ask('vera@case.example')
    assert.deepEqual(linksIn(SIGN_IN, 'vera@case.example'), [])
    assert.equal(linksIn(SIGN_IN, VICTIM).length, 1)
  })

  test('pays while the supporter has moved away, who then undoes the change: the account is not shared', async () => {
    const { mainstay } = mailbox
    await contributeAs(mainstay, VICTIM, { amount: '7' })
    await ask(VICTIM)
    const supporter = await followLatest(SIGN_IN, VICTIM)
    await supporter.post('/account/address', { address: 'new@case.example', language: 'en' })
    await mainstay.settle()
    await followLatest(CHANGE, 'new@case.example')
    await mainstay.settle()
    await contributeAs(mainstay, 'vera@case.example')
    await ask('vera@case.example')
    const [early] = linksIn(SIGN_IN, 'vera@case.example')
    assert.ok(early, 'the attacker gives there alone')
    await followLatest(BACK, VICTIM)
    await mainstay.settle()
    assert.equal((await givenReader(mainstay.origin).post(early, {})).status, 403)
    await ask('vera@case.example')
    assert.equal(linksIn(SIGN_IN, 'vera@case.example').length, 1)
    assert.match(await accountOf(await followLatest(SIGN_IN, VICTIM)), /\$7 a month/)
  })

  test('a supporter who typed the wrong case can change it', async () => {
    const { mainstay } = mailbox
    await contributeAs(mainstay, VICTIM)
    await ask(VICTIM)
    const supporter = await followLatest(SIGN_IN, VICTIM)
    await supporter.post('/account/address', { address: 'vera@case.example', language: 'en' })
    await mainstay.settle()
    await followLatest(CHANGE, 'vera@case.example')
    await ask(VICTIM)
    assert.equal(linksIn(SIGN_IN, 'vera@case.example').length, 1)
  })
})
