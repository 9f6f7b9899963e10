import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { describeMailbox } from '../../given/describe-mainstay.ts'
import type { GivenMailbox } from '../../given/mailbox.ts'
import { givenReader, type Reader } from '../../given/people/reader.ts'
import { givenStaff, signInStaff } from '../../given/people/staff.ts'
import { contributeAs } from '../../given/people/supporter.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const VICTIM = 'victim@example.com'
const LINK = /\/not-me\/[A-Za-z0-9_.-]+/

const linksTo = (mailbox: GivenMailbox, address: string): string[] =>
  mailbox.textsTo(address).flatMap((text) => LINK.exec(text)?.[0] ?? [])

const giveAs = async (mailbox: GivenMailbox, address: string, giving = {}) => {
  const { mainstay } = mailbox
  const { session } = await contributeAs(mainstay, address, giving)
  await mainstay.eventually(() => assert.ok(mailbox.textsTo(address).length > 0, 'no mail'))
  const stripe = stripeClient(mainstay.sandbox.origin)
  const { customer, subscription } = await stripe.checkout.sessions.retrieve(session)
  return { stripe, customer: String(customer), subscription: String(subscription) }
}

describeMailbox('a mail about a contribution to an address that somebody typed', (mailbox) => {
  let stranger: Reader
  let vera: Reader
  beforeEach(async () => {
    const { mainstay } = mailbox
    stranger = givenReader(mainstay.origin)
    await givenStaff(mainstay.database)
    vera = await signInStaff(mainstay.origin)
  })
  const inbox = async () => (await vera.get('/staff/inbox?language=en')).text
  const cancel = async (given: Awaited<ReturnType<typeof giveAs>>) => {
    const fields = { contribution: given.subscription, language: 'en' }
    await vera.post(`/staff/supporters/${given.customer}/cancel`, fields)
    await mailbox.mainstay.settle()
  }

  test('has a link whose button stops the mails and asks staff; opening it changes nothing', async () => {
    const given = await giveAs(mailbox, VICTIM)
    const [link = ''] = linksTo(mailbox, VICTIM)
    assert.match(mailbox.textsTo(VICTIM)[0] ?? '', /Wasn’t you\? Tell us:\r?\n.*\/not-me\//)
    for (const language of ['en', 'ru'])
      assert.match((await stranger.get(`${link}?language=${language}`)).text, /It wasn’t me|Это не я/)
    assert.doesNotMatch(await inbox(), /data-disowned/)
    for (let times = 0; times < 2; times += 1) {
      const done = await stranger.post(link, { language: 'en' })
      assert.equal(done.status, 200)
      assert.match(done.text, /We won’t write to this address/)
      assert.doesNotMatch(done.text, /\$|It wasn’t me/)
    }
    assert.equal((await stranger.get('/account')).status, 303, 'nobody is signed in')
    assert.match(
      await inbox(),
      new RegExp(`1 case needs your attention.*data-disowned="${given.customer}"`, 's'),
    )
    await cancel(given)
    assert.equal((await given.stripe.subscriptions.retrieve(given.subscription)).status, 'canceled')
    assert.equal(mailbox.textsTo(VICTIM).length, 1, 'no mail about the end')
    const settled = await vera.post('/staff/inbox/disowned/settle', {
      customer: given.customer,
      language: 'en',
    })
    assert.match(settled.location, /done=settled/)
    assert.doesNotMatch(await inbox(), /data-disowned/)
    assert.match(await inbox(), /closed a wrong address case/)
    await stranger.post(link, { language: 'en' })
    assert.doesNotMatch(await inbox(), /data-disowned/)
  })

  test('goes on after staff decide that the reader did pay', async () => {
    const given = await giveAs(mailbox, VICTIM)
    await stranger.post(linksTo(mailbox, VICTIM)[0] ?? '', { language: 'en' })
    const fields = { customer: given.customer, language: 'en' }
    assert.match((await vera.post('/staff/inbox/disowned/keep', fields)).location, /done=settled/)
    assert.match((await vera.post('/staff/inbox/disowned/keep', fields)).location, /done=nothing/)
    await cancel(given)
    await mailbox.mainstay.eventually(() => assert.equal(mailbox.textsTo(VICTIM).length, 2))
    assert.equal(linksTo(mailbox, VICTIM).length, 2)
  })

  test('has no link once somebody signed in by this spelling; another spelling still has it', async () => {
    const given = await giveAs(mailbox, 'Known@example.com')
    await mailbox.signIn('known@example.com')
    await cancel(given)
    await mailbox.mainstay.eventually(() => assert.ok(mailbox.subjectsTo('Known@example.com').length === 3))
    assert.equal(linksTo(mailbox, 'Known@example.com').length, 1)
    await contributeAs(mailbox.mainstay, 'Known@Example.COM')
    await mailbox.mainstay.settle()
    assert.equal(linksTo(mailbox, 'Known@example.com').length, 1)
    await contributeAs(mailbox.mainstay, 'KNOWN@example.com')
    await mailbox.mainstay.settle()
    assert.equal(linksTo(mailbox, 'Known@example.com').length, 2)
  })

  test('a link to the former address of a customer, or a forged one, does nothing', async () => {
    const { mainstay } = mailbox
    const given = await giveAs(mailbox, 'old@example.com')
    const [link = ''] = linksTo(mailbox, 'old@example.com')
    const supporter = await mailbox.signIn('old@example.com')
    await supporter.post('/account/address', { address: 'new@example.com', language: 'en' })
    await mainstay.eventually(() => assert.equal(mailbox.textsTo('new@example.com').length, 1))
    const confirm = /\/account\/address\/[A-Za-z0-9_-]{43}/.exec(
      mailbox.textsTo('new@example.com')[0] ?? '',
    )?.[0]
    await supporter.post(confirm ?? '', { language: 'en' })
    const id = Buffer.from(given.customer).toString('base64url')
    for (const forged of [
      link,
      `/not-me/${id}`,
      `/not-me/${id}.${'A'.repeat(22)}`,
      '/not-me/%00',
      '/not-me/AA.A',
    ]) {
      assert.equal((await stranger.get(forged)).status, 404, forged)
      assert.equal((await stranger.post(forged, { language: 'en' })).status, 404, forged)
    }
    assert.doesNotMatch(await inbox(), /data-disowned/)
  })
})

describeMailbox(
  'a newsroom whose mails are neutral until somebody signs in',
  (mailbox) => {
    test('names itself in no mail before, and in every mail after', async () => {
      await giveAs(mailbox, VICTIM)
      await mailbox.signIn(VICTIM)
      for (const source of mailbox.sourcesTo(VICTIM)) {
        assert.match(source, /^Subject: A message for you\r?$/m)
        assert.match(source, /^From: <?news@breakwater\.example>?\r?$/m)
        assert.doesNotMatch(source.replaceAll('breakwater.example', ''), /Breakwater/i)
      }
      assert.equal(mailbox.sourcesTo(VICTIM).length, 2)
      await contributeAs(mailbox.mainstay, VICTIM, { frequency: 'once' })
      await mailbox.mainstay.eventually(() => assert.equal(mailbox.sourcesTo(VICTIM).length, 3))
      assert.match(mailbox.sourcesTo(VICTIM)[2] ?? '', /^From: The Breakwater/m)
    })
  },
  (resources) => ({
    ...resources,
    newsroom: { ...resources.newsroom, mail: { ...resources.newsroom.mail, neutralUntilSignIn: true } },
  }),
)
