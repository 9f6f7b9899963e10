import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { type GivenSandbox, givenSandbox } from './given/sandbox.ts'

const DAY_S = 86_400

describe('the control desk', () => {
  let given: GivenSandbox
  beforeEach(async () => {
    given = await givenSandbox()
  })
  afterEach(() => given.stop())

  const desk = async (query = '', headers: Record<string, string> = {}): Promise<string> =>
    (await fetch(`${given.sandbox.origin}/${query}`, { headers })).text()
  const press = async (action: string, fields: Record<string, string> = {}) => {
    const response = await fetch(`${given.sandbox.origin}/control/${action}`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(fields),
    })
    assert.equal(response.status, 303)
    return response.headers.get('location') ?? ''
  }
  const countOf = async (type: string) => (await given.types()).filter((each) => each === type).length
  /** A subscription with a name and an address on it, as a person would type them. */
  const subscribeAs = async (name: string, currency = 'usd') => {
    const subscription = await given.subscribe({ currency })
    await given.stripe.customers.update(String(subscription.customer), { name, email: 'nora@example.com' })
    return subscription
  }

  test('speaks the language of the browser, or the one that was chosen, and keeps it', async () => {
    assert.match(await desk(), /<html lang="en">.*What just happened/s)
    assert.match(await desk('', { 'accept-language': 'ru,en;q=0.5' }), /<html lang="ru">.*Что произошло/s)
    assert.match(await desk('?language=ru'), /Сорвать продление/)
    assert.match(await desk('?language=en', { 'accept-language': 'ru' }), /Let a renewal fail/)
    assert.equal(await press('clock', { advanceSeconds: '0', language: 'ru' }), '/?language=ru')
    assert.equal(await press('clock', { advanceSeconds: '0' }), '/')
  })

  test('says that a scenario is impossible, without one that fits', async () => {
    assert.match(await desk(), /<button type="submit" disabled>Let a renewal fail/)
    for (const scenario of ['renewal', 'dispute', 'refund', 'debit', 'unknown'])
      assert.equal(await press(`scenarios/${scenario}`, { language: 'en' }), '/?language=en&done=impossible')
    assert.match(await desk('?done=impossible'), /role="status">That is no longer possible/)
  })

  test('names who gives what until when, and what just happened', async () => {
    const { id } = await subscribeAs('Nora & Sons')
    const page = await desk()
    assert.match(page, /<h3><bdi>Nora &amp; Sons<\/bdi>/)
    assert.match(
      page,
      new RegExp(`\\$5\\.00 a month.*active.*began on 10 March 2026.*renews on 10 April 2026.*${id}`),
    )
    assert.match(page, /Nora &amp; Sons began a subscription\./)
    const russian = await desk('?language=ru')
    assert.match(russian, /действует.*продление: 10 апреля 2026/)
    assert.match(russian, /Новая подписка: Nora &amp; Sons\./)
  })

  test('refunds and disputes the newest charge at one press', async () => {
    const { customer } = await subscribeAs('Nora')
    assert.equal(await press('scenarios/refund'), '/?done=refund')
    const [refunded] = (await given.stripe.charges.list({ customer: String(customer) })).data
    assert.equal(refunded?.refunded, true)
    const other = await subscribeAs('Omar')
    assert.equal(await press('scenarios/dispute'), '/?done=dispute')
    const [disputed] = (await given.stripe.charges.list({ customer: String(other.customer) })).data
    assert.equal(disputed?.disputed, true)
    assert.equal(await countOf('charge.dispute.created'), 1)
    assert.match(await desk('?done=dispute'), /role="status">The dispute is open/)
  })

  test('lets the next renewal fail at one press', async () => {
    const { id } = await subscribeAs('Nora')
    assert.match(await desk(), /Breaks the card of Nora and moves the clock past the renewal on/)
    assert.equal(await press('scenarios/renewal', { language: 'ru' }), '/?language=ru&done=renewal')
    assert.equal((await given.stripe.subscriptions.retrieve(id)).status, 'past_due')
    assert.ok((await countOf('invoice.payment_failed')) > 0)
  })

  test('leaves a renewal in euros waiting for the bank at one press, and decides it', async () => {
    const { id, customer } = await subscribeAs('Nora', 'eur')
    assert.equal(await press('scenarios/debit'), '/?done=debit')
    const page = await desk()
    const [, intent] = /\/control\/payment_intents\/(pi_\w+)\/settle/.exec(page) ?? []
    assert.ok(intent, 'no payment waits')
    await given.advance(5 * DAY_S)
    assert.equal((await given.stripe.paymentIntents.retrieve(intent)).status, 'processing')
    await press(`payment_intents/${intent}/settle`)
    assert.equal((await given.stripe.paymentIntents.retrieve(intent)).customer, customer)
    assert.equal((await given.stripe.paymentIntents.retrieve(intent)).status, 'succeeded')
    assert.equal((await given.stripe.subscriptions.retrieve(id)).status, 'active')
  })

  test('does nothing for a page of another site, and never leaves the calendar', async () => {
    const { id } = await subscribeAs('Nora')
    const now = async () => (await fetch(`${given.sandbox.origin}/_sandbox/clock`)).json()
    const before = (await now()) as { offsetMs: number }
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
      { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' },
      // An old browser.
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]
    const paths = ['control/clock', 'control/scenarios/refund', '_sandbox/deliveries/flush']
    for (const headers of foreign)
      for (const path of [...paths, '_sandbox/clock/followers', `_sandbox/subscriptions/${id}/cancel`]) {
        const body = new URLSearchParams({ advanceSeconds: '99' })
        const sent = await fetch(`${given.sandbox.origin}/${path}`, { method: 'POST', headers, body })
        assert.equal(sent.status, 403, `${path} for ${JSON.stringify(headers)}`)
      }
    assert.equal(((await now()) as typeof before).offsetMs, before.offsetMs)
    assert.equal((await given.stripe.subscriptions.retrieve(id)).status, 'active')
    for (const advanceSeconds of ['1e300', 'Infinity', '-5', 'x']) {
      await press('clock', { advanceSeconds })
      assert.match(await desk(), /<html lang="en">/, advanceSeconds)
    }
  })

  test('explains each delivery mode and links to the pages that a program has named', async () => {
    const page = await desk()
    for (const mode of ['normal', 'hold', 'drop', 'duplicate', 'shuffle', 'fail'])
      assert.match(page, new RegExp(`<span>[A-Z][^<]+ <code>${mode}</code>`))
    assert.match(page, /No program is connected yet/)
    const put = (links: unknown) =>
      fetch(`${given.sandbox.origin}/_sandbox/links`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ links }),
      })
    assert.equal((await put([{ url: 'javascript:alert(1)', title: { en: 'Shop' } }])).status, 400)
    assert.equal(
      (await put([{ url: 'http://127.0.0.1:4000/shop', title: { en: 'Shop', ru: 'Магазин' } }])).status,
      200,
    )
    assert.match(await desk(), /<a href="http:\/\/127\.0\.0\.1:4000\/shop">Shop<\/a>/)
    assert.match(await desk('?language=ru'), />Магазин<\/a>/)
  })

  test('shows the portal and invoices in the language of the browser', async () => {
    const { customer, latest_invoice: invoice } = await subscribeAs('Nora')
    const { url } = await given.stripe.billingPortal.sessions.create({ customer: String(customer) })
    const russian = { headers: { 'accept-language': 'ru' } }
    assert.match(await (await fetch(url)).text(), /<html lang="en">.*a month, active/s)
    assert.match(await (await fetch(url, russian)).text(), /<html lang="ru">.*в месяц, действует/s)
    const page = `${given.sandbox.origin}/i/${String(invoice)}`
    assert.match(await (await fetch(page, russian)).text(), /Счёт .*оплачен/s)
  })
})
