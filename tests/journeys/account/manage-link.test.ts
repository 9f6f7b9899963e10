import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMailbox } from '../../given/describe-mainstay.ts'
import type { GivenMailbox } from '../../given/mailbox.ts'
import { givenReader, hiddenFields, type Reader } from '../../given/people/reader.ts'
import { contributeAs } from '../../given/people/supporter.ts'
import { pendingActions } from '../../given/record/pending-actions.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'

const LINK = /\/manage\/[\w.-]+/
const DAY_S = 86_400

type Mailed = { id: string; address: string; link: string }

describeMailbox('the link to pause or cancel in a mail', (mailbox: GivenMailbox) => {
  let stripe: Stripe
  let stranger: Reader
  beforeEach(() => {
    stripe = stripeClient(mailbox.mainstay.sandbox.origin)
    stranger = givenReader(mailbox.mainstay.origin)
  })

  const linksTo = (address: string) => mailbox.textsTo(address).flatMap((text) => LINK.exec(text)?.[0] ?? [])
  const contribute = async (address: string, giving = {}): Promise<Mailed> => {
    const { session } = await contributeAs(mailbox.mainstay, address, giving)
    await mailbox.mainstay.eventually(() => assert.equal(linksTo(address).length, 1, 'no link was mailed'))
    const { subscription } = await stripe.checkout.sessions.retrieve(session)
    return { id: String(subscription), address, link: linksTo(address)[0] ?? '' }
  }
  /** Reads the hidden fields of the form of an action, as a browser would send them. */
  const formOf = async (link: string, action: string): Promise<Record<string, string>> => {
    const { text } = await stranger.get(`${link}?language=en`)
    const form = text.split('<form').find((part) => part.includes(`name="action" value="${action}"`))
    return hiddenFields(`<form${form}`, link)
  }
  const send = async (link: string, action: string, fields: Record<string, string>) => {
    const answer = await stranger.post(link, { ...(await formOf(link, action)), ...fields })
    return answer.status === 303 ? stranger.get(answer.location) : answer
  }
  const stripeSays = (id: string) => stripe.subscriptions.retrieve(id)
  const settled = () => mailbox.mainstay.settle()

  test('shows no name, amount or address; opening it, and a form of another site, change nothing', async () => {
    const { id, link, address } = await contribute('shown@example.com', { amount: '7' })
    for (const language of ['en', 'ru']) {
      const page = await stranger.get(`${link}?language=${language}`)
      assert.equal(page.status, 200)
      assert.match(page.text, /Cancel my contribution|Прекратить взнос/)
      assert.doesNotMatch(page.text, new RegExp(`${address}|A Reader|\\$7|7\\s\\$`))
      assert.equal(page.headers['referrer-policy'], 'no-referrer')
      assert.match(page.headers['x-robots-tag'] ?? '', /noindex/)
      assert.equal(page.headers['cache-control'], 'no-store')
    }
    assert.equal((await stranger.get('/account')).status, 303, 'nobody is signed in')
    const changedNothing = async () => {
      await settled()
      assert.deepEqual(await pendingActions(mailbox.mainstay.database), [])
      assert.equal((await stripeSays(id)).status, 'active')
      assert.doesNotMatch(mailbox.mainstay.logged(), new RegExp(id))
    }
    await changedNothing()
    const form = await formOf(link, 'cancel')
    const { form: _token, ...withoutToken } = form
    assert.equal((await stranger.post(link, withoutToken)).status, 403)
    assert.equal((await stranger.post(link, form, { 'sec-fetch-site': 'cross-site' })).status, 403)
    assert.equal((await stranger.post(link, withoutToken, { origin: 'null' })).status, 403)
    assert.equal((await stranger.post(link, { ...form, reason: 'other' })).status, 422)
    assert.equal((await stranger.post(link, { ...form, action: 'resume' })).status, 422)
    const pausing = { ...(await formOf(link, 'pause')), months: '12' }
    assert.equal((await stranger.post(link, pausing)).status, 422)
    await changedNothing()
    // Old browsers send this from a page without a referrer.
    assert.equal((await stranger.post(link, form, { origin: 'null' })).status, 303)
    await contributeAs(mailbox.mainstay, 'once@example.com', { frequency: 'once' })
    await mailbox.mainstay.eventually(() => assert.equal(mailbox.textsTo('once@example.com').length, 1))
    assert.equal(linksTo('once@example.com').length, 0, 'a one-time gift cannot be canceled')
    assert.match(
      mailbox.textsTo('once@example.com')[0] ?? '',
      /won’t be charged again[\s\S]*see or print what you gave[\s\S]*\/account\?language=en/,
    )
  })

  test('cancels once, with the reason, and says from when', async () => {
    const { id, link, address } = await contribute('cancels@example.com')
    const form = { ...(await formOf(link, 'cancel')), reason: 'safety' }
    for (let times = 0; times < 2; times += 1) {
      const page = await stranger.get((await stranger.post(link, form)).location)
      assert.match(page.text, /role="status"[^>]*>[^<]*(Canceled|ended) on \d+ \w+ \d+/)
      assert.doesNotMatch(page.text, /Cancel my contribution/)
      await settled()
    }
    assert.equal((await stripeSays(id)).status, 'canceled')
    const actions = await mailbox.mainstay.database.query(
      `select cause, reason from subscription_actions where subscription_id = $1 and kind = 'cancel'`,
      [id],
    )
    assert.deepEqual(actions, [{ cause: 'chosen', reason: 'safety' }])
    await mailbox.mainstay.eventually(() =>
      assert.equal(mailbox.subjectsTo(address).at(-1), 'Your contribution has ended'),
    )
    for (let times = 0; times < 10; times += 1) await stranger.post(link, form)
    const elsewhere = givenReader(mailbox.mainstay.origin)
    assert.equal((await elsewhere.post(link, form)).status, 429, 'one link is not limited across networks')
    assert.equal((await elsewhere.get(link)).status, 200)
  })

  test('pauses for the chosen months; a form that another tab has overtaken does nothing', async () => {
    const { id, link } = await contribute('pauses@example.com')
    const other = await formOf(link, 'pause')
    const page = await send(link, 'pause', { months: '2' })
    assert.match(page.text, /Paused as of today\. Your next charge is on \d+ \w+ \d+/)
    await settled()
    const resumesAt = (await stripeSays(id)).pause_collection?.resumes_at
    assert.ok(resumesAt)
    const again = await stranger.post(link, { ...other, months: '3' })
    assert.match((await stranger.get(again.location)).text, /Paused as of today/)
    await settled()
    assert.equal((await stripeSays(id)).pause_collection?.resumes_at, resumesAt)
    await mailbox.mainstay.advance(2 * DAY_S)
    const later = await stranger.get(`${link}?done=paused&language=en`)
    assert.match(later.text, /It’s paused\. Your next charge is on/)
    assert.doesNotMatch(later.text, /Paused as of today/)
    await send(link, 'cancel', {})
    await settled()
    const late = await stranger.post(link, { ...other, months: '1' })
    assert.equal(late.status, 409)
    assert.match(late.text, /You won’t be charged again/)
    assert.equal((await stripeSays(id)).status, 'canceled')
  })

  test('a form with days of before the last charge is refused on the spot: no address repeats that', async () => {
    const { id, link } = await contribute('overtaken@example.com')
    const form = await formOf(link, 'pause')
    const refused = await stranger.post(link, { ...form, from: '2026-01-01T00:00:00.000Z', months: '1' })
    assert.equal(refused.status, 409)
    assert.match(refused.text, /Something has changed since you opened this page/)
    for (const address of [link, `${link}?done=outdated&language=en`])
      assert.doesNotMatch((await stranger.get(address)).text, /Something has changed/, address)
    await settled()
    assert.equal((await stripeSays(id)).pause_collection, null)
  })

  test('is dead once the reader of its address says that they did not pay', async () => {
    const { id, link, address } = await contribute('victim@example.com')
    const form = await formOf(link, 'cancel')
    const disown = mailbox.textsTo(address).flatMap((text) => /\/not-me\/[\w.-]+/.exec(text)?.[0] ?? [])
    await stranger.post(disown[0] ?? '', { language: 'en' })
    assert.equal((await stranger.get(link)).status, 404)
    assert.equal((await stranger.post(link, form)).status, 404)
    await settled()
    assert.equal((await stripeSays(id)).status, 'active')
  })

  test('tells nothing once it has expired or its supporter is erased', async () => {
    const { mainstay } = mailbox
    const [erased, expired] = [await contribute('erased@example.com'), await contribute('later@example.com')]
    const forged = erased.link.replace(/.{4}$/, 'AAAA')
    const unknown = (await stranger.get(forged)).text.replaceAll(forged, '')
    const tellsNothing = async (link: string, form: Record<string, string>) => {
      for (const answer of [await stranger.get(link), await stranger.post(link, form)]) {
        assert.equal(answer.status, 404)
        assert.equal(answer.text.replaceAll(link, ''), unknown)
      }
    }
    const [formOfErased, formOfExpired] = [
      await formOf(erased.link, 'cancel'),
      await formOf(expired.link, 'cancel'),
    ]
    const supporter = await mailbox.signIn(erased.address)
    await supporter.post('/account/erase', { language: 'en', confirm: 'yes' })
    await mainstay.eventually(async () =>
      assert.equal((await mainstay.database.query('select 1 from erasures')).length, 0),
    )
    await tellsNothing(erased.link, formOfErased)
    await mainstay.advance(61 * DAY_S)
    await settled()
    await tellsNothing(expired.link, formOfExpired)
    assert.equal((await stripeSays(expired.id)).status, 'active')
  })
})
