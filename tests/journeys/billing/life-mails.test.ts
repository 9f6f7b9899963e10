import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Stripe } from 'stripe'
import { buildMainstay } from '../../../src/app/app.ts'
import { queueRenewalNotices } from '../../../src/billing/mails/renewal-notice-job.ts'
import { openMetrics } from '../../../src/platform/metrics.ts'
import { describeMailbox } from '../../given/describe-mainstay.ts'
import type { GivenMainstay } from '../../given/mainstay.ts'
import { givenReader, payAs, startGiving } from '../../given/people/reader.ts'
import { goTo, passRenewal, periodEndOf } from '../../given/people/renewal.ts'
import { contributeAs } from '../../given/people/supporter.ts'
import { pendingActions } from '../../given/record/pending-actions.ts'
import { stripeClient } from '../../given/resources/sandbox.ts'
import type { GivenSmtp } from '../../given/resources/smtp.ts'

const DAY_S = 86_400

describeMailbox('the mails during the life of a contribution', (mailbox) => {
  let mainstay: GivenMainstay
  let stripe: Stripe
  let smtp: GivenSmtp
  beforeEach(() => {
    mainstay = mailbox.mainstay
    smtp = mailbox.smtp
    stripe = stripeClient(mainstay.sandbox.origin)
  })

  const give = async (address: string, giving: Record<string, string> = {}) => {
    const { session } = await contributeAs(mainstay, address, giving)
    await mainstay.settle()
    assert.deepEqual(subjectsTo(address), ['Thank you'])
    return stripe.checkout.sessions.retrieve(session)
  }
  const advance = async (days: number) => {
    await mainstay.advance(Math.round(days * DAY_S))
    await mainstay.settle()
  }
  /** Advances in steps: a mail that was being sent during the first is sent again in the next. */
  const passHour = async () => {
    await advance(1 / 48)
    await advance(1 / 48)
  }
  const renew = ({ subscription }: Stripe.Checkout.Session) =>
    passRenewal(mainstay, stripe, String(subscription))
  /** Advances to a time before the next charge. */
  const goToDaysBefore = async (days: number, { subscription }: Stripe.Checkout.Session) =>
    goTo(mainstay, (await periodEndOf(stripe, String(subscription))) - days * DAY_S)
  const settled = async () => {
    await mainstay.settle()
    await mainstay.eventually(async () => {
      const waiting = await mainstay.database.query(
        `select kind from mails where state in ('waiting', 'sending')`,
      )
      assert.deepEqual(waiting, [])
    })
  }
  const callsMade = async () => {
    await mainstay.settle()
    assert.deepEqual(await pendingActions(mainstay.database), [])
  }
  const signInBySmtp = (address: string) => mailbox.signIn(address)
  const subjectsTo = (address: string) => mailbox.subjectsTo(address)
  const lastTo = (address: string): string => mailbox.textsTo(address).at(-1) ?? ''
  const useCard = async ({ customer, subscription }: Stripe.Checkout.Session, card: string) => {
    const method = await stripe.paymentMethods.attach(card, { customer: String(customer) })
    await stripe.subscriptions.update(String(subscription), { default_payment_method: method.id })
  }
  const invoicesOf = async ({ subscription }: Stripe.Checkout.Session): Promise<Stripe.Invoice[]> =>
    (await stripe.invoices.list({ subscription: String(subscription) })).data

  test('thanks are sent once, though every event comes twice, and say only what is needed', async () => {
    await mainstay.control('deliveries', { mode: 'duplicate' })
    const thanked = await give('thanked@example.com', { amount: '7' })
    await give('thanked-once@example.com', { amount: '20', frequency: 'once' })
    await settled()
    await mainstay.control('deliveries', { mode: 'normal' })
    assert.deepEqual(subjectsTo('thanked@example.com'), ['Thank you'])
    assert.match(lastTo('thanked@example.com'), /Your support of \$7 a month/)
    assert.ok(lastTo('thanked@example.com').includes(`${mainstay.origin}/account?language=en`))
    assert.deepEqual(subjectsTo('thanked-once@example.com'), ['Thank you'])
    assert.match(lastTo('thanked-once@example.com'), /one-time gift of \$20/)
    await renew(thanked)
    await settled()
    assert.deepEqual(subjectsTo('thanked@example.com'), ['Thank you'], 'a renewal was followed by thanks')
  })

  test('a failed charge is mailed with its reason and before the last retry, its cancellation once', async () => {
    const given = await give('fails@example.com')
    await useCard(given, 'pm_card_chargeCustomerFail')
    await renew(given)
    await settled()
    assert.deepEqual(subjectsTo('fails@example.com'), ['Thank you', 'A charge did not go through'])
    assert.match(lastTo('fails@example.com'), /Your bank declined it[\s\S]*We’ll try again on \d+ \w+/)
    const link = /\/pay\/in_\S+/.exec(lastTo('fails@example.com'))?.[0] ?? ''
    const anybody = givenReader(mainstay.origin)
    for (const [language, button] of [
      ['en', /Continue to Stripe/],
      ['ru', /Перейти на страницу Stripe/],
    ] as const) {
      const response = await anybody.get(`${link.split('?')[0]}?language=${language}`)
      assert.match(response.text, button)
      assert.doesNotMatch(response.text, /fails@|\$5/)
    }
    const open = await anybody.post(link, {})
    const [invoice] = (await invoicesOf(given)).filter(({ status }) => status === 'open')
    assert.deepEqual([open.status, open.location], [303, invoice?.hosted_invoice_url])
    const forged = `${link.split('?')[0]?.slice(0, -1)}${link.split('?')[0]?.endsWith('A') ? 'B' : 'A'}`
    assert.deepEqual(
      [(await anybody.get(forged)).status, (await anybody.post(forged, {})).status],
      [404, 404],
    )
    await advance(7)
    await settled()
    assert.equal(subjectsTo('fails@example.com').length, 2, 'a retry in between was mailed')
    await advance(6.5)
    await settled()
    assert.match(lastTo('fails@example.com'), /We’ll try one last time on \d+ \w+ \d+[\s\S]*\/pay\/in_/)
    await advance(1)
    await settled()
    assert.deepEqual(subjectsTo('fails@example.com'), [
      'Thank you',
      'A charge did not go through',
      'Your contribution is about to end',
      'Your contribution has ended',
    ])
    assert.match(lastTo('fails@example.com'), /could not charge it/)
    assert.match((await anybody.get(link)).text, /Nothing left to pay/)
    assert.match((await anybody.post(link, {})).text, /Nothing left to pay/)
  })

  test('a charge that is paid before the mail is sent is not mailed as failed', async () => {
    const given = await give('recovers@example.com')
    smtp.mood.recipient = 450
    await useCard(given, 'pm_card_chargeCustomerFail')
    await renew(given)
    await mainstay.settle()
    const [open] = (await invoicesOf(given)).filter(({ status }) => status === 'open')
    assert.ok(open)
    const stateIs = async (state: string) => {
      const [mail] = await mainstay.database.query<{ state: string }>(
        'select state from mails where cause = $1',
        [`failed:${open.id}`],
      )
      assert.equal(mail?.state, state)
    }
    await mainstay.eventually(() => stateIs('waiting'))
    await useCard(given, 'pm_card_visa')
    await stripe.invoices.pay(open.id ?? '')
    // A mail that was being sent at the time of the payment is checked on its next attempt.
    await mainstay.eventually(() => stateIs('dropped'))
    smtp.mood.recipient = null
    await passHour()
    await settled()
    assert.deepEqual(subjectsTo('recovers@example.com'), ['Thank you'])
  })

  test('a renewal that needs authentication is mailed as such', async () => {
    const given = await give('confirms@example.com')
    await useCard(given, 'pm_card_authenticationRequired')
    await renew(given)
    await settled()
    assert.deepEqual(subjectsTo('confirms@example.com'), ['Thank you', 'A charge did not go through'])
    assert.match(
      lastTo('confirms@example.com'),
      /asks you to confirm the charge[\s\S]*Confirm the charge[\s\S]*\/pay\/in_/,
    )
  })

  test('late events cause no mail about anything older than three days', async () => {
    const given = await give('late@example.com')
    await settled()
    await mainstay.control('deliveries', { mode: 'hold' })
    await stripe.subscriptions.cancel(String(given.subscription))
    await advance(5)
    await mainstay.control('deliveries', { mode: 'normal' })
    await mainstay.control('deliveries/flush', {})
    await settled()
    const [ended] = await mainstay.database.query<{ endedAt: Date | null }>(
      'select ended_at as "endedAt" from stripe_subscriptions where id = $1',
      [String(given.subscription)],
    )
    assert.ok(ended?.endedAt, 'the cancellation was not recorded')
    assert.deepEqual(subjectsTo('late@example.com'), ['Thank you'])
  })

  const stateOfMail = async (cause: string) =>
    (
      await mainstay.database.query<{ state: string }>(
        'select state from mails where cause like $1 order by created_at desc limit 1',
        [cause],
      )
    )[0]?.state

  /** Starts another process on the same resources, as after a restart: hourly jobs run at once. */
  const startedAgain = async () => {
    const other = await buildMainstay({ ...mainstay.resources, metrics: openMetrics() })
    other.startJobs()
    // Resolves when the first step of each job is done.
    await other.stop()
    await settled()
  }

  test('each mail is in the language of the checkout', async () => {
    const address = 'po-russki@example.com'
    const { session } = await contributeAs(mainstay, address, { language: 'ru' })
    const given = await stripe.checkout.sessions.retrieve(session)
    const says = async (text: RegExp) => {
      await mainstay.settle()
      assert.match(lastTo(address), text)
    }
    await says(/Вы теперь|вы жертвуете|Спасибо/i)
    await useCard(given, 'pm_card_chargeCustomerFail')
    await renew(given)
    await says(/списание вашего взноса не прошло/)
    await stripe.subscriptions.cancel(String(given.subscription))
    await says(/Ваш взнос прекращён/)
    await settled()
    assert.equal(subjectsTo(address).length, 3)
  })

  test('a mail that cannot be sent for three days is dropped', async () => {
    const { subscription } = await give('away@example.com')
    const reader = await signInBySmtp('away@example.com')
    smtp.mood.recipient = 450
    const form = { contribution: String(subscription), language: 'en' }
    await reader.post('/account/amount', { ...form, amount: '9', frequency: 'monthly' })
    await callsMade()
    await advance(2.9)
    await mainstay.settle()
    await mainstay.eventually(async () => assert.equal(await stateOfMail('changed:%'), 'waiting'))
    await mainstay.advance(0.2 * DAY_S)
    smtp.mood.recipient = null
    await passHour()
    assert.equal(await stateOfMail('changed:%'), 'dropped')
    await settled()
    assert.deepEqual(subjectsTo('away@example.com'), ['Thank you', 'Your sign-in link'])
  })

  test('a yearly charge is announced a week before, once, and only if it will be made', async () => {
    const staying = await give('yearly@example.com', { amount: '60', frequency: 'yearly' })
    const leaving = await give('leaving@example.com', { amount: '60', frequency: 'yearly' })
    await stripe.subscriptions.update(String(leaving.subscription), { cancel_at_period_end: true })
    await goToDaysBefore(8, staying)
    await startedAgain()
    await settled()
    assert.deepEqual(subjectsTo('yearly@example.com'), ['Thank you'])
    await goToDaysBefore(6, staying)
    await startedAgain()
    await startedAgain()
    await settled()
    assert.deepEqual(subjectsTo('yearly@example.com'), ['Thank you', 'Your next yearly charge'])
    assert.match(lastTo('yearly@example.com'), /charge your yearly contribution of \$60/)
    assert.deepEqual(subjectsTo('leaving@example.com'), ['Thank you'])
  })

  test('a yearly charge is announced after a change to monthly and back, which Stripe keeps as a trial', async () => {
    const given = await give('switches@example.com', { amount: '60', frequency: 'yearly' })
    const { subscription } = given
    const reader = await signInBySmtp('switches@example.com')
    for (const [amount, frequency] of [
      ['5', 'monthly'],
      ['60', 'yearly'],
    ] as const) {
      const form = { contribution: String(subscription), language: 'en', amount, frequency }
      assert.equal((await reader.post('/account/amount', form)).location, '/account?done=changed&language=en')
      await callsMade()
    }
    assert.equal((await stripe.subscriptions.retrieve(String(subscription))).status, 'trialing')
    await goToDaysBefore(6, given)
    await queueRenewalNotices({ database: mainstay.database, now: mainstay.now, mailLanguage: 'en' })
    await settled()
    assert.equal(subjectsTo('switches@example.com').at(-1), 'Your next yearly charge')
  })

  test('a yearly charge is announced if Stripe rejects a cancellation that was requested meanwhile', async () => {
    const given = await give('undecided@example.com', { amount: '60', frequency: 'yearly' })
    const { subscription } = given
    const id = String(subscription)
    const reader = await signInBySmtp('undecided@example.com')
    await goToDaysBefore(6, given)
    await settled()
    const before = subjectsTo('undecided@example.com')
    const notice = () =>
      queueRenewalNotices({ database: mainstay.database, now: mainstay.now, mailLanguage: 'en' })
    smtp.mood.recipient = 450
    await notice()
    await mainstay.eventually(async () => assert.equal(await stateOfMail(`renewal:${id}:%`), 'waiting'))
    const path = `/v1/subscriptions/${id}`
    await mainstay.control('faults', { kind: 'error', path, method: 'DELETE', times: 10_000 })
    await reader.post('/account/cancel', { contribution: id, language: 'en' })
    await passHour()
    await mainstay.settle()
    assert.equal(await stateOfMail(`renewal:${id}:%`), 'dropped')
    await notice()
    assert.equal(await stateOfMail(`renewal:${id}:%`), 'dropped', 'announced while a cancellation is pending')
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    await mainstay.control('faults', { kind: 'refuse', path, method: 'DELETE', times: 1 })
    await passHour()
    await callsMade()
    smtp.mood.recipient = null
    await notice()
    await notice()
    await settled()
    assert.deepEqual(subjectsTo('undecided@example.com'), [...before, 'Your next yearly charge'])
    assert.match(lastTo('undecided@example.com'), /charge your yearly contribution of \$60/)
  })

  const isRecordedAsCanceled = async ({ subscription }: Stripe.Checkout.Session) => {
    await mainstay.settle()
    const ended = await mainstay.database.query(
      'select 1 from stripe_subscriptions where id = $1 and ended_at is not null',
      [String(subscription)],
    )
    assert.equal(ended.length, 1)
  }
  test('a mail that became outdated while it waited is not sent: a renewal notice and a change', async () => {
    const yearly = await give('leaves@example.com', { amount: '60', frequency: 'yearly' })
    const changing = await give('gives-up@example.com')
    const reader = await signInBySmtp('gives-up@example.com')
    await goToDaysBefore(6, yearly)
    await settled()
    const [left, gaveUp] = [subjectsTo('leaves@example.com'), subjectsTo('gives-up@example.com')]
    smtp.mood.recipient = 450
    await queueRenewalNotices({ database: mainstay.database, now: mainstay.now, mailLanguage: 'en' })
    const form = { contribution: String(changing.subscription), language: 'en' }
    await reader.post('/account/amount', { ...form, amount: '9', frequency: 'monthly' })
    await callsMade()
    const renewal = `renewal:${String(yearly.subscription)}:%`
    await mainstay.eventually(async () =>
      assert.deepEqual([await stateOfMail(renewal), await stateOfMail('changed:%')], ['waiting', 'waiting']),
    )
    await stripe.subscriptions.cancel(String(yearly.subscription))
    await reader.post('/account/cancel', form)
    await callsMade()
    await isRecordedAsCanceled(yearly)
    await isRecordedAsCanceled(changing)
    await passHour()
    // The mail server still rejects: a mail that was being sent is checked on its next attempt.
    assert.deepEqual([await stateOfMail(renewal), await stateOfMail('changed:%')], ['dropped', 'dropped'])
    smtp.mood.recipient = null
    await passHour()
    await settled()
    assert.deepEqual(subjectsTo('leaves@example.com'), [...left, 'Your contribution has ended'])
    assert.deepEqual(subjectsTo('gives-up@example.com'), [...gaveUp, 'Your contribution has ended'])
  })

  test('a failed charge of a subscription that was canceled meanwhile is not mailed', async () => {
    const given = await give('enough@example.com')
    const reader = await signInBySmtp('enough@example.com')
    const before = subjectsTo('enough@example.com')
    smtp.mood.recipient = 450
    await useCard(given, 'pm_card_chargeCustomerFail')
    await renew(given)
    const [open] = (await invoicesOf(given)).filter(({ status }) => status === 'open')
    const cause = `failed:${open?.id}`
    await mainstay.eventually(async () => assert.equal(await stateOfMail(cause), 'waiting'))
    await reader.post('/account/cancel', { contribution: String(given.subscription), language: 'en' })
    await callsMade()
    await isRecordedAsCanceled(given)
    await passHour()
    await mainstay.settle()
    assert.equal(await stateOfMail(cause), 'dropped')
    smtp.mood.recipient = null
    await passHour()
    await settled()
    assert.deepEqual(subjectsTo('enough@example.com'), [...before, 'Your contribution has ended'])
  })

  test('a change during a pause names no day; each of two one-time gifts gets thanks', async () => {
    const { subscription } = await give('rests@example.com')
    const reader = await signInBySmtp('rests@example.com')
    const form = { contribution: String(subscription), language: 'en' }
    await reader.post('/account/pause', { ...form, months: '3' })
    await reader.post('/account/amount', { ...form, amount: '9', frequency: 'monthly' })
    await callsMade()
    await settled()
    // Both mails are sent at once, in either order.
    const texts = mailbox.textsTo('rests@example.com').join('\n')
    assert.match(texts, /From your next charge, you give \$9 a month\./)

    await mainstay.control('deliveries', { mode: 'hold' })
    const supporter = givenReader(mainstay.origin)
    for (const amount of ['20', '30']) {
      const session = await startGiving(supporter, { amount, frequency: 'once' })
      await payAs(mainstay.sandbox.origin, session, 'twice@example.com')
      await mainstay.advance(5)
      if (amount === '30') await supporter.get(`/support/thanks?session_id=${session}`)
    }
    await mainstay.control('deliveries', { mode: 'normal' })
    await mainstay.control('deliveries/flush', {})
    await settled()
    assert.deepEqual(subjectsTo('twice@example.com'), ['Thank you', 'Thank you'])
  })
})
