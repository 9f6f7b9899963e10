import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { describeMailbox } from '../../given/describe-mainstay.ts'
import type { GivenMainstay } from '../../given/mainstay.ts'
import { payAs, type Reader, startGiving } from '../../given/people/reader.ts'
import { goTo, passRenewal, periodEndOf } from '../../given/people/renewal.ts'
import { contributeAs } from '../../given/people/supporter.ts'
import { pendingActions } from '../../given/record/pending-actions.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'
import type { GivenSmtp } from '../../given/resources/smtp.ts'
import { dayOf } from '../../given/start-at.ts'

type Supporter = { id: string; customer: string; address: string; browser: Reader; reader: Reader }

describeMailbox('delayed mails state the facts at the time of sending', (mailbox) => {
  let mainstay: GivenMainstay
  let stripe: Stripe
  let smtp: GivenSmtp
  beforeEach(() => {
    mainstay = mailbox.mainstay
    smtp = mailbox.smtp
    stripe = stripeClient(mainstay.sandbox.origin)
  })

  const mailsTo = (address: string) => mailbox.textsTo(address)
  const subjectsTo = (address: string) => mailbox.subjectsTo(address)
  const advance = (seconds: number) => mainstay.advance(seconds)
  const callsMade = async () => {
    await mainstay.settle()
    assert.deepEqual(await pendingActions(mainstay.database), [])
  }
  const waits = (cause: string, state = 'waiting') =>
    mainstay.eventually(async () => {
      const rows = await mainstay.database.query<{ state: string }>(
        'select state from mails where cause like $1 order by created_at desc limit 1',
        [cause],
      )
      assert.equal(rows[0]?.state, state, cause)
    })
  /** Lets the mail server accept mails again: all waiting mails are sent or dropped. */
  const sendWaitingMails = async () => {
    smtp.mood.recipient = null
    await advance(3_600)
    await mainstay.settle()
    await mainstay.eventually(async () => {
      await advance(60)
      const waiting = await mainstay.database.query(
        `select kind from mails where state in ('waiting', 'sending')`,
      )
      assert.deepEqual(waiting, [])
    })
  }
  const newSupporter = async (name: string, giving: Record<string, string> = {}): Promise<Supporter> => {
    const address = `${name}@example.com`
    const { session, supporter: browser } = await contributeAs(mainstay, address, giving)
    const { subscription, customer } = await stripe.checkout.sessions.retrieve(session)
    const reader = await mailbox.signIn(address)
    return { id: String(subscription), customer: String(customer), address, browser, reader }
  }
  const choose = (each: Supporter, what: string, fields: Record<string, string>) =>
    each.reader.post(`/account/${what}`, { contribution: each.id, language: 'en', ...fields })

  test('a change, then a pause: only the day of the next charge is named', async () => {
    const each = await newSupporter('pauses')
    smtp.mood.recipient = 450
    await choose(each, 'amount', { amount: '9', frequency: 'monthly' })
    await callsMade()
    await waits('changed:%')
    await choose(each, 'pause', { months: '2' })
    await callsMade()
    await waits('pause:%')
    await sendWaitingMails()
    const texts = mailsTo(each.address).slice(-2)
    assert.deepEqual(subjectsTo(each.address).slice(-2).sort(), [
      'Your contribution has changed',
      'Your contribution is paused',
    ])
    const days = texts.flatMap((text) => /next charge(?:, on| is on) (\d+ \w+ \d+)/.exec(text)?.[1] ?? [])
    assert.equal(days.length, 1)
  })

  test('a change names no day if that day has passed', async () => {
    const each = await newSupporter('belated')
    smtp.mood.recipient = 450
    await goTo(mainstay, (await periodEndOf(stripe, each.id)) - 4 * 3_600)
    await choose(each, 'amount', { amount: '9', frequency: 'monthly' })
    await callsMade()
    await waits('changed:%')
    await advance(12 * 3_600)
    await mainstay.settle()
    const on = await periodEndOf(stripe, each.id)
    await sendWaitingMails()
    const text = mailsTo(each.address).at(-1) ?? ''
    const named = /From your next charge(?:, on (\d+ \w+ \d+),)? you give \$9 a month/.exec(text)
    assert.ok(named, text)
    if (named[1]) assert.equal(named[1], dayOf(new Date(on * 1_000)))
  })

  test('a charge that was retried meanwhile: the named day is in the future', async () => {
    const each = await newSupporter('tried-again')
    const method = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', {
      customer: each.customer,
    })
    await stripe.subscriptions.update(each.id, { default_payment_method: method.id })
    smtp.mood.recipient = 450
    await passRenewal(mainstay, stripe, each.id)
    await waits('failed:%')
    await advance(56 * 3_600)
    await mainstay.settle()
    await sendWaitingMails()
    const text = mailsTo(each.address).at(-1) ?? ''
    const named = /try again on (\d+ \w+ \d+)/.exec(text)?.[1]
    assert.ok(named, text)
    assert.ok(Date.parse(named) >= Date.parse(dayOf(mainstay.now())), named)
  })

  test('thanks for a subscription that was canceled meanwhile are not sent', async () => {
    const each = await newSupporter('gone')
    smtp.mood.recipient = 450
    const { session } = await contributeAs(mainstay, each.address, { frequency: 'yearly', amount: '70' })
    const second = String((await stripe.checkout.sessions.retrieve(session)).subscription)
    await waits(`thanks:${second}`)
    await choose({ ...each, id: second }, 'cancel', {})
    await callsMade()
    await mainstay.settle()
    await waits(`ended:${second}`)
    await sendWaitingMails()
    assert.deepEqual(subjectsTo(each.address).slice(-1), ['Your contribution has ended'])
    assert.doesNotMatch(mailsTo(each.address).join(), /support of \$70/)
  })

  test('a change is mailed even if Stripe rejects the next one', async () => {
    const each = await newSupporter('refused')
    smtp.mood.recipient = 450
    await choose(each, 'amount', { amount: '9', frequency: 'monthly' })
    await callsMade()
    await waits('changed:%')
    const path = `/v1/subscriptions/${each.id}`
    await mainstay.control('faults', { kind: 'error', path, method: 'POST', times: 10_000 })
    await choose(each, 'amount', { amount: '20', frequency: 'monthly' })
    smtp.mood.recipient = null
    await advance(900)
    await mainstay.eventually(async () => {
      const [row] = await mainstay.database.query<{ because: string }>(
        `select last_failure as because from mails where cause like 'changed:%' order by created_at desc limit 1`,
      )
      assert.equal(row?.because, 'what it says is not settled yet')
    })
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    await mainstay.control('faults', { kind: 'refuse', path, method: 'POST', times: 1 })
    await mainstay.eventually(async () => {
      await advance(300)
      assert.deepEqual(await pendingActions(mainstay.database), [])
    })
    await sendWaitingMails()
    assert.match(mailsTo(each.address).at(-1) ?? '', /you give \$9 a month/)
  })

  test('a refunded duplicate whose kept subscription was canceled: the mail does not say that it continues', async () => {
    const each = await newSupporter('refunded')
    await advance(10)
    smtp.mood.recipient = 450
    const session = await startGiving(each.browser, { amount: '8' })
    await payAs(mainstay.sandbox.origin, session, each.address)
    await each.browser.get(`/support/thanks?session_id=${session}`)
    await mainstay.settle()
    await waits('refunded:%')
    await choose(each, 'cancel', {})
    await callsMade()
    await mainstay.settle()
    await sendWaitingMails()
    const text = mailsTo(each.address).join()
    assert.match(text, /You gave \$8 while/)
    assert.doesNotMatch(text, /first contribution continues|change its amount/)
  })
})
