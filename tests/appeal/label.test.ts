import assert from 'node:assert/strict'
import { test } from 'node:test'
import { labelText, parseLabel } from '../../src/appeal/label.ts'
import { MAX_SLUG_LENGTH } from '../../src/web/page/newsroom.ts'

test('a label is read as it was written', () => {
  for (const label of [
    { campaign: 'letter', form: 'end', section: 'city', reminded: null },
    { campaign: '999999999', form: 'line', section: 'x'.repeat(MAX_SLUG_LENGTH), reminded: '2026-12' },
    { campaign: '17', form: 'bar', section: 'war-and-peace', reminded: '2026-12' },
  ] as const)
    assert.deepEqual(parseLabel(labelText(label)), label)
})

test('anything else is no label', () => {
  for (const text of [
    '',
    'letter',
    '0.end.city',
    '7.modal.city',
    '7.end.City',
    '7.end.city.2026-13',
    '7.end.city.x',
    'letter.end.city\n',
    `letter.end.${'x'.repeat(MAX_SLUG_LENGTH + 1)}`,
  ])
    assert.equal(parseLabel(text), null, text)
})
