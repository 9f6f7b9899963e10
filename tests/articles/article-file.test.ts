import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseArticle } from '../../src/articles/article-file.ts'

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
const parse = (lines: string[], slug = 'a-story') => parseArticle(slug, lines.join('\n'), ['life'])
const replaced = (line: number, text: string) =>
  LINES.map((each, index) => (index === line - 1 ? text : each))

test('a valid file is parsed, with defaults for missing fields', () => {
  const parsed = parse(LINES)
  assert.ok(parsed.ok)
  assert.deepEqual(
    [parsed.article.sensitive, parsed.article.appeal, parsed.article.html],
    [false, true, '<p>Text.</p>\n'],
  )
  assert.ok(parse(LINES.map((line) => `${line}\r`)).ok, 'Windows line ends are accepted')
  assert.ok(parse([`\uFEFF${LINES[0]}`, ...LINES.slice(1)]).ok, 'a byte order mark is ignored')
})

describe('a mistake names its line of the file', () => {
  const cases: [string, string[], number, RegExp][] = [
    ['a title that is empty', replaced(2, 'title: ""'), 2, /title/],
    ['another language', replaced(4, 'language: tlh'), 4, /language/],
    ['an unknown section', replaced(5, 'section: gossip'), 5, /section/],
    ['authors that are no list', replaced(6, 'authors: Somebody'), 6, /authors/],
    ['a date without a time', replaced(7, 'published: 2026-11-20'), 7, /published/],
    ['an unknown field', replaced(8, 'sensitve: true'), 1, /sensitve/i],
    ['YAML that does not close', replaced(6, 'authors: [Somebody'), 7, /./],
    ['a key that stands twice', replaced(8, 'title: Again'), 8, /./],
    ['an alias to nothing', replaced(2, 'title: *nothing'), 1, /./],
    ['no front matter', ['Text.'], 1, /front matter/],
    ['code for front matter', ['---js', '({})', '---', 'Text.'], 1, /front matter/],
  ]
  for (const [name, lines, line, reason] of cases) {
    test(name, () => {
      const parsed = parse(lines)
      assert.ok(!parsed.ok)
      assert.deepEqual([parsed.line, reason.test(parsed.reason)], [line, true], parsed.reason)
    })
  }
  test('a file name that cannot be part of a path', () => assert.equal(parse(LINES, 'A story').ok, false))
})
