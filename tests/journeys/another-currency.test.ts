import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Stripe } from 'stripe'
import { giveAs, signInAs } from '../given/giver.ts'
import { type GivenMainstay, givenMainstay } from '../given/mainstay.ts'
import {
  appealOf,
  eventually,
  givenReader,
  hiddenFields,
  payAs,
  paySession,
  type Reader,
} from '../given/reader.ts'
import { assertRecordHolds, recordSettled } from '../given/record.ts'
import { stripeClient } from '../given/sandbox.ts'

const DAY_S = 86_400

type Giver = { id: string; customer: string; address: string; reader: Reader }

describe('a contribution that is given on in another currency', () => {
  let mainstay: GivenMainstay
  let stripe: Stripe
  before(async () => {
    mainstay = await givenMainstay()
    stripe = stripeClient(mainstay.sandbox.origin)
  })
  after(async () => {
    await assertRecordHolds(mainstay.database)
    await mainstay.stop()
  })

  /** In another browser than the one that gave. */
  const giver = async (address: string, giving: Record<string, string> = {}): Promise<Giver> => {
    const { session } = await giveAs(mainstay, address, giving)
    const { subscription, customer } = await stripe.checkout.sessions.retrieve(session)
    const reader = await signInAs(mainstay, address)
    return { id: String(subscription), customer: String(customer), address, reader }
  }
  const nowS = () => Math.floor(mainstay.now().getTime() / 1000)
  const endOf = async (id: string) =>
    (await stripe.subscriptions.retrieve(id)).items.data[0]?.current_period_end ?? 0
  const goTo = async (second: number) => {
    await mainstay.control('clock', { advanceSeconds: second - nowS() })
    await recordSettled(mainstay)
  }
  const settled = async () => {
    await eventually(async () => {
      const due = await mainstay.database.query(
        'select kind from contribution_actions where due_at is not null',
      )
      assert.deepEqual(due, [])
    })
    await recordSettled(mainstay)
  }
  const path = ({ id }: Giver) => `/account/currency?contribution=${id}&language=en`
  const formOf = async (each: Giver) =>
    hiddenFields((await each.reader.get(path(each))).text, '/account/currency')
  const choose = async (each: Giver, currency = 'EUR', amount = '4') =>
    each.reader.post('/account/currency', { ...(await formOf(each)), currency, amount })
  const sessionIn = (location: string): string => location.split('/').at(-1) ?? ''
  /** Chosen, and agreed to on Stripe's page. */
  const exchange = async (each: Giver, currency = 'EUR', amount = '4'): Promise<Stripe.Checkout.Session> => {
    const session = sessionIn((await choose(each, currency, amount)).location)
    await payAs(mainstay.sandbox.origin, session, 'another@example.com')
    await each.reader.get(`/support/thanks?session_id=${session}`)
    await settled()
    return stripe.checkout.sessions.retrieve(session)
  }
  const movementsOf = async ({ customer }: Giver): Promise<string[]> => {
    const rows = await mainstay.database.query<{ told: string }>(
      `select m.kind || ' ' || m.currency || ' ' || m.annual_change as told from movements m
       join stripe_customers c on c.supporter_id = m.supporter_id where c.id = $1
       order by m.occurred_at, m.kind desc`,
      [customer],
    )
    return rows.map(({ told }) => told)
  }
  const paidBy = async (customer: unknown): Promise<string[]> =>
    (await stripe.charges.list({ customer: String(customer) })).data
      .filter(({ status }) => status === 'succeeded')
      .map(({ amount, currency }) => `${amount} ${currency}`)
  const useCard = async ({ id, customer }: Giver, card: string) => {
    const method = await stripe.paymentMethods.attach(card, { customer })
    await stripe.subscriptions.update(id, { default_payment_method: method.id })
  }
  const failing = async (each: Giver) => {
    await useCard(each, 'pm_card_chargeCustomerFail')
    await goTo((await endOf(each.id)) + 7_200)
    await eventually(async () => assert.match(await page(each), /data-state="failing"/))
  }
  const payWhatFailed = async (each: Giver) => {
    await useCard(each, 'pm_card_visa')
    const [open] = (await stripe.invoices.list({ subscription: each.id, status: 'open' })).data
    await stripe.invoices.pay(open?.id ?? '')
  }
  const page = async ({ reader }: Giver) => (await reader.get('/account?language=en')).text

  test('what is paid for runs out, then the other is charged: nothing twice, nothing left out', async () => {
    const each = await giver('euros@example.com')
    const amounts = await each.reader.get(`/account/amount?contribution=${each.id}&language=en`)
    assert.match(amounts.text, /Give in another currency/)
    const asked = await each.reader.get(path(each))
    assert.match(asked.text, /You give \$5 a month\.[\s\S]*Nothing is charged today\. On \d+ \w+ \d+/)
    const { location } = await choose(each)
    const stripes = await (await fetch(location)).text()
    assert.match(stripes, /readonly[^>]*value="euros@example\.com"|value="euros@example\.com"[^>]*readonly/)
    assert.match(stripes, /Nothing is taken today/)
    assert.equal(
      (await stripe.subscriptions.retrieve(each.id)).cancel_at,
      null,
      'changed before it was agreed',
    )

    const end = await endOf(each.id)
    await payAs(mainstay.sandbox.origin, sessionIn(location), 'another@example.com')
    const thanks = await each.reader.get(`/support/thanks?session_id=${sessionIn(location)}`)
    assert.match(thanks.text, /Nothing was charged today\. From \d+ \w+ \d+ you give €4 a month/)
    await settled()
    const { subscription, customer } = await stripe.checkout.sessions.retrieve(sessionIn(location))
    const first = await stripe.subscriptions.retrieve(each.id)
    const second = await stripe.subscriptions.retrieve(String(subscription))
    assert.deepEqual([first.cancel_at, second.trial_end, second.status], [end, end, 'trialing'])
    assert.deepEqual(await movementsOf(each), ['new USD 6000'])
    assert.equal(((await stripe.customers.retrieve(String(customer))) as Stripe.Customer).email, each.address)
    await eventually(async () => {
      const text = await page(each)
      assert.match(text, /<h2[^>]*>€4 a month[\s\S]*data-state="ends"[\s\S]*\$5 a month/)
    })
    await eventually(async () => {
      const { text } = await each.reader.get('/outbox')
      const mails = text.split('<article').filter((part) => part.includes(each.address))
      const changed = mails.filter((mail) => mail.includes('Your contribution is changed'))
      assert.equal(changed.length, 1)
      assert.match(changed[0] ?? '', /you give €4 a month/)
      assert.doesNotMatch(mails.join(), /has ended/)
    })

    // The first has ended, and the other is not charged yet: its giver has left nothing and is asked for nothing.
    await goTo(end + 600)
    assert.equal((await stripe.subscriptions.retrieve(each.id)).status, 'canceled')
    assert.deepEqual(await movementsOf(each), ['new USD 6000'])
    assert.equal(await appealOf(each.reader), 'supports')
    await goTo(end + 7_200)
    await goTo(nowS() + 10)
    assert.deepEqual(await paidBy(each.customer), ['500 usd'])
    assert.deepEqual(await paidBy(customer), ['400 eur'])
    assert.equal((await stripe.subscriptions.retrieve(each.id)).status, 'canceled')
    assert.deepEqual(await movementsOf(each), [
      'new USD 6000',
      'transfer-out USD -6000',
      'transfer-in EUR 4800',
    ])
    assert.deepEqual(await mainstay.database.query('select * from second_contributions'), [])
    assert.equal(await appealOf(each.reader), 'supports')
  })

  test('an address that is changed the moment after takes the new contribution along', async () => {
    const each = await giver('moves-on@example.com')
    const session = sessionIn((await choose(each)).location)
    await mainstay.control('faults', { kind: 'error', path: '/v1/customers/', method: 'GET', times: 4 })
    await payAs(mainstay.sandbox.origin, session, each.address)
    await each.reader.get(`/support/thanks?session_id=${session}`)
    await each.reader.post('/account/address', { address: 'moved-on@example.org', language: 'en' })
    await eventually(async () => {
      const mails = (await each.reader.get('/outbox')).text.split('<article')
      const mail = mails.find((text) => text.includes('moved-on@example.org')) ?? ''
      const link = /\/account\/address\/[A-Za-z0-9_-]{43}/.exec(mail)?.[0] ?? ''
      assert.equal((await each.reader.post(link, {})).status, 200)
    })
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    await mainstay.control('clock', { advanceSeconds: 60 })
    await settled()
    await eventually(async () =>
      assert.match(await page(each), /<h2[^>]*>€4 a month[\s\S]*data-state="ends"/),
    )
    const { customer } = await stripe.checkout.sessions.retrieve(session)
    await eventually(async () => {
      const found = (await stripe.customers.retrieve(String(customer))) as Stripe.Customer
      assert.equal(found.email, 'moved-on@example.org')
    })
  })

  test('its first charge declined, its giver is left in peace as at any other, until it lapses', async () => {
    const each = await giver('unpaid-euros@example.com')
    const end = await endOf(each.id)
    const { customer, subscription } = await exchange(each)
    await useCard(
      { ...each, id: String(subscription), customer: String(customer) },
      'pm_card_chargeCustomerFail',
    )
    await goTo(end + 7_200)
    assert.equal((await stripe.subscriptions.retrieve(String(subscription))).status, 'past_due')
    assert.deepEqual(await movementsOf(each), ['new USD 6000'])
    assert.equal(await appealOf(each.reader), 'supports')
    await goTo(end + 23 * DAY_S)
    await goTo(nowS() + 10)
    const [, churn] = await mainstay.database.query<{ kind: string; cause: string }>(
      `select m.kind, m.cause from movements m join stripe_customers c on c.supporter_id = m.supporter_id
       where c.id = $1 order by m.sequence`,
      [each.customer],
    )
    assert.deepEqual([churn?.kind, churn?.cause], ['churn', 'card-failure'])
  })

  for (const begun of ['before', 'after'] as const)
    test(`a change of address that is taken back brings what took its place along, begun ${begun} it`, async () => {
      const each = await giver(`robbed-${begun}@example.com`)
      let session = begun === 'before' ? sessionIn((await choose(each)).location) : ''
      await each.reader.post('/account/address', { address: `robber-${begun}@example.org`, language: 'en' })
      const linkIn = async (address: string, words: RegExp) => {
        let link = ''
        await eventually(async () => {
          const mails = (await each.reader.get('/outbox')).text.split('<article')
          link = words.exec(mails.find((text) => text.includes(address) && words.test(text)) ?? '')?.[0] ?? ''
          assert.ok(link)
        })
        return link
      }
      const there = await linkIn(`robber-${begun}@example.org`, /\/account\/address\/[A-Za-z0-9_-]{43}/)
      assert.equal((await each.reader.post(there, {})).status, 200)
      session ||= sessionIn((await choose(each)).location)
      await payAs(mainstay.sandbox.origin, session, each.address)
      await each.reader.get(`/support/thanks?session_id=${session}`)
      await mainstay.control('clock', { advanceSeconds: 60 })
      await settled()
      const { customer } = await stripe.checkout.sessions.retrieve(session)
      const mailOf = async (id: string) => ((await stripe.customers.retrieve(id)) as Stripe.Customer).email
      await eventually(async () =>
        assert.equal(await mailOf(String(customer)), `robber-${begun}@example.org`),
      )
      const back = await linkIn(each.address, /\/account\/address\/back\/[A-Za-z0-9_-]{43}/)
      assert.equal((await givenReader(mainstay.origin).post(back, {})).status, 200)
      await eventually(async () =>
        assert.deepEqual(
          [await mailOf(each.customer), await mailOf(String(customer))],
          [each.address, each.address],
        ),
      )
    })

  test('ended again before its first charge, what was paid before counts until it runs out', async () => {
    const each = await giver('changes-mind@example.com')
    const { subscription } = await exchange(each)
    await eventually(async () => assert.match(await page(each), /<h2[^>]*>€4 a month/))
    const ends = { contribution: String(subscription), language: 'en' }
    assert.equal((await each.reader.post('/account/cancel', ends)).status, 303)
    await settled()
    assert.match(await page(each), /data-state="ends"/)
    assert.deepEqual(await movementsOf(each), ['new USD 6000'])
    assert.equal(await appealOf(each.reader), 'supports')
    await goTo((await endOf(each.id)) + 7_200)
    assert.deepEqual(await movementsOf(each), ['new USD 6000', 'churn USD -6000'])
    assert.deepEqual(await paidBy(each.customer), ['500 usd'])
  })

  test('sent twice it is one checkout, and given up it changes nothing', async () => {
    const each = await giver('undecided@example.com')
    const form = { ...(await formOf(each)), currency: 'EUR', amount: '4' }
    const twice = await Promise.all([
      each.reader.post('/account/currency', form),
      each.reader.post('/account/currency', form),
    ])
    assert.deepEqual([twice[0]?.status, twice[0]?.location], [303, twice[1]?.location])
    const session = sessionIn(twice[0]?.location ?? '')
    const { expires_at: expires } = await stripe.checkout.sessions.retrieve(session)
    await goTo(expires + 60)
    assert.equal((await stripe.subscriptions.retrieve(each.id)).cancel_at, null)
    assert.match(await page(each), /data-state="running"/)
    // A later choice of the same is a checkout of its own.
    assert.notEqual(sessionIn((await choose(each)).location), session)
  })

  test('yearly stays yearly, and a debit in euros does', async () => {
    const each = await giver('year@example.com', { frequency: 'yearly', amount: '60' })
    const session = sessionIn((await choose(each, 'EUR', '50')).location)
    const paid = await paySession(mainstay.sandbox.origin, session, 'pm_sepaDebit')
    assert.equal(paid.status, 200, await paid.text())
    await settled()
    const { subscription } = await stripe.checkout.sessions.retrieve(session)
    const second = await stripe.subscriptions.retrieve(String(subscription))
    assert.deepEqual(
      [second.items.data[0]?.price.recurring?.interval, second.trial_end],
      ['year', await endOf(each.id)],
    )
  })

  test('a card that is declined changes nothing', async () => {
    const each = await giver('declined@example.com')
    const session = sessionIn((await choose(each)).location)
    const answer = await paySession(mainstay.sandbox.origin, session, 'pm_card_chargeDeclined')
    assert.equal(answer.status, 402)
    await settled()
    assert.equal((await stripe.subscriptions.retrieve(each.id)).cancel_at, null)
  })

  test('within two days of a charge its giver is told to come back after it', async () => {
    const each = await giver('soon@example.com')
    const form = { ...(await formOf(each)), currency: 'EUR', amount: '4' }
    await goTo((await endOf(each.id)) - DAY_S)
    assert.match(
      (await each.reader.get(path(each))).text,
      /You are charged next on[\s\S]*Come back after that/,
    )
    assert.match((await each.reader.post('/account/currency', form)).location, /^\/account\/currency/)
  })

  test('in place of what fails it is charged at once, and the failed charge is dropped', async () => {
    const each = await giver('fails@example.com')
    await failing(each)
    assert.match((await each.reader.get(path(each))).text, /charged at once/)
    const { customer, subscription } = await exchange(each)
    assert.deepEqual(await paidBy(customer), ['400 eur'])
    assert.equal((await stripe.subscriptions.retrieve(each.id)).status, 'canceled')
    const open = await stripe.invoices.list({ subscription: each.id, status: 'open' })
    assert.deepEqual(open.data, [])
    assert.equal((await stripe.subscriptions.retrieve(String(subscription))).status, 'active')
    assert.deepEqual(await movementsOf(each), [
      'new USD 6000',
      'transfer-out USD -6000',
      'transfer-in EUR 4800',
    ])
  })

  test('a checkout that would charge at once is not led to once what failed has been paid', async () => {
    const each = await giver('recovers@example.com')
    await failing(each)
    const atOnce = sessionIn((await choose(each)).location)
    await payWhatFailed(each)
    await eventually(async () => assert.match(await page(each), /data-state="running"/))
    const later = sessionIn((await choose(each)).location)
    assert.notEqual(later, atOnce)
    await eventually(async () =>
      assert.equal((await stripe.checkout.sessions.retrieve(atOnce)).status, 'expired'),
    )
    const { amount_total: today } = await stripe.checkout.sessions.retrieve(later)
    assert.equal(today, 0)
  })

  test('agreed to in an open tab all the same, what was paid meanwhile goes back', async () => {
    const each = await giver('both-tabs@example.com')
    await failing(each)
    const atOnce = sessionIn((await choose(each)).location)
    await payWhatFailed(each)
    await eventually(async () => assert.match(await page(each), /data-state="running"/))
    await mainstay.control('clock', { advanceSeconds: 60 })
    await payAs(mainstay.sandbox.origin, atOnce, each.address)
    await each.reader.get(`/support/thanks?session_id=${atOnce}`)
    await settled()
    const { customer } = await stripe.checkout.sessions.retrieve(atOnce)
    assert.equal((await stripe.subscriptions.retrieve(each.id)).status, 'canceled')
    const charges = (await stripe.charges.list({ customer: each.customer })).data
    assert.deepEqual(
      charges.filter(({ paid }) => paid).map(({ amount_refunded: returned }) => returned),
      [500, 0],
    )
    assert.deepEqual(await paidBy(customer), ['400 eur'])
    assert.deepEqual(await movementsOf(each), [
      'new USD 6000',
      'transfer-out USD -6000',
      'transfer-in EUR 4800',
    ])
  })

  test('agreed to on two devices one takes its place, and the other is undone', async () => {
    const each = await giver('devices@example.com')
    // The same session in what to us is another browser.
    const other = { ...each, reader: givenReader(mainstay.origin) }
    for (const [name, value] of each.reader.cookies) if (name !== 'r') other.reader.cookies.set(name, value)
    const one = sessionIn((await choose(each, 'EUR', '4')).location)
    const two = sessionIn((await choose(other, 'GBP', '3')).location)
    for (const session of [one, two]) {
      await payAs(mainstay.sandbox.origin, session, each.address)
      await mainstay.control('clock', { advanceSeconds: 5 })
      await settled()
    }
    const statusOf = async (session: string) =>
      (
        await stripe.subscriptions.retrieve(
          String((await stripe.checkout.sessions.retrieve(session)).subscription),
        )
      ).status
    await eventually(async () => assert.equal(await statusOf(two), 'canceled'))
    assert.equal(await statusOf(one), 'trialing')
    assert.notEqual((await stripe.subscriptions.retrieve(each.id)).cancel_at, null)
  })

  test('the second given up before the first was set to end brings the first not back: its end was told', async () => {
    const each = await giver('regrets@example.com')
    const update = `/v1/subscriptions/${each.id}`
    await mainstay.control('faults', { kind: 'error', path: update, method: 'POST', times: 50 })
    const session = sessionIn((await choose(each)).location)
    await payAs(mainstay.sandbox.origin, session, each.address)
    const { subscription } = await stripe.checkout.sessions.retrieve(session)
    await eventually(async () => {
      const [put] = await mainstay.database.query<{ off: boolean }>(
        'select due_at > $2 and last_failure is not null as off from contribution_actions where subscription_id = $1',
        [each.id, mainstay.now()],
      )
      assert.equal(put?.off, true, 'the call was not put off')
    }, 30_000)
    await stripe.subscriptions.cancel(String(subscription))
    await recordSettled(mainstay)
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    await mainstay.control('clock', { advanceSeconds: 900 })
    await settled()
    const first = await stripe.subscriptions.retrieve(each.id)
    assert.deepEqual([first.status, first.cancel_at_period_end], ['active', true])
    assert.match(await page(each), /data-state="ends"[^<]*>\s*<h2[^>]*>\$5 a month/)
  })

  test('not told to Stripe before its next charge, the first is ended then, and that charge goes back', async () => {
    const each = await giver('belated@example.com')
    const end = await endOf(each.id)
    const update = `/v1/subscriptions/${each.id}`
    await mainstay.control('faults', { kind: 'error', path: update, method: 'POST', times: 10_000 })
    const session = sessionIn((await choose(each)).location)
    await payAs(mainstay.sandbox.origin, session, each.address)
    const { customer } = await stripe.checkout.sessions.retrieve(session)
    await mainstay.control('clock', { advanceSeconds: end + 7_200 - nowS() })
    assert.deepEqual(await paidBy(each.customer), ['500 usd', '500 usd'])
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    await eventually(async () => {
      await mainstay.control('clock', { advanceSeconds: 60 })
      assert.equal((await stripe.subscriptions.retrieve(each.id)).status, 'canceled')
    }, 30_000)
    await settled()
    const charges = (await stripe.charges.list({ customer: each.customer })).data
    assert.deepEqual(
      charges.map(({ amount_refunded: returned }) => returned),
      [500, 0],
    )
    assert.deepEqual(await paidBy(customer), ['400 eur'])
    assert.deepEqual(await movementsOf(each), [
      'new USD 6000',
      'transfer-out USD -6000',
      'transfer-in EUR 4800',
    ])
  })

  test('where Stripe refuses to end the first, the other is undone and nothing is charged in it', async () => {
    const each = await giver('refused@example.com')
    const end = await endOf(each.id)
    const update = `/v1/subscriptions/${each.id}`
    await mainstay.control('faults', { kind: 'refuse', path: update, method: 'POST', times: 50 })
    const session = sessionIn((await choose(each)).location)
    await payAs(mainstay.sandbox.origin, session, each.address)
    await each.reader.get(`/support/thanks?session_id=${session}`)
    await settled()
    await fetch(`${mainstay.sandbox.origin}/_sandbox/faults`, { method: 'DELETE' })
    assert.match(await page(each), /<h2[^>]*>\$5 a month[\s\S]*Stripe refused your last change/)
    const { customer, subscription } = await stripe.checkout.sessions.retrieve(session)
    assert.equal((await stripe.subscriptions.retrieve(String(subscription))).status, 'canceled')
    await goTo(end + 7_200)
    await goTo(nowS() + 10)
    assert.deepEqual([await paidBy(each.customer), await paidBy(customer)], [['500 usd', '500 usd'], []])
    assert.deepEqual(await movementsOf(each), ['new USD 6000'])
  })

  for (const later of ['amount', 'pause', 'cancel'])
    test(`a checkout that was left open is closed once something else is chosen: ${later}`, async () => {
      const each = await giver(`left-${later}@example.com`)
      const session = sessionIn((await choose(each)).location)
      const form = { contribution: each.id, language: 'en', amount: '9', frequency: 'monthly', months: '1' }
      assert.equal((await each.reader.post(`/account/${later}`, form)).status, 303)
      await eventually(async () =>
        assert.equal((await stripe.checkout.sessions.retrieve(session)).status, 'expired'),
      )
      await settled()
    })

  test('with Stripe away the first is set to end once it is back, and the page says that it is being ended', async () => {
    const each = await giver('patient@example.com')
    const update = `/v1/subscriptions/${each.id}`
    await mainstay.control('faults', { kind: 'error', path: update, method: 'POST', times: 6 })
    const session = sessionIn((await choose(each)).location)
    await payAs(mainstay.sandbox.origin, session, each.address)
    await eventually(async () => assert.match(await page(each), /data-state="ending"/))
    await eventually(async () => {
      await mainstay.control('clock', { advanceSeconds: 30 })
      assert.notEqual((await stripe.subscriptions.retrieve(each.id)).cancel_at, null)
    }, 30_000)
    await settled()
    assert.match(await page(each), /data-state="ends"/)
  })

  test('one giver does not use up what all may open at Stripe', async () => {
    const { id, reader } = await giver('greedy@example.com')
    const wrong = { contribution: id, currency: 'EUR', amount: 'x', language: 'en' }
    for (let sent = 0; sent < 30; sent += 1)
      assert.equal((await reader.post('/account/currency', wrong)).status, 422)
    assert.equal((await reader.post('/account/currency', wrong)).status, 429)
    assert.equal((await reader.get(`/account/currency?contribution=${id}&language=en`)).status, 200)
  })

  test('mistakes are told by the field; another’s, and what is paused or ends, is not given on', async () => {
    const each = await giver('odd@example.com')
    for (const [currency, amount, message] of [
      ['EUR', 'four', /amount/],
      ['EUR', '0.50', /smallest amount is €2/],
      ['USD', '4', /Choose a currency/],
      ['XXX', '4', /Choose a currency/],
    ] as const) {
      const answer = await choose(each, currency, amount)
      assert.equal(answer.status, 422)
      assert.match(answer.text, /role="alert"/)
      assert.match(answer.text, message)
      assert.ok(answer.text.includes(`value="${amount}"`))
    }
    const nosy = await giver('nosy@example.com')
    assert.equal((await nosy.reader.get(path(each))).status, 404)
    assert.equal((await nosy.reader.post('/account/currency', { contribution: each.id })).status, 404)
    await each.reader.post('/account/pause', { contribution: each.id, language: 'en', months: '1' })
    await settled()
    assert.equal((await each.reader.get(path(each))).location, '/account?language=en')
    await each.reader.post('/account/resume', { contribution: each.id, language: 'en' })
    await settled()
    await mainstay.control('faults', { kind: 'error', path: '/v1/checkout/sessions', times: 4 })
    const away = await choose(each)
    assert.equal(away.status, 503)
    await each.reader.post('/account/cancel', { contribution: each.id, language: 'en' })
    await settled()
    assert.equal((await each.reader.get(path(each))).location, '/account?language=en')
  })
})
