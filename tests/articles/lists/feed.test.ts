import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { changedAt } from '../../../src/articles/article.ts'
import { type AtomEntry, atom } from '../../../src/articles/lists/atom.ts'

type Parsed = { texts: Map<string, string[]>; terms: string[] }

/** Parses XML strictly: anything that is not well-formed throws. */
const parseXml = (xml: string): Parsed => {
  const texts = new Map<string, string[]>()
  const terms: string[] = []
  const open: { name: string; text: string }[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    open.push({ name, text: '' })
    if (name === 'category') terms.push(String(attributes['term']))
  })
  parser.on('text', (text) => {
    const last = open.at(-1)
    if (last) last.text += text
  })
  parser.on('closetag', () => {
    const closed = open.pop()
    if (closed) texts.set(closed.name, [...(texts.get(closed.name) ?? []), closed.text])
  })
  parser.write(xml).close()
  return { texts, terms }
}

const AT = new Date('2026-11-20T08:00:00Z')
const entry = (changes: Partial<AtomEntry>): AtomEntry => ({
  link: 'https://news.example/articles/a',
  title: 'A title',
  summary: 'A summary',
  content: '<p>Text</p>',
  authors: ['Mira'],
  tags: ['One'],
  publishedAt: AT,
  updatedAt: AT,
  ...changes,
})
const feed = (entries: AtomEntry[], title = 'The Breakwater') =>
  atom({
    home: 'https://news.example/',
    self: 'https://news.example/feed.xml',
    title,
    subtitle: 'A motto',
    language: 'en',
    entries,
  })

/** Leaves out of a text what XML cannot hold: control characters and halves of characters. */
const holdable = (text: string): string =>
  [...text]
    .filter((sign) => /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]$/u.test(sign))
    .join('')

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
  fc
    .array(
      fc.constantFrom(
        ']]>',
        '<![CDATA[',
        '<nothing>',
        '&amp;',
        '&',
        '&#0;',
        '<!--',
        '"',
        "'",
        '\u0000',
        '\u001b',
        '\ud800',
        '\ufffe',
        '\r\n',
        'Ж',
      ),
    )
    .map((parts) => parts.join('')),
)

test('whatever stands in an article, its feed is well-formed and gives the text back', () => {
  fc.assert(
    fc.property(anyText, anyText, (one, other) => {
      const { texts, terms } = parseXml(
        feed([entry({ title: one, summary: other, content: one, authors: [other], tags: [one] })], other),
      )
      assert.deepEqual(texts.get('title'), [other, one].map(holdable))
      assert.deepEqual(texts.get('summary'), [holdable(other)])
      assert.deepEqual(texts.get('content'), [holdable(one)])
      assert.deepEqual(texts.get('name'), [holdable(other)])
      assert.equal(terms.length, 1)
    }),
  )
})

test('the feed says when the latest article changed, also after a correction of an older one', () => {
  const corrected = new Date('2026-11-22T09:00:00Z')
  const { texts } = parseXml(
    feed([entry({}), entry({ publishedAt: new Date('2026-11-01T08:00:00Z'), updatedAt: corrected })]),
  )
  assert.deepEqual(
    texts.get('updated'),
    [corrected, AT, corrected].map((each) => each.toISOString()),
  )
})

test('an article changed when it was last corrected, and never before it was published', () => {
  const changed = (updatedAt: Date | null) => changedAt({ publishedAt: AT, updatedAt })
  const [before, later] = [new Date('2026-11-01T08:00:00Z'), new Date('2026-11-21T08:00:00Z')]
  assert.deepEqual([null, before, later].map(changed), [AT, AT, later])
})
