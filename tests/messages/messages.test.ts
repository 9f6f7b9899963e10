import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { parse } from '@formatjs/icu-messageformat-parser'
import { formatDate } from '../../src/messages/dates.ts'
import { catalogues, LANGUAGES, type MessageKey, sayIn } from '../../src/messages/messages.ts'
import { projectFile } from '../../src/platform/project-files.ts'
import { argumentsOf, messageTypes } from './message-types.ts'
import { missingMessages } from './missing-messages.ts'

const keys = Object.keys(catalogues.en) as MessageKey[]

for (const language of LANGUAGES) {
  describe(`the catalogue in ${language}`, () => {
    const texts = Object.entries(catalogues[language])

    test('has well formed messages, and no other keys than the English one', () => {
      for (const [key, text] of texts) assert.doesNotThrow(() => parse(text), key)
      assert.deepEqual(
        texts.map(([key]) => key).filter((key) => !(key in catalogues.en)),
        [],
      )
    })

    test('uses the same values as the English one', () => {
      const names = (text: string) => [...argumentsOf(text).keys()].sort()
      for (const [key, text] of texts)
        assert.deepEqual(names(text), names(catalogues.en[key as MessageKey] ?? ''), key)
    })
  })
}

test('English and Russian lack nothing', () => {
  for (const language of ['en', 'ru'] as const)
    assert.deepEqual(
      keys.filter((key) => !(key in catalogues[language])),
      [],
      language,
    )
})

test('what a language lacks is said in a line, with the names of what readers see', () => {
  const en = { 'site.home': '', 'site.feed': '', 'thanks.words': '', 'inbox.title': '' }
  assert.deepEqual(missingMessages({ en, ar: { 'site.home': '', 'site.feed': '' }, ru: en }), [
    'en: all 4 messages',
    'ar: lacks 2 of 4 messages, 1 for staff, 1 for readers: thanks.words',
    'ru: all 4 messages',
  ])
})

test('Arabic messages use all six plural forms and isolate their values', () => {
  const say = sayIn('ar')
  const of = (count: number) => say('account.amount.month', { amount: '$5', count })
  const amount = '\u2068$5\u2069'
  assert.deepEqual(
    [of(1), of(2), of(3), of(11), of(100)],
    [
      `${amount} شهريًا`,
      `${amount} كل شهرين`,
      `${amount} كل 3 أشهر`,
      `${amount} كل 11 شهرًا`,
      `${amount} كل 100 شهر`,
    ],
  )
  assert.equal(sayIn('en')('support.title', { newsroom: 'كاسر' }), 'Support \u2068كاسر\u2069')
  assert.equal(sayIn('en')('support.title', { newsroom: 'Daily' }), 'Support Daily')
  assert.equal(formatDate(new Date('2026-11-22T12:00:00Z'), 'ar', 'UTC'), '22 نوفمبر 2026')
})

test('the types of the messages are those of their files', () => {
  const written = readFileSync(projectFile('src', 'messages', 'message-types.ts'), 'utf8')
  assert.equal(written, messageTypes(), 'type "npm run messages"')
})

test('a wrong key or a missing value is a mistake of the compiler', () => {
  const say = sayIn('en')
  // @ts-expect-error: there is no such message
  say('statement.nothing')
  // @ts-expect-error: the year is missing
  assert.throws(() => say('statement.title'))
})

test('Russian messages use the right plural forms', () => {
  const say = sayIn('ru')
  const of = (now: number) => say('supporters.sentence.same', { now }).split(':')[0]
  assert.deepEqual(
    [of(1), of(3), of(5), of(21)],
    [
      'Нас поддерживает 1 человек',
      'Нас поддерживают 3 человека',
      'Нас поддерживают 5 человек',
      'Нас поддерживает 21 человек',
    ],
  )
})

test('every message is used', () => {
  const sources = readdirSync(projectFile('src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && file !== path.join('messages', 'message-types.ts'))
    .map((file) => readFileSync(projectFile('src', file), 'utf8'))
    .join('\n')
  // Some keys are composed: errors.<because>, appeal.after.<choice>.
  const composed = [...sources.matchAll(/`([a-zA-Z.]+)\.\$\{/g)].map((match) => match[1] ?? '')
  const unused = keys.filter(
    (key) => !sources.includes(`'${key}'`) && !composed.some((prefix) => key.startsWith(`${prefix}.`)),
  )
  assert.deepEqual(unused, [])
})
