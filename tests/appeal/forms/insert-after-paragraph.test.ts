import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { DomUtils, parseDocument } from 'htmlparser2'
import { insertAfterParagraph } from '../../../src/appeal/forms/insert-after-paragraph.ts'
import { renderMarkdown } from '../../../src/web/page/markdown.ts'

const LINE = '<p class="line">Line</p>'
const REST = '\n\nLast but one.\n\nLast.'

const insert = (html: string, paragraph: number): string =>
  insertAfterParagraph(html, { paragraph, inserted: LINE })

test('only paragraphs with words at the top level count', () => {
  const cases: [markdown: string, paragraph: number, before: RegExp][] = [
    ['One.', 1, /^<p>One\.<\/p>$/],
    ['One.\n\nTwo.\n\nThree.', 3, /<p>Three\.<\/p>$/],
    ['- a\n\n  b\n\n- c\n\n> quoted\n>\n> more\n\nOne.\n\nTwo.', 1, /<p>One\.<\/p>$/],
    ['![](harbour.svg)\n\n<figure><p>Words</p></figure>\n\nOne.', 1, /<p>One\.<\/p>$/],
    ['<div><p>Within</p></div>\n\nOne<br>with *words*.\n\nTwo.', 1, /with <em>words<\/em>\.<\/p>$/],
    ['## Heading\n\nOne.\n\n## Heading\n\nTwo.', 1, /<\/h2>\n<p>One\.<\/p>$/],
  ]
  for (const [markdown, paragraph, before] of cases) {
    const [start, ...rest] = insert(renderMarkdown(markdown + REST, 'en'), paragraph).split(LINE)
    assert.equal(rest.length, 1, markdown)
    assert.match(start ?? '', before)
  }
})

test('a text stays as it is unless two more paragraphs follow', () => {
  for (const markdown of [
    '',
    'One.',
    'One.\n\nTwo.',
    'One.\n\nTwo.\n\nThree.',
    'One.\n\nTwo.\n\n## Heading\n\n- a\n- b\n\n![](harbour.svg)\n\nThree.',
    'One.\n\nTwo.[^1]\n\n[^1]: A note.\n\n    With two paragraphs.',
    '> One.\n>\n> Two.\n>\n> Three.\n>\n> Four.',
  ]) {
    const html = renderMarkdown(markdown, 'en')
    assert.equal(insert(html, 2), html, markdown)
  }
})

const block = fc.constantFrom(
  ...['Words with *some* marks & `<p>`.', '## A heading', '- a\n- b', '- a\n\n  b', '> quoted\n>\n> twice'],
  ...['![a > b](harbour.svg)', '| a | b |\n|---|---|\n| c | d |', '<div><p>within</p>', '</div>', '<p>open'],
  ...[
    '<details><summary>s</summary>\n\nhidden\n\n</details>',
    '---',
    'Noted.[^1]',
    '[^1]: A note.\n\n    More.',
  ],
  ...[
    '<p title="a > b">titled</p>',
    '```\n<p>code</p>\n```',
    '<p></p>',
    '</p>',
    'a<br>b<wbr>c',
    '<ul><li><p>x',
  ],
)

/** Counts the top-level paragraphs with words by another parser. */
const paragraphsIn = (html: string): number =>
  parseDocument(html).children.filter(
    (node) => DomUtils.isTag(node) && node.name === 'p' && DomUtils.textContent(node).trim() !== '',
  ).length

test('whatever the article, the line stands behind its paragraph and nothing else changes', () => {
  fc.assert(
    fc.property(fc.array(block, { maxLength: 8 }), fc.integer({ min: 1, max: 5 }), (blocks, paragraph) => {
      const html = renderMarkdown(blocks.join('\n\n'), 'en')
      const changed = insert(html, paragraph)
      if (paragraphsIn(html) < paragraph + 2) return assert.equal(changed, html)
      const at = changed.indexOf(LINE)
      assert.equal(changed.slice(0, at) + changed.slice(at + LINE.length), html)
      assert.equal(paragraphsIn(html.slice(0, at)), paragraph)
      assert.match(html.slice(0, at), /<\/p>$/)
      return assert.equal(paragraphsIn(changed), paragraphsIn(html) + 1)
    }),
    { numRuns: 300 },
  )
})
