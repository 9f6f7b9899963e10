import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askWith, parseLetter } from '../../src/appeal/letter/letter.ts'

test('a letter that does not name the smallest amount is rejected', () => {
  const letter = (ask: string) => `---\nheading: H\nsalutation: S\nask: ${ask}\nsignature: W\n---\nText.\n`
  assert.equal(parseLetter(letter('From {minimum}.'), 'en').ok, true)
  assert.equal(parseLetter(letter('Please.'), 'en').ok, false)
  assert.equal(parseLetter('no front matter', 'en').ok, false)
  const odd = parseLetter(letter('"From {minimum}, {and} { more"'), 'en')
  assert.equal(odd.ok && askWith(odd.letter, '$2'), 'From $2, {and} { more')
})
