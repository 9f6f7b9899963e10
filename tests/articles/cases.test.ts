import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { parseArticle } from '../../src/articles/article-file.ts'
import { projectFile } from '../../src/platform/project-files.ts'
import { RULES } from './newsroom-rules.ts'

const articleOf = (name: string) => {
  const file = `${name}.md`
  const parsed = parseArticle(file, readFileSync(projectFile('tests/articles/cases', file)), RULES)
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.reason)
  assert.deepEqual(parsed.remarks, [], 'nothing is lost')
  return parsed
}

describe('small articles that lost something once', () => {
  test('brackets in title and summary stay text', () => {
    const { article } = articleOf('brackets')
    assert.equal(article.title, 'The minister answered <nothing> and left')
    assert.equal(article.summary, 'He wrote <b>no</b> on it.')
  })

  test('a title may hold a colon', () => assert.equal(articleOf('colon').article.title, 'Port: what we know'))

  test('a quoted summary may be wrapped at the first column', () =>
    assert.equal(
      articleOf('wrapped-quote').article.summary,
      'One sentence that is so long that its writer broke it, as many do.',
    ))

  test('links, bold letters, captions and pictures by address are kept', () => {
    const { article, pictures } = articleOf('marks')
    assert.match(article.html, /<a href="#the-law">To the law<\/a> and <b>bold<\/b>/)
    assert.match(article.html, /<h2 id="the-law">The law<\/h2>/)
    assert.match(
      article.html,
      /<figure><img src="\/pictures\/river\.svg" alt="A river" loading="lazy" \/><figcaption>Caption of it<\/figcaption><\/figure>/,
    )
    assert.match(article.html, /<img src="\/pictures\/river\.svg" alt="By its address"/)
    assert.deepEqual(
      pictures.map(({ file, line }) => [file, line]),
      [
        ['river.svg', 14],
        ['river.svg', 16],
      ],
    )
  })

  test('notes stand at the end, with links there and back', () => {
    const { html } = articleOf('notes').article
    for (const label of ['1', '2']) {
      assert.match(html, new RegExp(`<a id="footnote-ref-${label}" href="#footnote-${label}"`))
      assert.match(html, new RegExp(`<li id="footnote-${label}">[\\s\\S]*?<a href="#footnote-ref-${label}"`))
    }
    assert.match(html, /<h2 id="footnote-label">Notes<\/h2>[\s\S]*Annual report, page 12\.[\s\S]*Ibid\./)
    assert.match(html, /aria-label="Back to note 2 in the text"/)
  })

  test('numbers that open a paragraph are kept', () => {
    const { html } = articleOf('numbers').article
    assert.match(html, /<ol start="1986" class="long-numbers">\n<li>The year the plant was closed\.<\/li>/)
    assert.match(html, /<ol start="14">\n<li>The fourteenth[\s\S]*<li>The fifteenth stands/)
  })
})
