import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import type { GivenMainstay } from '../../given/mainstay.ts'
import { appealOf, givenReader } from '../../given/people/reader.ts'

const DAY_S = 86_400

const cases = (mainstay: GivenMainstay): void => {
  const reader = () => givenReader(mainstay.origin)

  test('nobody gets a cookie for reading', async () => {
    const somebody = reader()
    for (const path of [
      '/',
      '/ru/',
      '/sections/courts',
      '/articles/tarif',
      '/support',
      '/feed.xml',
      '/sitemap.xml',
    ]) {
      const answer = await somebody.get(path)
      assert.equal(answer.status, 200, path)
      assert.equal(answer.headers['set-cookie'], undefined, path)
    }
  })

  test('one tap snoozes the appeal on every article; on the day it returns and says it is a reminder', async () => {
    const somebody = reader()
    assert.equal(await appealOf(somebody), 'shown')
    const answer = await somebody.post('/reminders', { returnTo: '/articles/tarif#reminder' })
    assert.deepEqual([answer.status, answer.location], [303, '/articles/tarif#reminder'])
    assert.equal(await appealOf(somebody), 'snoozed')
    assert.equal(await appealOf(somebody, 'tarif'), 'snoozed')
    const article = await somebody.get('/articles/third-floor-second-door')
    assert.match(article.text, /role="status"[^>]*><strong>Reminder set for \d+ [A-Z][a-z]+/)
    assert.match(article.text, /action="\/reminders\/cancel"/)
    await mainstay.advance(27 * DAY_S)
    assert.equal(await appealOf(somebody), 'snoozed')
    await mainstay.advance(5 * DAY_S)
    assert.equal(await appealOf(somebody), 'shown')
    assert.match((await somebody.get('/articles/tarif')).text, /Вы просили напомнить/)
    await mainstay.advance(31 * DAY_S)
    assert.doesNotMatch((await somebody.get('/articles/tarif')).text, /Вы просили напомнить/)
  })

  test('the reader chooses the length, changes it, and cancels it', async () => {
    const somebody = reader()
    const asked = await somebody.post('/reminders', { after: '7d' }, { accept: 'application/json' })
    const { remindAt } = JSON.parse(asked.text) as { remindAt: string }
    const inDays = (new Date(remindAt).getTime() - mainstay.now().getTime()) / 1000 / DAY_S
    assert.ok(Math.abs(inDays - 7) < 0.05)
    await somebody.post('/reminders', { after: '3m' })
    await mainstay.advance(60 * DAY_S)
    assert.equal(await appealOf(somebody), 'snoozed')
    const cancelled = await somebody.post('/reminders/cancel', { returnTo: '/ru/' })
    assert.deepEqual([cancelled.status, cancelled.location], [303, '/ru/'])
    assert.equal(await appealOf(somebody), 'shown')
    assert.doesNotMatch((await somebody.get('/articles/tarif')).text, /Вы просили напомнить/)
  })

  test('"I already give" suppresses the appeal for a year in this browser, and can be undone', async () => {
    const somebody = reader()
    const page = await somebody.get('/reminders/given?returnTo=/articles/tarif')
    assert.match(page.text, /for a year/)
    await somebody.post('/reminders/given', { returnTo: '/articles/tarif' })
    assert.equal(await appealOf(somebody), 'gave')
    await mainstay.advance(300 * DAY_S)
    assert.equal(await appealOf(somebody), 'gave')
    await somebody.post('/reminders/cancel', {})
    assert.equal(await appealOf(somebody), 'shown')
  })

  test('a sensitive article shows no appeal', async () => {
    assert.equal(await appealOf(reader(), 'the-teacher-who-kept-the-register'), 'sensitive')
  })

  test('bad input gets a clear answer and changes nothing', async () => {
    const somebody = reader()
    const unknown = await somebody.post('/reminders', { after: '99y' })
    assert.equal(unknown.status, 422)
    assert.equal(unknown.headers['set-cookie'], undefined)
    for (const returnTo of [
      'https://elsewhere.example/',
      '//elsewhere.example',
      '/\\elsewhere.example',
      'javascript:alert(1)',
    ]) {
      assert.equal((await somebody.post('/reminders', { returnTo })).location, '/', returnTo)
    }
    const altered = reader()
    altered.cookies.set('r', `${somebody.cookies.get('r')?.slice(0, -3)}abc`)
    assert.equal(await appealOf(altered), 'shown', 'an altered cookie counts as none')
  })

  test('another site cannot snooze for a reader', async () => {
    const attempts: [Record<string, string>, number][] = [
      [{ 'sec-fetch-site': 'cross-site' }, 403],
      [{ 'sec-fetch-site': 'same-site' }, 403],
      [{ origin: 'https://elsewhere.example' }, 403],
      [{ origin: 'null' }, 403],
      [{ 'sec-fetch-site': 'same-origin' }, 303],
      [{ origin: mainstay.origin }, 303],
      [{}, 303],
    ]
    for (const [headers, status] of attempts) {
      assert.equal((await reader().post('/reminders', {}, headers)).status, status, JSON.stringify(headers))
    }
  })
}

for (const withoutRedis of [false, true])
  describeMainstay(`remind me later, kept in ${withoutRedis ? 'Postgres' : 'Redis'}`, cases, { withoutRedis })
