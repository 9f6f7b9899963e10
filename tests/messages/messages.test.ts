import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { parse } from '@formatjs/icu-messageformat-parser'
import { catalogues, LANGUAGES, type MessageKey, sayIn } from '../../src/messages/messages.ts'
import { projectFile } from '../../src/platform/project-files.ts'
import { argumentsOf, messageTypes } from './message-types.ts'

const keys = Object.keys(catalogues.en) as MessageKey[]

const COMPLETE = ['en', 'ru'] as const

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

    test('says what it lacks', (context) => {
      const lacking = keys.filter((key) => !(key in catalogues[language]))
      context.diagnostic(
        lacking.length === 0
          ? 'lacks nothing'
          : `lacks ${lacking.length} of ${keys.length} messages: ${lacking.join(' ')}`,
      )
      if (COMPLETE.some((each) => each === language)) assert.deepEqual(lacking, [])
    })
  })
}

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
      'Нас поддерживают 1 человек',
      'Нас поддерживают 3 человека',
      'Нас поддерживают 5 человек',
      'Нас поддерживают 21 человек',
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
