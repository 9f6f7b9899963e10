import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { projectFile } from '../../../src/platform/project-files.ts'
import { renderText } from '../../../src/web/markdown/render-markdown.ts'
import { roundsOf } from '../../given/depth.ts'

const rendered = (markdown: string, language: 'en' | 'ru' = 'en', idPrefix = '') => {
  const result = renderText(markdown, language, idPrefix)
  assert.ok(result.ok, result.ok ? '' : result.reason)
  return result
}
const htmlOf = (markdown: string) => rendered(markdown).html
const remarksOf = (markdown: string) =>
  rendered(markdown).remarks.map(({ line, reason }) => `${line}: ${reason}`)

describe('lists keep the numbers that their author wrote', () => {
  const cases: [string, string][] = [
    ['1. a\n2. b', '<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n'],
    ['1. a\n1. b', '<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n'],
    ['14. a\n16. b', '<ol start="14">\n<li>a</li>\n<li value="16">b</li>\n</ol>\n'],
    ['1986. a\n14. b', '<ol start="1986" class="long-numbers">\n<li>a</li>\n<li value="14">b</li>\n</ol>\n'],
    ['0. a\n1. b', '<ol start="0">\n<li>a</li>\n<li>b</li>\n</ol>\n'],
    ['- [x] a\n- [ ] b', '<ul>\n<li>☑ a</li>\n<li>☐ b</li>\n</ul>\n'],
  ]
  for (const [markdown, html] of cases)
    test(JSON.stringify(markdown), () => assert.equal(htmlOf(markdown), html))
})

describe('footnotes', () => {
  test('have their heading and back links in the language of the article', () => {
    const { html } = rendered('Да.[^а]\n[^а]: Отчёт.', 'ru')
    assert.match(html, /<h2 id="footnote-label">Примечания<\/h2>/)
    assert.match(html, /aria-label="Вернуться к сноске 1 в тексте"/)
    const [, target] = /<sup><a id="[^"]*" href="#([^"]*)"/.exec(html) ?? []
    assert.ok(target && html.includes(`<li id="${target}">`))
  })

  test('a note with several references links back to each; one with paragraphs is whole', () => {
    const html = htmlOf('A[^1] B[^1]\n\n[^1]: First\n\n    Second `x`')
    assert.equal(html.match(/href="#footnote-ref-1(-2)?"/g)?.length, 2)
    assert.match(html, /First[\s\S]*Second <code>x<\/code>/)
  })

  test('a label with quotes breaks neither its links nor their names', () => {
    const html = htmlOf(`A[^"] B[^'$&]\n\n[^"]: First.\n\n[^'$&]: Second.`)
    const named = [...html.matchAll(/ aria-label="([^"]*)">/g)].map(([, name]) => name)
    assert.deepEqual(named, ['Back to note 1 in the text', 'Back to note 2 in the text'])
    const ids = new Set([...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id))
    for (const [, target = ''] of html.matchAll(/ href="#([^"]*)"/g)) assert.ok(ids.has(target), target)
  })

  test('lines right below a note belong to it, unless they begin something else', () => {
    const noteOf = (below: string) => {
      const html = htmlOf(`A[^1]\n\n[^1]: First\n${below}`)
      return /<li id="footnote-1">([\s\S]*?) <a /
        .exec(html)?.[1]
        ?.replace(/<[^>]*>/g, '')
        .trim()
    }
    const cases: [below: string, note: string][] = [
      ['second\nthird', 'First\nsecond\nthird'],
      ['second\n\nText', 'First\nsecond'],
      ['second\n\n    Third\n\nText', 'First\nsecond\nThird'],
      ['[^2]: Other', 'First'],
      ['## Heading', 'First'],
      ['- item', 'First'],
      ['> quote', 'First'],
      ['<p>HTML</p>', 'First'],
      ['    indented\nText', 'First\nindented'],
    ]
    for (const [below, note] of cases) assert.equal(noteOf(below), note, below)
    assert.match(htmlOf('A[^1]\n\n[^1]: First\nsecond\n\nText'), /<p>Text<\/p>[\s\S]*second/)
  })

  test('a note that no text refers to is kept and named, and so is a reference without a note', () => {
    const { html, remarks } = rendered('A[^9]\n\n[^8]: Kept.')
    assert.match(html, /A\[\^9\][\s\S]*Kept\./)
    assert.deepEqual(
      remarks.map(({ line }) => line),
      [1, 3],
    )
  })

  test('code that looks like a note is code', () =>
    assert.equal(htmlOf('`[^1]`'), '<p><code>[^1]</code></p>\n'))
})

describe('ids', () => {
  test('are unique on a page, also beside those of the frame', () => {
    const html = htmlOf('## Others\n\n## Others\n\n## Footnote 1\n\n<p id="others">x</p>\n\nA[^1]\n\n[^1]: B')
    const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
    assert.equal(new Set(ids).size, ids.length)
    assert.ok(!ids.includes('others'))
  })

  test('of a letter differ from those of every article on its page', () => {
    const text = '## Part\n\n[a](#part) A[^1]\n\n<p id="letter-part">x</p>\n\n[^1]: B'
    const idsOf = (html: string) => [...html.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id)
    const letter = rendered(text, 'en', 'letter-').html
    const ids = idsOf(letter)
    assert.ok(ids.length >= 5 && ids.every((id) => id.startsWith('letter-')), ids.join())
    assert.deepEqual(
      idsOf(htmlOf(text)).filter((id) => ids.includes(id)),
      [],
    )
    for (const [, id = ''] of letter.matchAll(/(?:href="#|describedby=")([^"]*)"/g))
      assert.ok(ids.includes(id), id)
  })

  test('links follow ids that were changed, written by hand or old anchors', () => {
    assert.match(htmlOf('[a](#others)\n\n## Others'), /href="#text-others"[\s\S]*id="text-others"/)
    assert.match(htmlOf('[a](#law)\n\n## The law {#law}'), /href="#law"[\s\S]*<h2 id="law">The law<\/h2>/)
    assert.match(htmlOf('[a](#x)\n\n<a name="x"></a>'), /href="#x"[\s\S]*<a id="x">/)
    assert.deepEqual(remarksOf('[a](#закон)\n\n## Закон'), [])
    assert.match(remarksOf('text\n[a](#nothing)')[0] ?? '', /^2: .*#nothing leads nowhere/)
  })

  test('every id of the frame around an article is known', () => {
    const views = readdirSync(projectFile('src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      /^(appeal|articles|snooze|web)\/.*\.tsx$/.test(file),
    )
    const ids = views.flatMap((file) =>
      [...readFileSync(projectFile('src', file), 'utf8').matchAll(/\bid="([^"]+)"/g)].map(
        ([, id = '']) => id,
      ),
    )
    assert.ok(ids.length > 5)
    const clashing = ids.filter((id) => htmlOf(`<p id="${id}">x</p>`).includes(`id="${id}"`))
    assert.deepEqual(clashing, [])
  })
})

describe('pictures are found by the usual addresses', () => {
  for (const address of [
    'x.jpg',
    './x.jpg',
    '../images/x.jpg',
    '/pictures/x.jpg',
    '/images/2024/x.jpg?w=100#a',
    '/assets/img/x.jpg',
    '{{ site.baseurl }}/images/x.jpg',
    '{{ site.url }}{{ site.baseurl }}/images/x.jpg',
    '{{ "/images/x.jpg" | relative_url }}',
  ])
    test(address, () => {
      for (const markdown of [
        `![A](${address})`,
        `<img src='${address}' alt="A">`,
        `![A][r]\n\n[r]: ${address}`,
      ])
        assert.match(htmlOf(markdown), /<img src="\/pictures\/x\.jpg" alt="A" loading="lazy" \/>/, markdown)
    })
  test('Hugo’s figure becomes a figure', () =>
    assert.equal(
      htmlOf('{{< figure src="images/x.jpg" alt="A \\"b\\"" caption="C" >}}'),
      '<figure><img src="/pictures/x.jpg" alt="A &quot;b&quot;" loading="lazy" /><figcaption>C</figcaption></figure>\n',
    ))
  test('pictures that load late are found', () =>
    assert.match(
      htmlOf('<img src="data:image/gif;base64,AA" data-src="/i/x.jpg">'),
      /src="\/pictures\/x\.jpg"/,
    ))
})

describe('what is dropped is named with its line', () => {
  const cases: [string, RegExp][] = [
    [
      'a\n\n<iframe src="https://v.example"></iframe>',
      /^3: <iframe> is left out with its text: write a link/,
    ],
    ['a\n\nb <![CDATA[secret]]> c', /^3: <!\[CDATA\[\]\]> is left out with its text: write the text alone/],
    ['a\n\n<a href="/\\host">y</a>', /^3: the link to \/\\host is left out/],
    ['a\n\n<a href="\\/host">y</a>', /^3: the link to \\\/host is left out/],
    ['a\n<script>x()</script>', /^2: <script> is left out/],
    ['a\n\nThe minister <nothing>', /^3: <nothing> is left out: write &lt;nothing>/],
    ['a\n\n![x](https://evil.example/x.png)', /^3: the picture https:\/\/evil\.example\/x\.png is left out/],
    ['a\n![x](notes.pdf)', /^2: the picture notes\.pdf/],
    ['[a](javascript:alert(1))', /^1: the link to javascript/],
    ['a\n\nb\n<b onclick="x">c</b>', /^4: onclick of <b>/],
    ['<p style="display: none">c</p>', /^1: <p> was hidden/],
    ['a\n\n{{< youtube abc >}}', /^3: \{\{< youtube abc >\}\} is left out/],
    ['a {% include x.html %} b', /^1: \{% include x\.html %\} is left out/],
    ['a\n\n- b\n- c <video src="x"></video>', /^4: <video> is left out/],
    ['A[^1]\n\n[^1]: x <embed src="y">', /^3: <embed> is left out/],
  ]
  for (const [markdown, remark] of cases)
    test(JSON.stringify(markdown), () => {
      const remarks = remarksOf(markdown)
      assert.equal(remarks.length, 1, remarks.join('\n'))
      assert.match(remarks[0] ?? '', remark)
    })

  test('a class or an alignment is named where it is first dropped', () => {
    const note = '<div class="note">a</div>\n\n<p align="center">b</p>\n\n<div class="note">c</div>'
    const remarks = remarksOf(note)
    assert.equal(remarks.length, 2)
    assert.match(remarks[0] ?? '', /^1: class "note" of <div> is left out/)
    assert.match(remarks[1] ?? '', /^3: align of <p> is left out/)
    for (const own of ['```js\na\n```', '| a |\n|:-:|\n| b |', 'A.[^1]\n\n[^1]: B.', '1986. A\n'])
      assert.deepEqual(remarksOf(own), [], own)
  })

  test('colours are dropped without a word, and templates in code are text', () => {
    const markdown = '<p style="color: red">a</p>\n\n`{% x %}`\n\n{: .wide}\n\n<!-- more -->'
    assert.deepEqual(remarksOf(markdown), [])
    assert.match(htmlOf(markdown), /<code>\{% x %\}<\/code>/)
  })

  test('blocks that are wider than a phone scroll by themselves', () => {
    assert.match(
      htmlOf('| a |\n|---|\n| b |'),
      /^<div class="wide" tabindex="0"><table>[\s\S]*<\/table>\n?<\/div>/,
    )
    assert.match(htmlOf('```\na\n```'), /^<pre tabindex="0">/)
  })
})

const KEPT = [
  'p',
  'b',
  'i',
  'figure',
  'figcaption',
  'details',
  'table',
  'sup',
  'span',
  'aside',
  'h3',
  'section',
]
const LOST = [
  'iframe',
  'script',
  'form',
  'button',
  'object',
  'video',
  'nothing',
  'svg',
  'style',
  'mainstay-dropped',
]

test('random HTML: an element is in the page or named, and nothing runs', () => {
  const piece = fc.oneof(
    fc.constantFrom(...KEPT, ...LOST).map((tag) => `<${tag} onload=x id=${tag}>w</${tag}>`),
    fc.constantFrom(
      '\n\n',
      ' text ',
      '**b** ',
      '[l](javascript:x)',
      '![p](//e.example/x.png)',
      '> ',
      '- ',
      '[^1]',
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const { html, remarks } = rendered(pieces.join(''))
      assert.doesNotMatch(
        html,
        /<(script|iframe|style|object|form|svg)|onload=|href="javascript:|src="[^"]*e\.example/,
      )
      const named = remarks.map(({ reason }) => reason).join('\n')
      for (const tag of LOST.filter(
        (each) => each !== 'mainstay-dropped' && pieces.join('').includes(`<${each} `),
      ))
        assert.ok(
          named.includes(`<${tag}>`) || html.includes(`&lt;${tag}`) || /with its text/.test(named),
          `${tag} is named`,
        )
      for (const tag of KEPT.filter((each) => pieces.join('').includes(`<${each} `)))
        assert.ok(
          html.includes(`<${tag}`) || html.includes(`&lt;${tag}`) || /with its text/.test(named),
          `${tag} is kept`,
        )
    }),
    { numRuns: roundsOf(150, 5000) },
  )
})

test('a text with thousands of equal ids and of drops is rendered, each drop with its line', () => {
  const { html, remarks } = rendered('<span id="a">x</span><form></form>\n\n'.repeat(40_000))
  assert.match(html, /<span id="a-40000">/)
  assert.deepEqual([remarks.length, remarks.at(0)?.line, remarks.at(-1)?.line], [40_000, 1, 79_999])
})
