import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AppealDecision, decideAppeal } from '../../src/appeal/appeal-decision.ts'
import { askWith, parseLetter } from '../../src/appeal/letter.ts'
import type { Suppression } from '../../src/snooze/suppression.ts'

const ORDINARY = { sensitive: false, appeal: true }
const SHOWN: Suppression = { quiet: false, isReminderDue: false }
const SNOOZED: Suppression = { quiet: true, because: 'snoozed', until: new Date(), choice: '1m' }

const cases: [string, Parameters<typeof decideAppeal>[0], AppealDecision][] = [
  [
    'anyone is asked',
    { article: ORDINARY, hasLetter: true, quiet: SHOWN },
    { show: true, isReminder: false },
  ],
  [
    'who asked to be reminded is told so',
    { article: ORDINARY, hasLetter: true, quiet: { quiet: false, isReminderDue: true } },
    { show: true, isReminder: true },
  ],
  [
    'a sensitive article comes first',
    { article: { sensitive: true, appeal: false }, hasLetter: false, quiet: SNOOZED },
    { show: false, because: 'sensitive' },
  ],
  [
    'a veto',
    { article: { ...ORDINARY, appeal: false }, hasLetter: true, quiet: SHOWN },
    { show: false, because: 'off' },
  ],
  [
    'no letter in this language',
    { article: ORDINARY, hasLetter: false, quiet: SHOWN },
    { show: false, because: 'off' },
  ],
  ['snoozed', { article: ORDINARY, hasLetter: true, quiet: SNOOZED }, { show: false, because: 'snoozed' }],
  [
    'a supporter',
    { article: ORDINARY, hasLetter: true, quiet: { quiet: true, because: 'supports' } },
    { show: false, because: 'supports' },
  ],
  [
    'who says to give already',
    { article: ORDINARY, hasLetter: true, quiet: { ...SNOOZED, because: 'claimed' } },
    { show: false, because: 'gave' },
  ],
  [
    'unsure means quiet',
    { article: ORDINARY, hasLetter: true, quiet: { quiet: true, because: 'unsure' } },
    { show: false, because: 'unsure' },
  ],
]
for (const [name, asked, expected] of cases) test(name, () => assert.deepEqual(decideAppeal(asked), expected))

test('a letter that does not name the smallest amount is refused', () => {
  const letter = (ask: string) => `---\nheading: H\nsalutation: S\nask: ${ask}\nsignature: W\n---\nText.\n`
  assert.equal(parseLetter(letter('From {minimum}.')).ok, true)
  assert.equal(parseLetter(letter('Please.')).ok, false)
  assert.equal(parseLetter('no front matter').ok, false)
  const odd = parseLetter(letter('"From {minimum}, {and} { more"'))
  assert.equal(odd.ok && askWith(odd.letter, '$2'), 'From $2, {and} { more')
})
