import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarOf } from '../../../src/platform/calendar.ts'
import { stripeClient } from '../../../stripe-sandbox/tests/given/client.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader, hiddenFields, payAs, paySession, type Reader } from '../../given/people/reader.ts'

const PATH = '/articles/third-floor-second-door'

describeMainstay('from the appeal to a payment', (mainstay) => {
  /** Follows "Support us" under an article, as its form does. Resolves to the fields of the support page. */
  const followAppeal = async (reader: Reader): Promise<Record<string, string>> => {
    const article = await reader.get(PATH)
    const query = new URLSearchParams({ ...hiddenFields(article.text, '/support'), amount: '5' })
    const support = await reader.get(`/support?${query}`, { referer: mainstay.origin + PATH })
    return { ...hiddenFields(support.text, '/support/checkouts'), amount: '5' }
  }
  const send = async (reader: Reader, fields: Record<string, string>): Promise<string> => {
    const answer = await reader.post('/support/checkouts', fields)
    assert.equal(answer.status, 303, answer.text)
    return answer.location.split('/').at(-1) ?? ''
  }
  const readSteps = async () => {
    await mainstay.settle()
    return mainstay.database.query(
      `select sum(shown)::int as shown, sum(give)::int as give, sum(checkouts)::int as checkouts from appeal_hours`,
    )
  }
  const readPayments = async () => {
    await mainstay.settle()
    return mainstay.database.query(
      'select day, campaign, form, section, reminded, currency, cadence, count, amount from appeal_payments',
    )
  }
  /** Resolves to the path that Stripe's page leads back to. */
  const findCancelUrl = async (session: string): Promise<string> => {
    const { cancel_url: url } = await stripeClient(mainstay.sandbox.origin).checkout.sessions.retrieve(
      session,
    )
    return (url ?? '').replace(mainstay.origin, '')
  }
  const readLabels = async () =>
    (await mainstay.database.query<{ via: string | null }>('select via from checkouts')).map(({ via }) => via)

  test('shown, give, checkout and payment each count once, and then nothing says who', async () => {
    const reader = givenReader(mainstay.origin)
    const fields = await followAppeal(reader)
    const session = await send(reader, fields)
    assert.equal(await send(reader, fields), session, 'a second click leads to the same page')
    assert.deepEqual(await readSteps(), [{ shown: 1, give: 1, checkouts: 1 }])
    assert.deepEqual(await readPayments(), [])
    assert.deepEqual(await readLabels(), ['letter.end.courts'])
    await paySession(mainstay.sandbox.origin, session)
    await reader.get(`/support/thanks?session_id=${session}`)
    const day = calendarOf(mainstay.resources.timeZone).dayAt(mainstay.now())
    await mainstay.eventually(async () =>
      assert.deepEqual(await readPayments(), [
        {
          day,
          campaign: 'letter',
          form: 'end',
          section: 'courts',
          reminded: '',
          currency: 'USD',
          cadence: 'monthly',
          count: 1,
          amount: 500,
        },
      ]),
    )
    assert.deepEqual(await readLabels(), [null])
    await mainstay.advance(40 * 86_400)
    assert.deepEqual(
      (await readPayments()).map((row) => (row as { count: number }).count),
      [1],
      'a renewal is no first payment',
    )
  })

  test('a second try after Stripe’s cancel link counts once', async () => {
    const reader = givenReader(mainstay.origin)
    const canceled = await send(reader, await followAppeal(reader))
    const cancelUrl = await findCancelUrl(canceled)
    assert.doesNotMatch(cancelUrl, /letter|courts/, 'Stripe does not learn the label')
    const fromStripe = { referer: mainstay.sandbox.origin }
    const stranger = await givenReader(mainstay.origin).get(cancelUrl, fromStripe)
    assert.doesNotMatch(stranger.text, /letter\.end/, 'nor by opening its own link')
    const back = await reader.get(cancelUrl, fromStripe)
    const [yearly] = /\/support\?frequency=yearly[^"#]*/.exec(back.text) ?? []
    const page = await reader.get((yearly ?? '').replaceAll('&amp;', '&'), {
      referer: mainstay.origin + cancelUrl,
    })
    const fields: Record<string, string> = {
      ...hiddenFields(page.text, '/support/checkouts'),
      amount: '50',
    }
    assert.deepEqual([fields['frequency'], fields['via']], ['yearly', 'letter.end.courts'])
    const session = await send(reader, fields)
    assert.notEqual(session, canceled)
    assert.deepEqual(await readSteps(), [{ shown: 1, give: 1, checkouts: 1 }])
    await paySession(mainstay.sandbox.origin, session)
    const counts = async () =>
      (await readPayments()).map((row) => {
        const { cadence, count } = row as { cadence: string; count: number }
        return `${count} ${cadence}`
      })
    await mainstay.eventually(async () => assert.deepEqual(await counts(), ['1 yearly']))
    for (const each of [canceled, session]) {
      const late = await reader.get(await findCancelUrl(each), fromStripe)
      assert.deepEqual([late.status, /letter\.end/.test(late.text)], [200, false], 'the label is gone')
    }
    await mainstay.advance(2 * 86_400)
    assert.deepEqual(await counts(), ['1 yearly'])
    assert.deepEqual(await readSteps(), [{ shown: 1, give: 1, checkouts: 1 }])
  })

  test('an unknown or malformed checkout on the support page is no label', async () => {
    const reader = givenReader(mainstay.origin)
    for (const id of ['5cb6e3b0-51a5-4b5e-8f1d-0a4f2c1f9a77', 'x', '']) {
      const page = await reader.get(`/support?checkout=${id}&via=letter.end.courts`)
      assert.equal(page.status, 200)
      const { via, again } = hiddenFields(page.text, '/support/checkouts')
      assert.deepEqual([via, again], ['letter.end.courts', undefined])
    }
  })

  test('a snooze counts by length and day, and a payment after it by the month of the reminder', async () => {
    const reader = givenReader(mainstay.origin)
    const calendar = calendarOf(mainstay.resources.timeZone)
    const article = await reader.get(PATH)
    const fields = hiddenFields(article.text, '/reminders')
    await reader.post('/reminders', { ...fields, after: '1m' })
    await mainstay.settle()
    assert.deepEqual(
      await mainstay.database.query('select campaign, form, section, length, count from appeal_snoozes'),
      [{ campaign: 'letter', form: 'end', section: 'courts', length: '1m', count: 1 }],
    )
    const days = await mainstay.database.query<{ day: string; count: number }>(
      'select day, count from reminder_days',
    )
    assert.deepEqual(
      days.map(({ count }) => count),
      [1],
    )
    const day = days[0]?.day ?? ''
    await reader.post('/reminders/cancel', {})
    await mainstay.settle()
    assert.deepEqual(await mainstay.database.query('select day, count from reminder_days'), [
      { day, count: 0 },
    ])
    await reader.post('/reminders', { ...fields, after: '1m' })
    const wait = calendar.startOfDay(day).getTime() - mainstay.now().getTime()
    await mainstay.advance(Math.ceil(wait / 1_000) + 2 * 86_400)
    const session = await send(reader, await followAppeal(reader))
    await paySession(mainstay.sandbox.origin, session)
    await mainstay.eventually(async () =>
      assert.deepEqual(
        (await readPayments()).map((row) => (row as { reminded: string }).reminded),
        [day.slice(0, 7)],
      ),
    )
  })

  test('a bank debit counts when it is paid, and a checkout that expires never', async () => {
    const reader = givenReader(mainstay.origin)
    const debit = await followAppeal(reader)
    await payAs(
      mainstay.sandbox.origin,
      await send(reader, { ...debit, currency: 'EUR', frequency: 'once' }),
      'a@example.com',
      'DE89370400440532013000',
    )
    const other = givenReader(mainstay.origin)
    await send(other, await followAppeal(other))
    assert.deepEqual(await readPayments(), [])
    assert.deepEqual(await readLabels(), ['letter.end.courts', 'letter.end.courts'])
    await mainstay.advance(20 * 86_400)
    await mainstay.eventually(async () =>
      assert.deepEqual(
        (await readPayments()).map((row) => (row as { currency: string }).currency),
        ['EUR'],
      ),
    )
    await mainstay.eventually(async () => assert.deepEqual(await readLabels(), [null, null]))
  })
})
