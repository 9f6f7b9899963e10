import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { isStorable, storableJson, storableText } from '../../../src/platform/database/storable-text.ts'
import { projectFile } from '../../../src/platform/project-files.ts'

test('NUL and halves of surrogate pairs are replaced, everything else stays', () => {
  assert.equal(storableText('a\0b\ud800c\udfffd'), 'a\ufffdb\ufffdc\ufffdd')
  for (const text of ['', 'Ада', '🦭', 'a\nb', '\ufffd']) assert.equal(storableText(text), text)
})

test('the result is storable, and JSON of it has no escape that Postgres rejects', () => {
  const text = fc.string({ unit: 'binary' }).map((each) => `${each}\ud83d`)
  fc.assert(
    fc.property(text, (each) => {
      assert.ok(isStorable(storableText(each)))
      const json = storableJson([{ a: each }])
      assert.deepEqual(JSON.parse(json), [{ a: storableText(each) }])
      assert.doesNotMatch(json, /(?<!\\)(\\\\)*\\u(0000|d[89a-f])/i)
    }),
    { numRuns: 300 },
  )
})

test('stores hand JSON to statements only in storable form', () => {
  const stores = readdirSync(projectFile('src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('-store.ts'))
    .filter((file) => readFileSync(projectFile(path.join('src', file)), 'utf8').includes('JSON.stringify('))
  assert.deepEqual(stores, [])
})
