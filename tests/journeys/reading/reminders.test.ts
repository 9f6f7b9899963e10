import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setSnoozeLengths } from '../../../src/campaigns/appeal-settings-store.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import type { GivenMainstay } from '../../given/mainstay.ts'
import { appealOf, givenReader, hiddenFields, type Reader } from '../../given/people/reader.ts'
import { TIME_ZONE, yearOf } from '../../given/start-at.ts'

const DAY_S = 86_400

const articleOf = async (reader: Reader): Promise<string> =>
  (await reader.get('/articles/third-floor-second-door')).text

/** Finds the form whose button reads so, with its hidden fields. */
const formWith = (html: string, button: RegExp): { action: string; fields: Record<string, string> } => {
  const form = html.split('<form').find((each) => button.test(/<button[^>]*>([^<]+)</.exec(each)?.[1] ?? ''))
  const action = /action="([^"]+)"/.exec(form ?? '')?.[1] ?? ''
  return { action, fields: hiddenFields(`<form${form}`, action) }
}

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
    const [, day = ''] = /Напомним ([^<]+)\./.exec((await somebody.get('/articles/tarif')).text) ?? []
    await mainstay.advance(27 * DAY_S)
    assert.equal(await appealOf(somebody), 'snoozed')
    await mainstay.advance(5 * DAY_S)
    assert.equal(await appealOf(somebody), 'shown')
    assert.ok((await somebody.get('/articles/tarif')).text.includes(`Вы просили напомнить ${day}.`), day)
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

  test('each length is named by its date in the language of the page, and a month is preselected', async () => {
    const offered: [string, string, (day: string) => string][] = [
      ['third-floor-second-door', 'en-GB', (day) => `Until ${day}`],
      ['tarif', 'ru', (day) => `До ${day.replace(' г.', ' года')}`],
    ]
    for (const [slug, locale, textOf] of offered) {
      const { text } = await reader().get(`/articles/${slug}`)
      const options = [...text.matchAll(/<option value="(\w+)"( selected)?>([^<]+)</g)]
      assert.deepEqual(
        options.map(([, length]) => length),
        ['7d', '1m', '3m'],
      )
      assert.deepEqual(
        options.map(([, , selected]) => selected !== undefined),
        [false, true, false],
      )
      const inAWeek = new Date(mainstay.now().getTime() + 7 * DAY_S * 1000)
      const isThisYear = yearOf(inAWeek) === yearOf(mainstay.now())
      const day = inAWeek.toLocaleDateString(locale, {
        timeZone: TIME_ZONE,
        day: 'numeric',
        month: 'long',
        ...(isThisYear ? {} : { year: 'numeric' }),
      })
      assert.equal(options[0]?.[3], textOf(day))
    }
  })

  test('the line offers undo, a longer date and never; each is a form of its own', async () => {
    const somebody = reader()
    const press = async (button: RegExp) => {
      const form = formWith(await articleOf(somebody), button)
      assert.equal((await somebody.post(form.action, form.fields)).status, 303)
      return articleOf(somebody)
    }
    await somebody.post('/reminders', { after: '7d' })
    const line = await articleOf(somebody)
    const [, longerDay = ''] = /Longer: until ([^<]+)</.exec(line) ?? []
    assert.ok((await press(/^Longer: until/)).includes(`Reminder set for ${longerDay}.`), longerDay)
    const longest = await press(/^Longer: until/)
    assert.doesNotMatch(longest, /Longer: until/, 'none is longer')
    const never = await press(/^Never on this browser$/)
    assert.match(
      never,
      /role="status"[^>]*><strong>We won’t ask in this browser until \d+ [A-Z][a-z]+ \d{4}\./,
    )
    assert.doesNotMatch(never, /Longer: until|Never on this browser|name="label"/)
    assert.match(await press(/^Undo$/), /data-appeal="shown"/)
  })

  test('a store that lost its entries keeps the silence, and its line stays true', async () => {
    const [never, week] = [reader(), reader()]
    await never.post('/reminders', { after: 'never' })
    await week.post('/reminders', { after: '7d' })
    const lineOf = async (somebody: Reader) =>
      /<p id="reminder"[^>]*>(.*?)<\/p>/.exec(await articleOf(somebody))?.[1] ?? ''
    const before = await lineOf(never)
    if (mainstay.redis) await mainstay.redis.flushall()
    else await mainstay.database.run('delete from appeal_suppressions')
    assert.equal(await lineOf(never), before)
    assert.doesNotMatch(await articleOf(never), /Longer: until|Never on this browser/)
    assert.match(await lineOf(week), /<strong>We won’t ask in this browser until \d+ [A-Z][a-z]+( \d+)?\./)
    assert.doesNotMatch(await lineOf(week), /Reminder set/)
  })

  test('“never” lasts 400 days, and then the appeal is back without a word of a reminder', async () => {
    const somebody = reader()
    await somebody.post('/reminders', { after: 'never' })
    for (const days of [150, 150, 99]) {
      await mainstay.advance(days * DAY_S)
      assert.equal(await appealOf(somebody), 'snoozed')
    }
    await mainstay.advance(2 * DAY_S)
    assert.equal(await appealOf(somebody), 'shown')
    assert.doesNotMatch(await articleOf(somebody), /You asked us/)
  })

  test('the reminder preselects the last choice, and after three in a row it is three months', async () => {
    const somebody = reader()
    for (const preselected of ['1m', '7d', '7d', '3m']) {
      assert.equal(/<option value="(\w+)" selected/.exec(await articleOf(somebody))?.[1], preselected)
      await somebody.post('/reminders', { after: '7d' })
      await mainstay.advance(8 * DAY_S)
    }
  })

  test('another offer of the newsroom is soon on the page, and moves no date that was given', async () => {
    const [somebody, other] = [reader(), reader()]
    await somebody.post('/reminders', { after: '7d' })
    const status = async () => /<p id="reminder"[^>]*>.*?<\/p>/.exec(await articleOf(somebody))?.[0]
    const given = await status()
    await mainstay.database.inTransaction((transaction) => setSnoozeLengths(transaction, ['14d', '6m']))
    await mainstay.eventually(async () =>
      assert.deepEqual(
        [...(await articleOf(other)).matchAll(/<option value="(\w+)"/g)].map(([, length]) => length),
        ['14d', '6m'],
      ),
    )
    assert.equal(await status(), given)
    assert.equal((await other.post('/reminders', { after: '3m' })).status, 303, 'an older page')
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
    for (const after of ['99y', '32d', '13m', '0d', 'given']) {
      const unknown = await somebody.post('/reminders', { after })
      assert.equal(unknown.status, 422, after)
      assert.equal(unknown.headers['set-cookie'], undefined)
    }
    const label = 'x'.repeat(81)
    assert.equal((await reader().post('/reminders', { after: '14d', label })).status, 303)
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
