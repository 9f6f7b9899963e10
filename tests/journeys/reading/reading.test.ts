import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenMainstay } from '../../given/mainstay.ts'
import { givenReader } from '../../given/people/reader.ts'

const article = (changes = '', body = 'Text.') => `---
title: A new story
summary: What it is about.
language: en
section: life
authors: [Mira Stolan]
published: 2020-11-21T10:00:00Z
${changes}
---

${body}
`

describeMainstay('reading', (mainstay) => {
  const get = (path: string, headers?: Record<string, string>) =>
    givenReader(mainstay.origin).get(path, headers)
  const write = (name: string, text: string) => writeFile(`${mainstay.newsroom.path}/articles/${name}`, text)

  test('the front pages link their own language, newest first', async () => {
    const english = await get('/')
    const links = [...english.text.matchAll(/href="\/articles\/([a-z0-9-]+)"/g)].map((match) => match[1])
    assert.ok(new Set(links).size >= 8)
    assert.equal(links[0], 'the-harbour-that-counts-twice')
    assert.ok(!links.includes('tarif'))
    assert.match((await get('/ru/')).text, /href="\/articles\/tarif"/)
    assert.match(english.text, /<html lang="en">/)
    assert.match((await get('/articles/tarif')).text, /<html lang="ru">/)
  })

  test('feeds are Atom in each language, and the sitemap has every article', async () => {
    const feed = await get('/feed.xml')
    assert.match(feed.headers['content-type'] ?? '', /atom\+xml/)
    assert.match(feed.text, /<feed xmlns="http:\/\/www.w3.org\/2005\/Atom"/)
    assert.match((await get('/ru/feed.xml')).text, /Кран номер семь/)
    const sitemap = await get('/sitemap.xml')
    assert.equal([...sitemap.text.matchAll(/<loc>[^<]*\/articles\//g)].length, 13)
  })

  test('an article is cached privately, with a strong ETag that avoids sending it again', async () => {
    const first = await get('/articles/tarif')
    assert.equal(first.headers['cache-control'], 'private, no-cache')
    const tag = first.headers['etag'] ?? ''
    assert.match(tag, /^"/)
    assert.equal((await get('/articles/tarif', { 'if-none-match': tag })).status, 304)
  })

  test('new, changed and deleted files are picked up without a restart', async () => {
    await write('a-new-story.md', article())
    await mainstay.eventually(async () => assert.equal((await get('/articles/a-new-story')).status, 200))
    await write('a-new-story.md', article().replace('A new story', 'A newer story'))
    await mainstay.eventually(async () =>
      assert.match((await get('/articles/a-new-story')).text, /A newer story/),
    )
    await write('a-new-story.md', '---\ntitle: [broken\n---\n')
    await mainstay.eventually(() => assert.match(mainstay.logged(), /"file":"a-new-story.md"/))
    assert.match(
      (await get('/articles/a-new-story')).text,
      /A newer story/,
      'a mistake keeps the last good article',
    )
    await rm(`${mainstay.newsroom.path}/articles/a-new-story.md`)
    await mainstay.eventually(async () => assert.equal((await get('/articles/a-new-story')).status, 404))
  })

  test('a file with a mistake is logged with its line and skipped, and the rest is served', async () => {
    await write('bad-section.md', article().replace('section: life', 'section: gossip'))
    await mainstay.eventually(() =>
      assert.match(
        mainstay.logged(),
        /"file":"bad-section.md","line":5,"reason":"section: is not one of newsroom.yaml"/,
      ),
    )
    assert.equal((await get('/articles/bad-section')).status, 404)
    assert.equal((await get('/')).status, 200)
  })

  test('an article with a later date is not published yet', async () => {
    await write('tomorrow.md', article().replace('2020-11-21', '2099-01-01'))
    await write('today.md', article())
    await mainstay.eventually(async () => assert.equal((await get('/articles/today')).status, 200))
    assert.equal((await get('/articles/tomorrow')).status, 404)
    assert.doesNotMatch((await get('/feed.xml')).text, /tomorrow/)
  })

  test('a newsroom can turn the appeal off on an article', async () => {
    await write('vetoed.md', article('appeal: false'))
    await mainstay.eventually(async () =>
      assert.match((await get('/articles/vetoed')).text, /data-appeal="off"/),
    )
  })

  test('an article can run no script and load nothing from other origins', async () => {
    await write(
      'hostile.md',
      article(
        '',
        '# Heading\n\n<script>alert(1)</script><img src=x onerror=alert(1)><iframe src=//evil.example></iframe>\n\n![far](https://evil.example/p.png) ![near](river.svg) [a](javascript:alert(1)) <style>*{}</style>',
      ),
    )
    await mainstay.eventually(async () => assert.equal((await get('/articles/hostile')).status, 200))
    const { text } = await get('/articles/hostile')
    assert.doesNotMatch(text, /<script>|onerror|iframe|evil\.example|javascript:|<style/)
    assert.match(text, /<img src="\/pictures\/river.svg" alt="near" loading="lazy" \/>/)
    assert.equal([...text.matchAll(/<h1/g)].length, 1)
  })

  test('a picture opened by itself can run no script', async () => {
    const answer = await get('/pictures/harbour.svg')
    assert.equal(answer.status, 200)
    assert.match(answer.headers['content-security-policy'] ?? '', /default-src 'none'.*sandbox/)
  })

  test('an article with its appeal and style sheet is under 20 kB compressed', async () => {
    const { gzipSync } = await import('node:zlib')
    const page = await get('/articles/the-harbour-that-counts-twice')
    const style = await get(/href="(\/assets\/style[^"]+)"/.exec(page.text)?.[1] ?? '')
    const bytes = gzipSync(page.text).length + gzipSync(style.text).length
    assert.ok(bytes < 20_000, `${bytes} bytes`)
  })
})

test('no log line, table or response keeps an IP address, a user agent, a query, a cookie or what was read', async (context) => {
  const mainstay = await givenMainstay()
  context.after(mainstay.stop)
  const marked = givenReader(mainstay.origin)
  const headers = {
    'user-agent': 'MARKER-agent',
    referer: 'https://elsewhere.example/MARKER-referer',
    'x-forwarded-for': '203.0.113.77',
  }
  await marked.get('/articles/what-an-egg-costs?MARKER-query=1', headers)
  await marked.get('/MARKER-path', headers)
  await marked.post('/reminders', { returnTo: '/articles/what-an-egg-costs' }, headers)
  await marked.get('/articles/what-an-egg-costs', headers)
  await marked.post(
    '/support/checkouts',
    { frequency: 'once', currency: 'USD', amount: 'MARKER-amount' },
    headers,
  )
  await marked.post(
    '/support/checkouts',
    { frequency: 'once', currency: 'USD', amount: '5', via: 'letter' },
    headers,
  )
  await marked.post('/staff/sign-in', { name: 'MARKER-name', password: 'MARKER-password' }, headers)
  const cookie = marked.cookies.get('r') ?? 'none'
  const kept = [mainstay.logged()]
  const tables = await mainstay.database.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  )
  for (const { name } of tables) {
    const rows = await mainstay.database.query<{ row: string }>(`select t::text as row from ${name} t`)
    kept.push(...rows.map((each) => each.row))
  }
  for (const key of (await mainstay.redis?.keys('*')) ?? []) {
    assert.ok(((await mainstay.redis?.pttl(key)) ?? -1) > 0, `${key} never expires`)
    kept.push(key, JSON.stringify(key.startsWith('limit:') ? '' : await mainstay.redis?.hgetall(key)))
  }
  const all = kept.join('\n')
  assert.ok(all.includes('"route":"/articles/:slug"'), 'requests are logged by their route')
  for (const secret of ['MARKER', '203.0.113.77', 'what-an-egg-costs', cookie])
    assert.ok(!all.includes(secret), secret)
})
