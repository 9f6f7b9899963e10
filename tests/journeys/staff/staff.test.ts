import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { beforeEach, test } from 'node:test'
import { hash } from '@node-rs/argon2'
import { DateTime } from 'luxon'
import { newToken, tokenHash } from '../../../src/platform/token.ts'
import { addLink, addStaff, disableStaff, findStaffByName } from '../../../src/staff/staff-store.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader, paySession, startGiving } from '../../given/people/reader.ts'
import { givenStaff, RITA, signInStaff, VERA } from '../../given/people/staff.ts'
import { TIME_ZONE } from '../../given/start-at.ts'

const DAY_S = 86_400
const REPORT = '/staff/reports/supporters'

const metric = (html: string, name: string, currency = ''): number => {
  const wanted = currency ? ` data-currency="${currency}"` : ''
  const match = new RegExp(`<data[^>]*data-metric="${name}"${wanted} value="([^"]*)"`).exec(html)
  return match ? Number(match[1]) : Number.NaN
}

describeMainstay('staff', (mainstay) => {
  beforeEach(() => givenStaff(mainstay.database))
  const signIn = () => signInStaff(mainstay.origin)
  const give = async (giving: Record<string, string>) => {
    await paySession(mainstay.sandbox.origin, await startGiving(givenReader(mainstay.origin), giving))
  }
  const giveFourWays = async () => {
    await give({ amount: '5' })
    await give({ amount: '50', frequency: 'yearly' })
    await give({ amount: '10', currency: 'EUR' })
    await give({ amount: '20', frequency: 'once' })
    await mainstay.settle()
  }
  /** Advances the clock by three days. */
  const endTheOneInEuros = async () => {
    await mainstay.advance(3 * DAY_S)
    const [subscription] = await mainstay.database.query<{ id: string }>(
      `select id from stripe_subscriptions where currency = 'EUR'`,
    )
    await mainstay.control(`subscriptions/${subscription?.id}/cancel`, {})
    await mainstay.settle()
  }

  test('a stranger is redirected to sign-in from every page', async () => {
    for (const path of ['/staff', REPORT, `${REPORT}.csv`]) {
      const answer = await givenReader(mainstay.origin).get(path)
      assert.deepEqual([answer.status, answer.location], [303, '/staff/sign-in'])
    }
  })

  test('a wrong password and an unknown name get the same answer', async () => {
    const stranger = givenReader(mainstay.origin)
    const wrong = await stranger.post('/staff/sign-in', { name: VERA.name, password: 'wrong wrong wrong' })
    const unknown = await stranger.post('/staff/sign-in', { name: 'Nobody', password: 'wrong wrong wrong' })
    assert.deepEqual([wrong.status, unknown.status], [422, 422])
    assert.equal(wrong.text.replace(VERA.name, ''), unknown.text.replace('Nobody', ''))
  })

  test('the eleventh attempt within a minute from one address is rejected, from others it is not', async () => {
    const guesser = givenReader(mainstay.origin)
    const statuses: number[] = []
    for (let guess = 0; guess < 11; guess += 1) {
      statuses.push(
        (await guesser.post('/staff/sign-in', { name: `Nobody ${guess}`, password: 'a guess' })).status,
      )
    }
    assert.deepEqual(statuses, [...Array(10).fill(422), 429])
    assert.equal((await givenReader(mainstay.origin).post('/staff/sign-in', { ...VERA })).status, 303)
  })

  test('an empty report says so and shows zeros', async () => {
    const vera = await signIn()
    const { text, status } = await vera.get(REPORT)
    assert.equal(status, 200)
    for (const name of ['active-supporters', 'new-supporters', 'lost-supporters'])
      assert.equal(metric(text, name), 0, name)
    assert.equal(metric(text, 'mrr', 'USD'), 0)
    assert.match(text, /Nobody gives monthly or yearly yet/)
    assert.doesNotMatch(text, /<svg/)
  })

  test('figures follow payments and cancellations exactly, per currency', async () => {
    const vera = await signIn()
    await giveFourWays()
    assert.equal(metric((await vera.get(REPORT)).text, 'active-supporters'), 3)
    const { text } = await vera.get(REPORT)
    assert.ok(Math.abs(metric(text, 'mrr', 'USD') - (500 + 5000 / 12)) < 1e-9)
    assert.equal(metric(text, 'mrr', 'EUR'), 1000)
    assert.match(text, /\$9\.17/)
    assert.equal(metric((await vera.get(`${REPORT}?currency=EUR`)).text, 'active-supporters'), 1)
    await endTheOneInEuros()
    const after = (await vera.get(REPORT)).text
    assert.equal(metric(after, 'lost-supporters'), 1)
    assert.deepEqual(
      [metric(after, 'active-supporters'), metric(after, 'new-supporters'), metric(after, 'mrr', 'EUR')],
      [2, 3, 0],
    )
    assert.match(after, /2 people support us/)
  })

  test('a past period does not include later movements', async () => {
    const vera = await signIn()
    await give({ amount: '5' })
    await mainstay.settle()
    assert.equal(metric((await vera.get(REPORT)).text, 'active-supporters'), 1)
    const { text } = await vera.get(`${REPORT}?from=2020-01-01&to=2020-01-31`)
    assert.equal(metric(text, 'active-supporters'), 0)
    assert.match(text, /value="2020-01-31"/)
  })

  test('the CSV has every day, and its last row matches the page', async () => {
    const vera = await signIn()
    await giveFourWays()
    await endTheOneInEuros()
    const today = DateTime.fromJSDate(mainstay.now(), { zone: TIME_ZONE })
    const first = today.minus({ days: 10 })
    const { text, headers } = await vera.get(
      `${REPORT}.csv?from=${first.toISODate()}&to=${today.toISODate()}&header=off`,
    )
    assert.match(headers['content-type'] ?? '', /text\/csv/)
    const [header, ...rows] = text.trim().split('\n')
    assert.equal(
      header,
      'day,active_supporters,new_supporters,lost_supporters,supporters_at_start,reactivated_supporters,resumed_supporters,transferred_in,paused_supporters,transferred_out,mrr_EUR,mrr_USD',
    )
    assert.equal(rows.length, 11)
    assert.match(rows.at(-1) ?? '', /,2,0,\d,\d,0,0,0,0,0,0\.00,9\.17$/)
  })

  test('the role report sees rounded months and gets no export', async () => {
    await givenStaff(mainstay.database, RITA, 'report')
    const rita = await signInStaff(mainstay.origin, RITA)
    const figures = ({ text }: { text: string }) => text.match(/<data[^>]*>[^<]*<\/data>/g)
    const empty = figures(await rita.get(REPORT))
    await giveFourWays()
    const { text } = await rita.get(REPORT)
    assert.deepEqual(figures({ text }), empty, 'four supporters tell nothing')
    assert.equal(metric(text, 'active-supporters'), 0)
    for (const hidden of ['new-supporters', 'lost-supporters', 'mrr'])
      assert.match(text, new RegExp(`<data[^>]*data-metric="${hidden}"[^>]*>[^<]*fewer than ten`))
    assert.doesNotMatch(text, /data-metric="(new|lost|mrr)[^>]*value=|9\.17|\.csv/)
    assert.match(text, /Rounded figures of whole months/)
    assert.match((await rita.get(`${REPORT}?language=ru`)).text, /меньше десяти в месяц/)
    const refused = await rita.get(`${REPORT}.csv`)
    assert.equal(refused.status, 403)
    assert.match(refused.text, /“finance”/)
    assert.match((await (await signIn()).get(REPORT)).text, /Exact figures up to this moment/)
  })

  test('a one-time link shows a button and signs in once', async () => {
    const member = await findStaffByName(mainstay.database, VERA.name)
    const token = newToken()
    await addLink(mainstay.database, {
      tokenHash: tokenHash(token),
      staffId: member?.id ?? '',
      lastsMs: 60_000,
    })
    const scanner = givenReader(mainstay.origin)
    for (let visit = 0; visit < 3; visit += 1)
      assert.match((await scanner.get(`/staff/sign-in/${token}`)).text, /<button/)
    const person = givenReader(mainstay.origin)
    assert.equal((await person.post(`/staff/sign-in/${token}`, {})).status, 303)
    assert.equal((await person.get(REPORT)).status, 200)
    assert.equal((await scanner.post(`/staff/sign-in/${token}`, {})).status, 403)
    await person.post('/staff/sign-out', {})
    assert.equal((await person.get(REPORT)).status, 303)
  })

  test('a hash of a password as it was typed works once, and is rewritten', async () => {
    const typed = 'мой длинный пароль'.normalize('NFD')
    const [name, passwordHash] = ['Андрей'.normalize('NFD'), await hash(typed)]
    const added = { id: randomUUID(), name, passwordHash }
    await addStaff(mainstay.database, added, mainstay.now())
    // An attempt after a failed one has to wait.
    const statusFor = async (password: string) => {
      for (;;) {
        const { status } = await givenReader(mainstay.origin).post('/staff/sign-in', { name, password })
        if (status !== 429) return status
      }
    }
    const other = 'мой\u00a0длинный пароль'
    assert.deepEqual(
      [await statusFor(other), await statusFor(typed), await statusFor(other)],
      [422, 303, 303],
    )
  })

  test('disabling a member ends their sessions', async () => {
    const vera = await signIn()
    assert.equal((await vera.get(REPORT)).status, 200)
    assert.equal(await disableStaff(mainstay.database, VERA.name, mainstay.now()), true)
    assert.equal((await vera.get(REPORT)).status, 303)
    assert.equal((await givenReader(mainstay.origin).post('/staff/sign-in', { ...VERA })).status, 422)
  })
})
