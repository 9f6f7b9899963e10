import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { projectFile } from '../../src/platform/project-files.ts'
import { LONGEST_SENTENCE_WORDS, REFUSED_OPENINGS, REFUSED_WORDS } from './refused-words.ts'

// English messages have a test of their own below, and fixtures quote others.
const EXEMPT = /^src\/messages\/|^tests\/architecture\/refused-words\.ts$|\/dist\/|\/node_modules\//

const filesIn = (folder: string): string[] =>
  readdirSync(projectFile(folder), { recursive: true, encoding: 'utf8' }).map((file) =>
    path.posix.join(folder, ...file.split(path.sep)),
  )

const files = ['src', 'stripe-sandbox', 'tests']
  .flatMap(filesIn)
  .filter((file) => /\.(tsx?|js|css|sql)$/.test(file) && !EXEMPT.test(file))
  .map((file) => ({ file, text: readFileSync(projectFile(file), 'utf8') }))

/** The comments of a file as running text, without their marks. */
const commentsOf = (text: string): string[] => [
  ...[...text.matchAll(/\/\*\*?([\s\S]*?)\*\//g)].map(([, body = '']) => body.replace(/^\s*\* ?/gm, '')),
  ...[...text.matchAll(/(?:^[ \t]*\/\/.*\n)+/gm)].map(([body]) => body.replace(/^[ \t]*\/\/ ?/gm, '')),
]

// Samples and names of code keep the words of the tools they belong to.
const withoutCode = (text: string): string => text.replace(/```[\s\S]*?```|`[^`]*`/g, 'x')

const plain = (comment: string): string =>
  comment
    .replace(/`[^`]*`/g, 'x')
    .replace(/\s+/g, ' ')
    .trim()

// Page texts that a test expects follow the messages.
const withoutPatterns = (text: string): string => text.replace(/\/(?:\\.|[^/\n\\])+\/[a-z]*(?=[,)])/g, '')

const findRefused = (place: string, text: string): string[] =>
  Object.keys(REFUSED_WORDS)
    .filter((word) => new RegExp(`\\b${word}s?\\b`, 'i').test(text))
    .map((word) => `${place}: "${word}", instead: ${REFUSED_WORDS[word]}`)

test('no word of the old style stands in code, comments or test titles', () => {
  const found = files.flatMap(({ file, text }) => findRefused(file, withoutPatterns(text)))
  assert.deepEqual(found, [])
})

test('no word of the old style stands in docs', () => {
  const docs = ['README.md', 'CHANGELOG.md', ...filesIn('docs').filter((file) => file.endsWith('.md'))]
  assert.ok(docs.length > 40)
  const found = docs.flatMap((file) =>
    findRefused(file, withoutCode(readFileSync(projectFile(file), 'utf8')).replace(/\s+/g, ' ')),
  )
  assert.deepEqual(found, [])
})

test('no word of the old style stands in the English messages', () => {
  const messages: Record<string, string> = JSON.parse(
    readFileSync(projectFile('src/messages/en.json'), 'utf8'),
  )
  const found = Object.entries(messages).flatMap(([key, text]) => findRefused(key, text))
  assert.deepEqual(found, [])
})

test('comments start with a subject or a verb', () => {
  const opening = new RegExp(`^(${REFUSED_OPENINGS.join('|')})\\b`)
  const found = files.flatMap(({ file, text }) =>
    commentsOf(text)
      .map(plain)
      .filter((comment) => opening.test(comment))
      .map((comment) => `${file}: ${comment}`),
  )
  assert.deepEqual(found, [])
})

test(`a sentence of a comment has at most ${LONGEST_SENTENCE_WORDS} words`, () => {
  const sentences = files.flatMap(({ file, text }) =>
    commentsOf(text).flatMap((comment) =>
      comment
        .split(/\n\s*\n|\n\s*[-*] /)
        .flatMap((paragraph) => plain(paragraph).split(/(?<=[.?!]) /))
        .map((sentence) => ({ file, sentence })),
    ),
  )
  assert.ok(sentences.length > 500)
  const long = sentences.filter(({ sentence }) => sentence.split(' ').length > LONGEST_SENTENCE_WORDS)
  assert.deepEqual(long, [])
})
