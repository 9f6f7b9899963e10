import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { excessInBar } from '../../../src/appeal/forms/bar-room.ts'
import type { Language } from '../../../src/messages/messages.ts'

test('a sentence of usual length fits in each language, and a long one says how much to cut', () => {
  const cases: [Language, string, number][] = [
    ['en', 'Readers pay for this work, from $2 a month.', 0],
    ['en', 'Nobody owns us. Readers pay for this, from $2 a month.', 0],
    ['en', 'No owner, no advertising: readers pay for this, from $2 a month.', 8],
    ['ru', 'За эту работу платят читатели, от 2\u00a0$ в месяц.', 0],
    ['ru', 'Без хозяев и рекламы: платят читатели, от 2\u00a0$ в месяц.', 9],
    ['ar', 'لا مالك لنا ولا إعلانات: القراء يدفعون، من 2\u00a0$ شهريًا.', 0],
    ['en', 'WAR '.repeat(15).trim(), 23],
  ]
  for (const [language, sentence, excess] of cases)
    assert.equal(excessInBar(sentence, language), excess, sentence)
})

test('a sentence that is cut as told fits', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 90 })
  fc.assert(
    fc.property(text, fc.constantFrom<Language[]>('en', 'ru', 'ar'), (sentence, language) => {
      const characters = [...sentence]
      const kept = characters.slice(0, characters.length - excessInBar(sentence, language))
      assert.equal(excessInBar(kept.join(''), language), 0)
    }),
    { numRuns: 200 },
  )
})
