import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Article } from '../../src/articles/article.ts'
import { findTopic, topicPath, topicSlug, topicSlugs } from '../../src/articles/topic.ts'
import type { Newsroom } from '../../src/web/page/newsroom.ts'

const newsroom = { languages: ['en', 'ru'] } as unknown as Newsroom
const article = (tags: string[], authors = ['Ann Lee']) => ({ tags, authors }) as unknown as Article

test('a tag in any script has an address, and capital and small letters have the same', () => {
  for (const [text, slug] of [
    ['Kesna port', 'kesna-port'],
    ['  ЦЕНЫ ', 'цены'],
    ['Порт  Кесны', 'порт-кесны'],
    ['كرة القدم', 'كرة-القدم'],
    ['a/b?c#d%2F..', 'a-b-c-d-2f'],
    ['йод'.normalize('NFD'), 'йод'],
    ['!?', ''],
    ['..', ''],
  ] as const)
    assert.equal(topicSlug(text), slug, text)
})

test('an address holds its language and is ASCII; a text without letters has none', () => {
  const place = { newsroom, language: 'ru', kind: 'tags' } as const
  assert.equal(topicPath(place, 'Цены'), '/ru/tags/%D1%86%D0%B5%D0%BD%D1%8B')
  assert.equal(topicPath({ ...place, language: 'en', kind: 'authors' }, 'Ann Lee'), '/authors/ann-lee')
  assert.equal(topicPath(place, '—'), null)
})

test('an address never leads elsewhere, whatever is in a tag, and its slug stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const slug = topicSlug(text)
      assert.equal(topicSlug(slug), slug)
      const path = topicPath({ newsroom, language: 'en', kind: 'tags' }, text)
      if (path === null) return
      assert.equal(new URL(path, 'https://news.example').pathname, path)
      assert.equal(decodeURIComponent(path), `/tags/${slug}`)
    }),
  )
})

test('a list has each article once, under the spelling of the newest', () => {
  const articles = [article(['PRICES', 'prices']), article(['Heating']), article(['Prices'])]
  const found = findTopic(articles, 'tags', 'prices')
  assert.equal(found?.name, 'PRICES')
  assert.deepEqual(found?.articles, [articles[0], articles[2]])
  assert.equal(findTopic(articles, 'tags', 'nothing'), null)
  assert.equal(findTopic([article(['!'])], 'tags', ''), null)
  assert.deepEqual(topicSlugs([...articles, article(['!'])], 'tags'), ['prices', 'heating'])
})
