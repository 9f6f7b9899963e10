import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseArticle } from '../../src/articles/article-file.ts'
import { RULES } from './newsroom-rules.ts'

const LINES = [
  '---',
  'title: A story',
  'summary: About it.',
  'language: en',
  'section: life',
  'authors: [Somebody]',
  'published: 2026-11-20T08:00:00Z',
  'tags: [One]',
  '---',
  'Text.',
]
const parse = (lines: string[], file = 'a-story.md') => parseArticle(file, lines.join('\n'), RULES)
const replaced = (line: number, ...texts: string[]) =>
  LINES.flatMap((each, index) => (index === line - 1 ? texts : [each]))
const parsedOf = (lines: string[], file?: string) => {
  const parsed = parse(lines, file)
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.reason)
  return parsed
}

test('a valid file is parsed, with defaults for missing fields', () => {
  const { article, remarks } = parsedOf(LINES)
  assert.deepEqual([article.sensitive, article.appeal, article.html], [false, true, '<p>Text.</p>\n'])
  assert.deepEqual(remarks, [])
  assert.ok(parse(LINES.map((line) => `${line}\r`)).ok, 'Windows line ends are accepted')
  assert.ok(parse([`\uFEFF${LINES[0]}`, ...LINES.slice(1)]).ok, 'a byte order mark is ignored')
})

describe('a mistake names its line of the file, in a sentence without codes', () => {
  const cases: [string, string[], number, RegExp][] = [
    ['a title that is empty', replaced(2, 'title: ""'), 2, /title: is missing/],
    ['another language', replaced(4, 'language: tlh'), 4, /language: write en or ru/],
    ['an unknown section', replaced(5, 'section: gossip'), 5, /section: .* write life, power/],
    ['authors without a name that can be seen', replaced(6, 'authors: ["\\u0007"]'), 6, /authors/],
    ['authors in groups without names', replaced(6, 'authors: [{a: b}, [c]]'), 6, /authors/],
    ['a date with two meanings', replaced(7, 'published: 05/03/2026'), 7, /published: .*2026-11-20/],
    ['a day that does not exist', replaced(7, 'published: 2026-02-30'), 7, /published/],
    ['a mistyped field', replaced(8, 'sensitve: true'), 8, /sensitve: .*write sensitive/],
    ['neither true nor false', replaced(8, 'sensitive: perhaps'), 8, /sensitive: .*true or false/],
    ['a day on which another site takes it away', replaced(8, 'expiryDate: 2026-11-21'), 8, /draft: true/],
    ['front matter without an end in sight', [...LINES.slice(0, 8), 'x'.repeat(40_000), '---'], 1, /32 kB/],
    ['a list that does not close', replaced(6, 'authors: [Somebody'), 7, /column 1: .*\]/],
    ['a key that stands twice', replaced(8, 'title: Again'), 8, /column 1: .*second time/],
    ['an alias to nothing', replaced(2, 'title: *nothing'), 2, /\* means something else/],
    ['an anchor', replaced(2, 'title: &river rises'), 2, /& means something else/],
    ['a tab', replaced(8, 'tags:', '\t- One'), 9, /column 1: .*tab/],
    ['a quote that does not close', replaced(3, 'summary: "About it.'), 3, /column 10: the quote " /],
    ['a plain text wrapped at column 0', replaced(3, 'summary: About', 'it.'), 4, /column 1: .*indent it/],
    ['a name without a space', replaced(2, 'title:A story'), 2, /column 1: .*colon and a space/],
    ['front matter that does not close', LINES.slice(0, 8), 1, /not closed: write ---/],
    ['no front matter', ['Text.'], 1, /front matter/],
    ['front matter in JSON', ['{"title": "A"}', 'Text.'], 1, /JSON/],
    ['code for front matter', ['---js', '({})', '---', 'Text.'], 1, /front matter/],
    ['TOML that does not close', ['+++', 'title = "A', '+++', 'Text.'], 2, /column \d+: .*TOML/],
    ['deep quotes', [...LINES, '', `${'>'.repeat(5000)} deep`], 12, /nested too deeply/],
    ['deep lists', [...LINES, '', `${'- '.repeat(5000)}deep`], 12, /nested too deeply/],
    ['deep elements', [...LINES, '', '<div>'.repeat(5000)], 10, /nested too deeply/],
  ]
  for (const [name, lines, line, reason] of cases) {
    test(name, () => {
      const parsed = parse(lines)
      assert.ok(!parsed.ok)
      assert.deepEqual([parsed.line, reason.test(parsed.reason)], [line, true], parsed.reason)
      assert.doesNotMatch(parsed.reason, /[A-Z]+_[A-Z]+|\n/)
    })
  }
  test('a file name that cannot be part of a path gets a better one', () => {
    const parsed = parse(LINES, 'A story_2.md')
    assert.match(parsed.ok ? '' : parsed.reason, /name it a-story-2\.md/)
  })
})

describe('front matter of Jekyll and Hugo is taken where it has one meaning', () => {
  const titles: [string, string][] = [
    ['title: Port: what we know', 'Port: what we know'],
    ['title: "Yes" he said', '"Yes" he said'],
    ["title: 'It's here'", "It's here"],
    ['title: [Video] The river', '[Video] The river'],
    ['title: @river rises', '@river rises'],
    ['title: «Порт»: что мы знаем', '«Порт»: что мы знаем'],
    ['title: 1984', '1984'],
    ['title: "One\\u0007 two"', 'One two'],
    ['title: "A title\nthat is wrapped: here"', 'A title that is wrapped: here'],
    ["title: 'It''s\nwrapped'", "It's wrapped"],
  ]
  for (const [written, title] of titles)
    test(written, () => assert.equal(parsedOf(replaced(2, ...written.split('\n'))).article.title, title))

  test('author, date, description and categories stand for our own fields', () => {
    const { article } = parsedOf([
      ...['---', 'layout: post', 'title: A', 'description: D', 'lang: ru-RU', 'categories: [News, Власть]'],
      ...['author:', '  name: Анна Ли', 'date: 2026-11-20 10:00', 'lastmod: 2026-11-21', '---', 'Text.'],
    ])
    assert.deepEqual(
      [article.summary, article.language, article.section, article.authors],
      ['D', 'ru', 'power', ['Анна Ли']],
    )
    assert.equal(article.publishedAt.toISOString(), '2026-11-20T08:00:00.000Z')
    assert.equal(article.updatedAt?.toISOString(), '2026-11-20T22:00:00.000Z')
  })

  test('TOML between +++ is read', () => {
    const { article } = parsedOf([
      ...['+++', 'title = "A"', 'date = 2026-11-20T08:00:00+03:00', 'language = "en"', 'section = "life"'],
      ...['authors = ["Ann", "Bo"]', 'sensitive = true', '+++', 'Text.'],
    ])
    assert.deepEqual([article.authors, article.sensitive], [['Ann', 'Bo'], true])
    assert.equal(article.publishedAt.toISOString(), '2026-11-20T05:00:00.000Z')
  })

  test('the file name may hold the date', () => {
    const { article } = parsedOf(replaced(7), '2026-11-20-a-story.md')
    assert.equal(article.publishedAt.toISOString(), '2026-11-19T22:00:00.000Z')
  })

  test('a draft is none of the served, however it is written', () => {
    for (const line of ['draft: true', 'published: false'])
      assert.equal(parsedOf(replaced(7, line, 'date: 2026-11-20')).isDraft, true)
    assert.equal(parsedOf(replaced(8, 'draft: false')).isDraft, false)
    for (const line of ['status: draft', 'post_status: "Private"', 'visibility: hidden', 'private: true'])
      assert.deepEqual([line, parsedOf(replaced(8, line)).isDraft], [line, true])
    for (const line of ['status: publish', 'status: draft ready', 'hidden: false', 'private: "no"'])
      assert.deepEqual([line, parsedOf(replaced(8, line)).isDraft], [line, false])
  })

  test('without a summary the first sentences stand for it', () => {
    const text = '<aside></aside>\n\n![p](p.jpg)\n\n**One** [a](/b) & two.[^1] Три.\n\n[^1]: A note.'
    const { article } = parsedOf([...replaced(3).slice(0, -1), text])
    assert.deepEqual([article.summary, article.hasOwnSummary], ['One a & two. Три.', false])
    const long = parsedOf([...replaced(3).slice(0, -1), 'A sentence of words. '.repeat(100)])
    assert.match(long.article.summary, /^(A sentence of words\. ?){10,14}$/)
  })

  test('a picture is found by any address, and one without alt is named', () => {
    const { article, remarks } = parsedOf(replaced(8, 'image: /assets/2024/river.jpg'))
    assert.deepEqual(article.picture, { file: 'river.jpg', alt: '', caption: null })
    assert.match(remarks[0]?.reason ?? '', /image: it has no alt/)
  })
})

test('what front matter loses is named', () => {
  const { remarks } = parsedOf(
    replaced(8, 'podcast: x', 'picture: https://evil.example/x.png', 'tags: a # b'),
  )
  assert.deepEqual(
    remarks.map(({ line }) => line),
    [10, 8, 9],
  )
  assert.match(
    remarks.map(({ reason }) => reason).join('\n'),
    /comment[\s\S]*podcast: is left out[\s\S]*evil/,
  )
})

test('a file that is not UTF-8 is refused by its line', () => {
  const bytes = (text: string, ...more: number[]) => Buffer.concat([Buffer.from(text), Buffer.from(more)])
  const cases: [Uint8Array, number, RegExp][] = [
    [bytes('---\ntitle: ', 0xcf, 0xee, 0xf0, 0xf2), 2, /windows-1251/],
    [Buffer.from(`\uFEFF${LINES.join('\n')}`, 'utf16le'), 1, /UTF-16/],
    [Buffer.from(LINES.join('\n'), 'utf16le'), 1, /UTF-16/],
    [Buffer.alloc(2_000_001, 'a'), 1, /2 MB/],
  ]
  for (const [content, line, reason] of cases) {
    const parsed = parseArticle('a-story.md', content, RULES)
    assert.ok(!parsed.ok)
    assert.deepEqual([parsed.line, reason.test(parsed.reason)], [line, true], parsed.reason)
  }
})

test('control characters are left out and named', () => {
  const { article, remarks } = parsedOf([
    ...replaced(2, 'title: A\u0007 st\u0000ory'),
    'More\u001B text&#8;.',
  ])
  assert.deepEqual([article.title, article.html], ['A story', '<p>Text.\nMore text.</p>\n'])
  const escaped = parsedOf(replaced(2, 'title: "A\\u0007 story"'))
  assert.equal(escaped.article.title, 'A story')
  assert.deepEqual(escaped.remarks[0]?.line, 2)
  assert.deepEqual(
    remarks.map(({ line, reason }) => [line, reason.match(/U\+\w+/g)?.join(' ')]),
    [
      [2, 'U+0007 U+0000'],
      [11, 'U+001B U+0008'],
    ],
  )
})
