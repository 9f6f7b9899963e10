import assert from 'node:assert/strict'
import { test } from 'node:test'
import request from 'supertest'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader, hiddenFields } from '../../given/people/reader.ts'

const PATH = '/articles/third-floor-second-door'
const NAVIGATE = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'user-agent': 'Firefox' }

describeMainstay('counting the appeal', (mainstay) => {
  const counted = async () => {
    await mainstay.settle()
    const [row] = await mainstay.database.query<Record<string, number>>(
      `select coalesce(sum(eligible), 0)::int as eligible, coalesce(sum(shown), 0)::int as shown,
         coalesce(sum(seen), 0)::int as seen, coalesce(sum(give), 0)::int as give,
         coalesce(sum(dismissed), 0)::int as dismissed from appeal_hours`,
    )
    return row
  }
  const NOTHING = { eligible: 0, shown: 0, seen: 0, give: 0, dismissed: 0 }
  const labelOn = async (): Promise<string> => {
    const page = await givenReader(mainstay.origin).get(PATH)
    return /data-label="([^"]+)"/.exec(page.text)?.[1] ?? ''
  }
  const say = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    givenReader(mainstay.origin).post('/appeal/seen', fields, { 'sec-fetch-site': 'same-origin', ...headers })

  test('a page that somebody reads counts once, with the hour, form and section and nothing else', async () => {
    assert.equal(await labelOn(), 'letter.end.courts')
    await mainstay.settle()
    const rows = await mainstay.database.query('select * from appeal_hours')
    assert.equal(rows.length, 1)
    const [{ hour, ...row }] = rows as [{ hour: Date }]
    assert.ok(hour <= mainstay.now() && mainstay.now().getTime() - hour.getTime() < 3_600_000)
    assert.deepEqual(row, {
      campaign: 'letter',
      variant: 'a',
      form: 'end',
      section: 'courts',
      eligible: 1,
      shown: 1,
      seen: 0,
      give: 0,
      dismissed: 0,
      checkouts: 0,
    })
  })

  test('HEAD, prefetch, previews, crawlers and missing articles count nothing', async () => {
    const label = 'letter.end.courts'
    for (const headers of [
      { 'sec-purpose': 'prefetch' },
      { purpose: 'preview' },
      { 'sec-fetch-dest': 'empty' },
      { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
      { 'user-agent': 'TelegramBot (like TwitterBot)' },
    ]) {
      const reader = givenReader(mainstay.origin)
      assert.equal((await reader.get(PATH, headers)).status, 200)
      assert.equal((await reader.get(`/support?via=${label}`, headers)).status, 200)
    }
    await request(mainstay.origin).head(PATH).expect(200)
    await request(mainstay.origin).head(`/support?via=${label}`).expect(200)
    await givenReader(mainstay.origin).get('/articles/nowhere')
    await givenReader(mainstay.origin).get('/')
    assert.deepEqual(await counted(), NOTHING)
  })

  test('a page that a browser kept counts if it navigates, and not for a program that looks for news', async () => {
    const reader = givenReader(mainstay.origin)
    const { headers } = await reader.get(PATH, NAVIGATE)
    const again = { 'if-none-match': headers['etag'] ?? '' }
    assert.equal((await reader.get(PATH, { ...NAVIGATE, ...again })).status, 304)
    assert.equal((await reader.get(PATH, again)).status, 304)
    assert.deepEqual(await counted(), { ...NOTHING, eligible: 2, shown: 2 })
  })

  test('a reader who is shown no appeal counts nothing, and gets no script', async () => {
    const reader = givenReader(mainstay.origin)
    const page = await reader.get(PATH)
    assert.match(page.text, /\/assets\/appeal\.[a-z0-9]+\.js/)
    assert.match(page.headers['content-security-policy'] ?? '', /connect-src 'self'/)
    await reader.post('/reminders', { ...hiddenFields(page.text, '/reminders'), after: '1m' })
    const later = await reader.get(PATH)
    assert.match(later.text, /data-appeal="snoozed"/)
    assert.doesNotMatch(later.text, /appeal\.[a-z0-9]+\.js/)
    assert.doesNotMatch(later.headers['content-security-policy'] ?? '', /connect-src/)
    assert.equal((await counted())?.['shown'], 1)
  })

  test('a browser says what it saw and closed, without a cookie, and never more than was shown', async () => {
    const label = await labelOn()
    await labelOn()
    for (const step of ['seen', 'seen', 'seen', 'dismissed']) {
      const answer = await say({ label, step })
      assert.deepEqual([answer.status, answer.text], [204, ''])
      assert.equal(answer.headers['set-cookie'], undefined)
    }
    await say({ label: 'letter.end.courts.2026-12', step: 'dismissed' })
    assert.deepEqual(await counted(), { ...NOTHING, eligible: 2, shown: 2, seen: 2, dismissed: 2 })
  })

  test('appeals that nobody was shown are answered alike and count nothing', async () => {
    await labelOn()
    for (const label of ['17.end.city', 'letter.bar.city', 'letter.end.nowhere'])
      assert.equal((await say({ label, step: 'seen' })).status, 204)
    const crawler = { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' }
    assert.equal((await say({ label: 'letter.end.courts', step: 'seen' }, crawler)).status, 204)
    await mainstay.advance(3 * 3_600)
    assert.equal((await say({ label: 'letter.end.courts', step: 'seen' })).status, 204)
    assert.deepEqual(await counted(), { ...NOTHING, eligible: 1, shown: 1 })
    const rows = await mainstay.database.query('select from appeal_hours')
    assert.equal(rows.length, 1)
  })

  test('other texts, other sites and other methods are refused', async () => {
    const label = await labelOn()
    for (const fields of [
      { label, step: 'give' },
      { label },
      { step: 'seen' },
      { label: 'x', step: 'seen' },
      {},
    ])
      assert.equal((await say(fields as Record<string, string>)).status, 400)
    assert.equal((await say({ label, step: 'seen' }, { 'sec-fetch-site': 'cross-site' })).status, 403)
    assert.equal((await givenReader(mainstay.origin).get('/appeal/seen')).status, 405)
    assert.deepEqual(await counted(), { ...NOTHING, eligible: 1, shown: 1 })
  })

  test('one address can say little more than one reader would', async () => {
    const label = await labelOn()
    const reader = givenReader(mainstay.origin)
    const statuses: number[] = []
    for (let time = 0; time < 125; time += 1)
      statuses.push((await reader.post('/appeal/seen', { label, step: 'seen' })).status)
    assert.deepEqual(new Set(statuses.slice(0, 120)), new Set([204]))
    assert.equal(statuses.at(-1), 429)
    assert.equal((await say({ label, step: 'seen' })).status, 204)
  })

  test('the way to the support page counts once, whatever is chosen there', async () => {
    const label = await labelOn()
    const reader = givenReader(mainstay.origin)
    const page = await reader.get(`/support?via=${label}&amount=5`, { referer: mainstay.origin + PATH })
    assert.ok(page.text.includes(`value="${label}"`))
    const other = await reader.get(`/support?via=${label}&frequency=yearly`, {
      referer: `${mainstay.origin}/support?via=${label}`,
    })
    assert.equal(other.status, 200)
    await reader.get('/support?via=telegram')
    await reader.get('/support')
    assert.deepEqual(await counted(), { ...NOTHING, eligible: 1, shown: 1, give: 1 })
  })
})
