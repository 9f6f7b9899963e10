import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMailbox } from '../../given/describe-mainstay.ts'
import { givenReader, type Reader } from '../../given/people/reader.ts'
import { passRenewal } from '../../given/people/renewal.ts'
import { contributeAs } from '../../given/people/supporter.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const DAY_S = 86_400
const PAY_LINK = /\/pay\/[\w.-]+/
const DISOWN_LINK = /\/not-me\/[\w.-]+/
const CHANGE_LINK = /\/account\/address\/[A-Za-z0-9_-]{43}/

describeMailbox('the link to pay in a mail about a failed charge', (mailbox) => {
  let stripe: Stripe
  let stranger: Reader
  beforeEach(() => {
    stripe = stripeClient(mailbox.mainstay.sandbox.origin)
    stranger = givenReader(mailbox.mainstay.origin)
  })

  /** Lets a charge fail and returns the link that was mailed about it. */
  const failAs = async (address: string): Promise<string> => {
    const { mainstay } = mailbox
    const { session } = await contributeAs(mainstay, address)
    const { customer, subscription } = await stripe.checkout.sessions.retrieve(session)
    const method = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: String(customer),
    })
    await stripe.subscriptions.update(String(subscription), { default_payment_method: method.id })
    await passRenewal(mainstay, stripe, String(subscription))
    await mainstay.settle()
    await mainstay.eventually(() => assert.notEqual(mailedTo(address, PAY_LINK), '', 'no link was mailed'))
    return mailedTo(address, PAY_LINK)
  }
  const mailedTo = (address: string, link: RegExp): string =>
    mailbox
      .textsTo(address)
      .flatMap((text) => link.exec(text)?.[0] ?? [])
      .at(-1) ?? ''
  const leadsToStripe = async (link: string) => {
    assert.match((await stranger.get(link)).text, /Continue to Stripe/)
    assert.equal((await stranger.post(link, {})).status, 303)
  }
  const tellsNothing = async (link: string) => {
    const forged = link.replace(/.{4}$/, 'AAAA')
    const unknown = (await stranger.get(forged)).text.replaceAll(forged, '')
    assert.match(unknown, /may have expired[\s\S]*href="\/account\?language=en"/)
    for (const answer of [await stranger.get(link), await stranger.post(link, {})]) {
      assert.equal(answer.status, 404)
      assert.equal(answer.text.replaceAll(link, ''), unknown)
    }
  }

  test('works for its address: dead after a change of address, and as before after its undo', async () => {
    const link = await failAs('old@example.com')
    const supporter = await mailbox.signIn('old@example.com')
    await supporter.post('/account/address', { address: 'new@example.org', language: 'en' })
    await mailbox.mainstay.eventually(() => assert.notEqual(mailedTo('new@example.org', CHANGE_LINK), ''))
    await leadsToStripe(link)
    await stranger.post(mailedTo('new@example.org', CHANGE_LINK), { language: 'en' })
    await tellsNothing(link)
    const back = /\/account\/address\/back\/[A-Za-z0-9_-]{43}/
    await mailbox.mainstay.eventually(() => assert.notEqual(mailedTo('old@example.com', back), ''))
    await stranger.post(mailedTo('old@example.com', back), { language: 'en' })
    await leadsToStripe(link)
  })

  test('is dead once the reader of its address says that they did not pay', async () => {
    const link = await failAs('victim@example.com')
    await leadsToStripe(link)
    await stranger.post(mailedTo('victim@example.com', DISOWN_LINK), { language: 'en' })
    await tellsNothing(link)
  })

  test('works for sixty days', async () => {
    const link = await failAs('late@example.com')
    await mailbox.mainstay.advance(55 * DAY_S)
    await mailbox.mainstay.settle()
    assert.equal((await stranger.get(link)).status, 200)
    await mailbox.mainstay.advance(6 * DAY_S)
    await mailbox.mainstay.settle()
    await tellsNothing(link)
  })
})
