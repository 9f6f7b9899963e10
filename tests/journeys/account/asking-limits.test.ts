import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { deleteOldMails } from '../../../src/mail/tidy-outbox-store.ts'
import { deleteExpiredSignIns } from '../../../src/supporters/session/sign-in-store.ts'
import { describeMailbox } from '../../given/describe-mainstay.ts'
import type { GivenMainstay } from '../../given/mainstay.ts'
import { givenReader, type Reader } from '../../given/people/reader.ts'
import { contributeAs } from '../../given/people/supporter.ts'
import { textOf } from '../../given/resources/smtp.ts'

const MINUTE_S = 60
/** The longest delay that is drawn for a mail, and one step of the job. */
const SOON_S = 5

describeMailbox('limits on asking for a link', (mailbox) => {
  let mainstay: GivenMainstay
  beforeEach(() => {
    mainstay = mailbox.mainstay
  })
  const from = (network: string, host = 1) => ({ 'x-forwarded-for': `${network}.${host}` })
  const ask = (reader: Reader, address: string, headers = {}) =>
    reader.post('/sign-in', { address, language: 'en' }, headers)
  /** Asks for unknown addresses, each time with another host of the network and another cookie. */
  const flood = async (network: string, asks: number) => {
    for (let count = 0; count < asks; count += 1) {
      const reader = givenReader(mainstay.origin)
      const { status, location } = await ask(reader, `nobody${count}@example.com`, from(network, count % 200))
      assert.deepEqual([status, location], [303, '/sign-in/code?language=en'], `ask ${count}`)
    }
  }
  const linksTo = (address: string) =>
    mailbox.textsTo(address).flatMap((text) => /\/sign-in\/[A-Za-z0-9_-]{43}/.exec(text) ?? [])
  const waitForLinks = (address: string, count: number) =>
    mainstay.eventually(() => assert.equal(linksTo(address).length, count))
  const mailsSettled = () =>
    mainstay.eventually(async () => {
      const open = await mainstay.database.query(
        `select 1 from mails where state = 'sending' or (state = 'waiting' and due_at < $1)`,
        [new Date(mainstay.now().getTime() + SOON_S * 1000)],
      )
      assert.equal(open.length, 0)
    })
  const countAsks = async () => (await mainstay.database.query('select 1 from sign_in_requests')).length
  /** Seconds until the mail of the latest ask is due. */
  const latestDelayS = async () => {
    const [row] = await mainstay.database.query<{ seconds: number }>(
      `select extract(epoch from due_at - created_at)::float8 as seconds from mails where kind = 'sign-in'
       order by created_at desc, due_at desc limit 1`,
    )
    return row?.seconds ?? -1
  }

  test('a flood from one network is slowed, keeps no more rows than mails, and delays no other network', async () => {
    await contributeAs(mainstay, 'honest@example.com')
    await flood('203.0.113', 90)
    assert.equal(await countAsks(), 50, 'twenty at once, thirty in the next half hour')
    await ask(givenReader(mainstay.origin), 'honest@example.com', from('198.51.100'))
    assert.ok((await latestDelayS()) <= 3)
    await waitForLinks('honest@example.com', 1)
    await mainstay.advance(31 * MINUTE_S)
    await ask(givenReader(mainstay.origin), 'honest@example.com', from('203.0.113', 77))
    assert.ok((await latestDelayS()) <= MINUTE_S + 3, 'the flood is forgotten')
    await waitForLinks('honest@example.com', 2)
  })

  test('a known browser is not slowed by its network, and its cookie helps with its own address only', async () => {
    const { supporter } = await contributeAs(mainstay, 'mine@example.com')
    await contributeAs(mainstay, 'theirs@example.com')
    await flood('203.0.113', 60)
    const before = await countAsks()
    await ask(supporter, 'theirs@example.com', from('203.0.113'))
    assert.equal(await countAsks(), before)
    await ask(supporter, 'mine@example.com', from('203.0.113'))
    assert.ok((await latestDelayS()) <= 3)
    await waitForLinks('mine@example.com', 1)
    assert.deepEqual(linksTo('theirs@example.com'), [])
  })

  test('an address gets five mails an hour from anywhere, and a browser of its own five more', async () => {
    const address = 'besieged@example.com'
    const { supporter } = await contributeAs(mainstay, address)
    await Promise.all(Array.from({ length: 12 }, () => ask(givenReader(mainstay.origin), address)))
    await mailsSettled()
    assert.equal(linksTo(address).length, 5)
    for (let count = 0; count < 6; count += 1) await ask(supporter, address)
    await mailsSettled()
    assert.equal(linksTo(address).length, 10)
    assert.equal((await supporter.post(linksTo(address)[9] ?? '', {})).status, 303)
  })

  test('codes without an open request are limited by network, and nobody with an open request is', async () => {
    const address = 'typing@example.com'
    await contributeAs(mainstay, address)
    const here = from('203.0.113')
    const typing = givenReader(mainstay.origin)
    await ask(typing, address, here)
    await waitForLinks(address, 1)
    const guesser = givenReader(mainstay.origin)
    const guesses = await Promise.all(
      Array.from({ length: 70 }, () => guesser.post('/sign-in/code', { code: '0000 0000' }, here)),
    )
    assert.equal(guesses.filter(({ status }) => status === 422).length, 60)
    assert.equal(guesses.filter(({ status }) => status === 429).length, 10)
    assert.equal((await typing.post('/sign-in/code', { code: '0000 0000' }, here)).status, 422)
    const code = /^ {4}(\d{4} \d{4})/m.exec(textOf(mailbox.sourcesTo(address).at(-1) ?? ''))?.[1] ?? ''
    assert.equal((await typing.post('/sign-in/code', { code }, here)).status, 303)
  })

  test('asks and their mails are deleted within a day', async () => {
    await contributeAs(mainstay, 'short@example.com')
    await ask(givenReader(mainstay.origin), 'short@example.com')
    await waitForLinks('short@example.com', 1)
    await mainstay.database.query(`update sign_in_requests set expires_at = now() - interval '1 second'`)
    await deleteExpiredSignIns(mainstay.database)
    await deleteOldMails(mainstay.database, new Date(mainstay.now().getTime() + 21 * 3_600_000))
    assert.equal(await countAsks(), 0)
    const kinds = await mainstay.database.query<{ kind: string }>('select distinct kind from mails')
    assert.deepEqual(kinds, [{ kind: 'thanks' }])
  })
})
