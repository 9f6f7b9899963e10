import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Article } from '../../src/articles/article.ts'
import { parseArticle } from '../../src/articles/article-file.ts'
import { roundsOf } from '../given/depth.ts'
import { RULES } from './newsroom-rules.ts'
import { makePublicFile, type PublicFile, randomFrom } from './public-shapes.ts'

const SEED = 17

const assertWhole = (file: PublicFile, article: Article, text: string): void => {
  const shown = [article.title, article.summary, ...article.authors, article.picture?.alt, article.html].join(
    '\n',
  )
  for (const word of file.words) assert.ok(shown.includes(word), `${word} is lost in\n${text}`)
  for (const number of file.numbers)
    assert.match(article.html, new RegExp(`<(ol start|li value)="${number}"`), text)
  for (const picture of file.pictures)
    assert.ok(article.html.includes(`src="/pictures/${picture}"`), `${picture} is lost in\n${text}`)
  assert.equal(article.html.match(/<li id="footnote-/g)?.length ?? 0, file.notes, text)
}

test('200 articles in the shapes of public ones lose nothing that is not named', () => {
  const random = randomFrom(SEED)
  const count = roundsOf(200, 5000)
  let refused = 0
  for (let index = 0; index < count; index += 1) {
    const file = makePublicFile(index, random)
    const text = Buffer.from(file.content).toString()
    const parsed = parseArticle(file.name, file.content, RULES)
    if (!parsed.ok) {
      assert.ok(!file.isUtf8, `${file.name}:${parsed.line}: ${parsed.reason}\n${text}`)
      assert.match(parsed.reason, /UTF-8/)
      refused += 1
      continue
    }
    assert.ok(file.isUtf8)
    assertWhole(file, parsed.article, text)
    assert.deepEqual(
      parsed.remarks.map(({ line }) => line),
      file.lostLines,
      `${parsed.remarks.map(({ line, reason }) => `${line}: ${reason}`).join('\n')}\n${text}`,
    )
  }
  assert.ok(refused >= count / 40, 'files in windows-1251 were among them')
})
