import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseLength, parsePostedChoice, parseStoredChoice } from '../../../src/snooze/lengths/length.ts'

test('1 to 31 days and 1 to 12 months are lengths', () => {
  for (const text of ['1d', '7d', '14d', '31d', '1m', '3m', '12m']) assert.equal(parseLength(text), text)
})

test('everything else is none', () => {
  const texts = [
    '',
    '0d',
    '32d',
    '0m',
    '13m',
    '99y',
    '07d',
    '7',
    'd',
    '7D',
    ' 7d',
    '7d ',
    '7d\n',
    '-7d',
    '1.5m',
    '1e1d',
  ]
  for (const text of [...texts, '٧d', '100d', 'never', 'given']) assert.equal(parseLength(text), null, text)
})

test('a reader may post a length or “never”, and not the claim that they give', () => {
  assert.deepEqual(['2m', 'never', 'given', '99y'].map(parsePostedChoice), ['2m', 'never', null, null])
})

test('all that a store keeps is understood, also of older versions, and the unknown is none', () => {
  const stored = ['7d', '1m', '3m', 'given', 'never', '2m', 'of-tomorrow', '', null, undefined]
  assert.deepEqual(stored.map(parseStoredChoice), [
    ...['7d', '1m', '3m', 'given', 'never', '2m'],
    ...[null, null, null, null],
  ])
})
