import assert from 'node:assert/strict'
import { appendFile, copyFile, rm, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { redisSnoozeStore } from '../../../src/snooze/redis-snooze-store.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenMainstay } from '../../given/mainstay.ts'
import { givenReader, type Reader } from '../../given/people/reader.ts'
import { readerHashOf } from '../../given/people/reader-hash.ts'

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

/** Cuts out what may depend on a reader: the place of the appeal, the link in the masthead and `data-appeal`. */
const withoutStatus = (html: string): string =>
  html
    .replace(
      /(?<=<\/article>)(?:<section (?:id="appeal"|class="reminder").*?<\/section>(?:<script src="\/assets\/appeal[^>]*><\/script>)?|<p class="reminder">.*?<\/p>)/s,
      '',
    )
    .replace(/<a class="masthead-support"[^>]*>[^<]*<\/a>/, '')
    .replace(/ data-appeal="[a-z]+"/, '')

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
    assert.match(english.text, /<html lang="en" dir="ltr">/)
    assert.match((await get('/articles/tarif')).text, /<html lang="ru" dir="ltr">/)
    const arabic = (await get('/articles/fariq-al-mina')).text
    assert.match(arabic, /<html lang="ar" dir="rtl">/)
    assert.match(arabic, /بقلم <bdi><a href="[^"]+">إيليا فيرو<\/a><\/bdi>/)
    assert.doesNotMatch(arabic, /rel="preload"/)
    assert.match((await get('/ar/')).text, /hreflang="ru"/)
  })

  test('feeds are Atom in each language, and the sitemap has every article', async () => {
    const feed = await get('/feed.xml')
    assert.match(feed.headers['content-type'] ?? '', /atom\+xml/)
    assert.match(feed.text, /<feed xmlns="http:\/\/www.w3.org\/2005\/Atom"/)
    assert.match((await get('/ru/feed.xml')).text, /Кран номер семь/)
    assert.match((await get('/ar/feed.xml')).text, /xml:lang="ar">[\s\S]*عمال الميناء/)
    const sitemap = await get('/sitemap.xml')
    assert.equal([...sitemap.text.matchAll(/<loc>[^<]*\/articles\//g)].length, 15)
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
        /"file":"bad-section.md","line":5,"reason":"section: is not one of newsroom.yaml: write harbour, /,
      ),
    )
    assert.equal((await get('/articles/bad-section')).status, 404)
    assert.equal((await get('/')).status, 200)
  })

  test('an article of a public newsroom keeps its notes, and what it loses is in the log', async () => {
    const text = article('', 'A claim.[^1]\n\n<iframe></iframe>\n\n[^1]: Its source.')
    await write('noted.markdown', text.replace(/^summary: .*\n/m, '').replace('published:', 'date:'))
    await mainstay.eventually(async () => assert.equal((await get('/articles/noted')).status, 200))
    const page = (await get('/articles/noted')).text
    assert.match(page, /<bdi><a href="\/authors\/mira-stolan">Mira Stolan<\/a><\/bdi>/)
    assert.match(page, /<meta name="description" content="A claim\."/)
    assert.doesNotMatch(page, /class="standfirst"/, 'its first sentence does not stand there twice')
    assert.match(page, /<section class="footnotes">[\s\S]*Its source\./)
    assert.match(mainstay.logged(), /"file":"noted.markdown","line":12,"reason":"<iframe> is left out/)
  })

  test('an article with a later date is not published yet', async () => {
    await write('tomorrow.md', article().replace('2020-11-21', '2099-01-01'))
    await write('today.md', article())
    await mainstay.eventually(async () => assert.equal((await get('/articles/today')).status, 200))
    assert.equal((await get('/articles/tomorrow')).status, 404)
    assert.doesNotMatch((await get('/feed.xml')).text, /tomorrow/)
  })

  test('by nothing but the appeal, the invitation in the masthead and data-appeal a page tells readers apart', async () => {
    assert.ok(mainstay.redis)
    const snoozes = redisSnoozeStore(mainstay.redis)
    const readers: Record<string, Reader> = { shown: givenReader(mainstay.origin) }
    for (const status of ['snoozed', 'supports', 'gave', 'canceled'] as const) {
      const reader = givenReader(mainstay.origin)
      await reader.post('/reminders', {})
      if (status !== 'snoozed') {
        const hash = readerHashOf(mainstay, reader)
        await reader.post('/reminders/cancel', {})
        const until = new Date(mainstay.now().getTime() + 86_400_000)
        await snoozes.writeSupporterStatus(hash, { status, until, version: 1 }, mainstay.now())
      }
      readers[status] = reader
    }
    const claimed = givenReader(mainstay.origin)
    await claimed.post('/reminders/given', {})
    readers['claimed'] = claimed
    for (const path of [
      '/articles/third-floor-second-door',
      '/articles/tarif',
      '/',
      '/ru/sections/courts',
      '/articles/nothing-here',
      '/ru/nothing-here',
      '/privacy?language=ru',
    ]) {
      const bare = new Set<string>()
      for (const [name, reader] of Object.entries(readers)) {
        const { text } = await reader.get(path)
        bare.add(withoutStatus(text))
        assert.equal(/class="masthead-support"/.test(text), name === 'shown', `${name} on ${path}`)
        assert.match(text, /<footer.*href="\/account\?language=(en|ru)"/s)
        const state = name === 'claimed' ? 'gave' : name
        if (/^\/articles\/t/.test(path)) assert.match(text, new RegExp(`data-appeal="${state}"`))
      }
      assert.equal(bare.size, 1, path)
    }
    for (const path of ['/sign-in', '/support/thanks?session_id=cs_1', '/account/nothing', '/Staff/nothing'])
      assert.doesNotMatch((await givenReader(mainstay.origin).get(path)).text, /masthead-support/, path)
    const refused = await givenReader(mainstay.origin).post('/articles/tarif', {})
    assert.equal(refused.status, 405)
    assert.doesNotMatch(refused.text, /masthead-support/)
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
    assert.match(
      text,
      /<img src="\/pictures\/\w+-960\.jpg" srcset="[^"]+" sizes="[^"]+" alt="near" width="1600"/,
    )
    assert.equal([...text.matchAll(/<h1/g)].length, 1)
  })

  test('an original is never served: a JPEG of it is, for ever, on any site, and without a script', async () => {
    const original = await get('/pictures/harbour.svg')
    assert.equal(original.status, 302)
    const answer = await get(original.location)
    assert.deepEqual([answer.status, answer.headers['content-type']], [200, 'image/jpeg'])
    assert.match(answer.headers['cache-control'] ?? '', /max-age=31536000, immutable/)
    assert.match(answer.headers['content-security-policy'] ?? '', /default-src 'none'; sandbox/)
    assert.equal(answer.headers['cross-origin-resource-policy'], 'cross-origin')
    assert.equal((await get(original.location.replace('-960', '-961'))).status, 404)
    assert.equal((await get('/icon.png')).headers['content-type'], 'image/png')
  })

  test('a picture of a draft or of a future article is not served by name until an article shows it', async () => {
    const folder = `${mainstay.newsroom.path}/pictures`
    for (const name of ['draft', 'future', 'text', 'letter'])
      await copyFile(`${folder}/river.svg`, `${folder}/${name}.svg`)
    await write('unfinished.md', article('draft: true\npicture: { file: draft.svg, alt: A }'))
    const later = article('picture: { file: future.svg, alt: A }', '![In](text.svg)')
    await write('later.md', later.replace(/published: .*/, 'published: 2026-12-31T10:00:00Z'))
    const letter = `${mainstay.newsroom.path}/appeal/en.md`
    await appendFile(letter, '\n\n![A](letter.svg)\n')
    const status = async (name: string) => (await get(`/pictures/${name}.svg`)).status
    await mainstay.eventually(async () => assert.equal(await status('letter'), 302))
    for (const name of ['draft', 'future', 'text']) assert.equal(await status(name), 404, name)
    await write('later.md', later)
    await mainstay.eventually(async () => assert.equal(await status('future'), 302))
    assert.equal(await status('text'), 302)
    assert.equal(await status('draft'), 404)
    assert.equal(await status('icon'), 302)
  })

  test('what was made of a picture goes with the last article that shows it, also under a kept address', async () => {
    const folder = `${mainstay.newsroom.path}/pictures`
    const drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60"><path d="M0 0h9v9z"/></svg>'
    for (const name of ['source', 'copy']) await writeFile(`${folder}/${name}.svg`, drawn)
    const showing = (file: string) => article(`picture: { file: ${file}.svg, alt: A }`)
    const status = async (path: string) => (await get(path)).status
    await write('with-source.md', showing('source'))
    await write('with-copy.md', showing('copy'))
    await mainstay.eventually(async () => {
      assert.equal(await status('/pictures/copy.svg'), 302)
      assert.equal(await status('/pictures/source.svg'), 302)
    })
    const kept = (await get('/pictures/source.svg')).location
    assert.equal(await status(kept), 200)
    const withdraw = (name: string) =>
      rm(`${mainstay.newsroom.path}/articles/${name}.md`).then(() =>
        mainstay.eventually(async () => assert.equal(await status(`/articles/${name}`), 404)),
      )
    await withdraw('with-source')
    assert.equal(await status(kept), 200, 'the copy is still shown')
    await withdraw('with-copy')
    assert.equal(await status(kept), 404)
    await write('with-source.md', showing('source'))
    await mainstay.eventually(async () => assert.equal(await status(kept), 200))
  })

  test('the picture of an article is shown in the fitting width, and by other sites in one size', async () => {
    await write('pictured.md', article('picture: { file: river.svg, alt: A river }'))
    await write('bare.md', article('picture: { file: gone.svg, alt: Nothing }'))
    await mainstay.eventually(async () => assert.equal((await get('/articles/bare')).status, 200))
    await mainstay.eventually(async () => assert.equal((await get('/articles/pictured')).status, 200))
    const { text } = await get('/articles/pictured')
    assert.match(text, /<source type="image\/webp" srcset="[^"]+-1600\.webp 1600w"/)
    assert.match(text, /<img [^>]+ alt="A river" width="1600" height="900" fetchpriority="high"/)
    assert.match(text, /<meta property="og:type" content="article"/)
    const preview = /<meta property="og:image" content="(http[^"]+-preview\.jpg)"/.exec(text)?.[1] ?? ''
    assert.match(text, /og:image:width" content="1200"\/><meta property="og:image:height" content="630"/)
    assert.equal((await fetch(preview)).headers.get('content-type'), 'image/jpeg')
    const bare = await get('/articles/bare')
    assert.doesNotMatch(bare.text, /<figure|gone/)
    assert.match(bare.text, /<meta property="og:image" content="http[^"]+-card\.jpg"/)
    assert.match(mainstay.logged(), /"file":"gone.svg","reason":"there is no such file/)
    const feed = await get('/feed.xml')
    const link = `${mainstay.origin}/pictures/`.replaceAll('/', '\\/')
    assert.match(feed.text, new RegExp(`img src=&quot;${link}\\w+-960\\.jpg&quot; alt=&quot;A river`))
    assert.match(feed.text, /&lt;p&gt;Text\.&lt;\/p&gt;/)
  })

  test('long lists have pages, each with its own address, and the sitemap names every article', async () => {
    const numbers = Array.from({ length: 42 }, (_, index) => index + 10)
    const day = (number: number) => `2019-01-01T10:${number}:00Z`
    for (const number of numbers)
      await write(`old-${number}.md`, article().replace(/published: .*/, `published: ${day(number)}`))
    const all = () => get('/sitemap.xml')
    await mainstay.eventually(async () =>
      assert.equal([...(await all()).text.matchAll(/\/articles\/old-/g)].length, numbers.length),
    )
    const seen = new Set<string>()
    let next: string | undefined = '/sections/life'
    for (const _ of numbers) {
      if (next === undefined) break
      const { text } = await get(next)
      const found = [...text.matchAll(/href="\/articles\/([a-z0-9-]+)"/g)]
      assert.ok(found.length <= 20)
      for (const [, slug = ''] of found) seen.add(slug)
      assert.match(text, new RegExp(`rel="canonical" href="${mainstay.origin}${next.replace('?', '\\?')}"`))
      next = /<link rel="next" href="([^"]+)"/.exec(text)?.[1]
    }
    for (const number of numbers) assert.ok(seen.has(`old-${number}`), `old-${number}`)
    assert.match((await get('/sections/life?page=2')).text, /<link rel="prev" href="\/sections\/life"/)
    assert.match((await get('/?page=2')).text, /Page 2 of 3/)
    for (const page of ['0', '9', 'x', '01']) assert.equal((await get(`/?page=${page}`)).status, 404, page)
  })

  test('search engines are told what they may read, and where all of it is listed', async () => {
    const { text, headers } = await get('/robots.txt')
    assert.match(headers['content-type'] ?? '', /text\/plain/)
    for (const path of ['/staff', '/account', '/support/', '/sign-in', '/manage/'])
      assert.ok(text.includes(`\nDisallow: ${path}\n`), path)
    assert.doesNotMatch(text, /Disallow: \/(articles|sections|pictures|ru)?\s/)
    assert.ok(text.includes(`\nSitemap: ${mainstay.origin}/sitemap.xml\n`))
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
    // -2: it expired meanwhile.
    assert.notEqual(await mainstay.redis?.pttl(key), -1, `${key} never expires`)
    kept.push(key, JSON.stringify(key.startsWith('limit:') ? '' : await mainstay.redis?.hgetall(key)))
  }
  const all = kept.join('\n')
  assert.ok(all.includes('"route":"/articles/:slug"'), 'requests are logged by their route')
  for (const secret of ['MARKER', '203.0.113.77', 'what-an-egg-costs', cookie])
    assert.ok(!all.includes(secret), secret)
})
