import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { type MessageFormatElement, parse } from '@formatjs/icu-messageformat-parser'
import { catalogues, LANGUAGES, type MessageKey, sayIn } from '../../src/messages/messages.ts'
import { projectFile } from '../../src/platform/project-files.ts'

const keys = Object.keys(catalogues.en) as MessageKey[]

const argumentsOf = (elements: MessageFormatElement[]): string[] =>
  elements.flatMap((element) => {
    if (element.type === 0 || element.type === 7) return []
    const own = 'value' in element ? [element.value] : []
    const inner =
      'options' in element
        ? Object.values(element.options).flatMap((option) => argumentsOf(option.value))
        : []
    return [...own, ...inner]
  })

for (const language of LANGUAGES) {
  describe(`the catalogue in ${language}`, () => {
    test('has every message, and each is well formed', () => {
      for (const key of keys) assert.doesNotThrow(() => parse(catalogues[language][key]), key)
      assert.deepEqual(Object.keys(catalogues[language]).sort(), [...keys].sort())
    })

    test('uses the same values as the other languages', () => {
      for (const key of keys) {
        const names = (text: string) => [...new Set(argumentsOf(parse(text)))].sort()
        assert.deepEqual(names(catalogues[language][key]), names(catalogues.en[key]), key)
      }
    })
  })
}

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
    .filter((file) => /\.tsx?$/.test(file) && !file.startsWith('messages'))
    .map((file) => readFileSync(projectFile('src', file), 'utf8'))
    .join('\n')
  // Some keys are composed: errors.<because>, appeal.after.<choice>.
  const composed = [...sources.matchAll(/`([a-zA-Z.]+)\.\$\{/g)].map((match) => match[1] ?? '')
  const unused = keys.filter(
    (key) => !sources.includes(`'${key}'`) && !composed.some((prefix) => key.startsWith(`${prefix}.`)),
  )
  assert.deepEqual(unused, [])
})
