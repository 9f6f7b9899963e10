import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { SaxesParser } from 'saxes'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenReader } from '../../given/people/reader.ts'

const article = (number: number) => `---
title: Story ${number}
language: ru
section: life
authors: [ВЕРА Оксан]
tags: [Порт <Кесны> & Ко]
published: 2020-11-${String((number % 28) + 1).padStart(2, '0')}
---

Текст.
`

const parse = (xml: string): void => {
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.write(xml).close()
}

describeMainstay('tags and authors', (mainstay) => {
  const get = (path: string) => givenReader(mainstay.origin).get(path)
  const articlesOn = (html: string) =>
    [...html.matchAll(/<h2><a href="\/articles\/([\w-]+)"/g)].map(([, slug]) => slug)
  const path = (kind: string, name: string, home = '/') => `${home}${kind}/${encodeURIComponent(name)}`

  test('an article leads to the lists of its tags and authors, and those to it', async () => {
    for (const [slug, links] of [
      ['what-an-egg-costs', ['/tags/prices', '/tags/readers']],
      ['tarif', [path('tags', 'цены', '/ru/'), path('authors', 'томас-бренн', '/ru/')]],
      ['fariq-al-mina', [path('tags', 'كرة-القدم', '/ar/'), path('authors', 'إيليا-فيرو', '/ar/')]],
    ] as const) {
      const { text } = await get(`/articles/${slug}`)
      for (const link of links) {
        assert.ok(text.includes(`<bdi><a href="${link}">`), `${slug} has no link to ${link}`)
        const list = await get(link)
        assert.equal(list.status, 200, link)
        assert.ok(articlesOn(list.text).includes(slug), link)
        assert.doesNotMatch(list.text, /id="appeal"|data-appeal/)
        assert.match(list.text, new RegExp(`<link rel="canonical" href="[^"]*${link}"`))
      }
    }
    assert.match((await get('/tags/prices')).text, /<h1[^>]*><span class="kicker">Tag <\/span><bdi>Prices</)
    assert.deepEqual(articlesOn((await get('/tags/prices')).text).sort(), [
      'heat-by-the-spoonful',
      'what-an-egg-costs',
    ])
  })

  test('another spelling of an address is sent on, with its page; what no article has is not found', async () => {
    for (const [typed, to] of [
      ['/tags/PRICES?page=1', '/tags/prices?page=1'],
      ['/authors/Tomas%20Brenn/feed.xml', '/authors/tomas-brenn/feed.xml'],
      [path('tags', 'Цены', '/ru/'), path('tags', 'цены', '/ru/')],
      [path('tags', 'ЦЕНЫ', '/ru/').toLowerCase(), path('tags', 'цены', '/ru/')],
    ] as const) {
      const answer = await get(typed)
      assert.deepEqual([answer.status, answer.location], [301, to], typed)
    }
    for (const missing of [
      '/tags/nothing',
      '/tags/prices/feed',
      '/ru/tags/prices',
      '/authors/nobody/feed.xml',
      '/tags/!',
      '/tags/prices?page=2',
      path('tags', 'цены'),
    ])
      assert.equal((await get(missing)).status, 404, missing)
    assert.equal((await get('/tags/%E0%A4%A')).status, 400)
  })

  test('long lists have pages as sections do; feeds are well-formed, and the sitemap has every list', async () => {
    for (let number = 1; number <= 25; number++)
      await writeFile(`${mainstay.newsroom.path}/articles/story-${number}.md`, article(number))
    const list = path('tags', 'порт-кесны-ко', '/ru/')
    await mainstay.eventually(async () => {
      const [first, second] = [await get(list), await get(`${list}?page=2`)]
      assert.equal(new Set([...articlesOn(first.text), ...articlesOn(second.text)]).size, 25)
      assert.match(first.text, /<bdi>Порт &lt;Кесны> &amp; Ко</)
      assert.ok(first.text.includes(`<link rel="next" href="${list}?page=2"`))
    })
    const author = path('authors', 'вера-оксан', '/ru/')
    assert.match((await get(author)).text, /<bdi>В(ера|ЕРА) Оксан<\/bdi>/)
    for (const feed of [`${list}/feed.xml`, `${author}/feed.xml`]) {
      const { text, headers } = await get(feed)
      parse(text)
      assert.match(headers['content-type'] ?? '', /atom\+xml/)
      assert.ok(
        text.includes(`<link rel="self" type="application/atom+xml" href="${mainstay.origin}${feed}"`),
      )
      assert.match(text, /<title>[^<]+ · [^<]+<\/title>/)
    }
    const sitemap = (await get('/sitemap.xml')).text
    parse(sitemap)
    for (const each of [list, author, '/tags/prices'])
      assert.equal(sitemap.split(`${mainstay.origin}${each}<`).length, 2, each)
    assert.ok((await get(list)).text.includes(`type="application/atom+xml" href="${list}/feed.xml"`))
  })
})
