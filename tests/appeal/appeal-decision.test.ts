import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AppealDecision, decideAppeal } from '../../src/appeal/appeal-decision.ts'
import { askWith, parseLetter } from '../../src/appeal/letter.ts'
import type { Suppression } from '../../src/snooze/suppression.ts'

const ORDINARY = { sensitive: false, appeal: true }
const SHOWN: Suppression = { isSuppressed: false, isReminderDue: false }
const SNOOZED: Suppression = { isSuppressed: true, because: 'snoozed', until: new Date(), choice: '1m' }

const cases: [string, Parameters<typeof decideAppeal>[0], AppealDecision][] = [
  [
    'an unknown reader sees the appeal',
    { article: ORDINARY, hasLetter: true, suppression: SHOWN },
    { show: true, isReminder: false },
  ],
  [
    'a reader who asked for a reminder sees it as one',
    { article: ORDINARY, hasLetter: true, suppression: { isSuppressed: false, isReminderDue: true } },
    { show: true, isReminder: true },
  ],
  [
    'a sensitive article comes first',
    { article: { sensitive: true, appeal: false }, hasLetter: false, suppression: SNOOZED },
    { show: false, because: 'sensitive' },
  ],
  [
    'a veto',
    { article: { ...ORDINARY, appeal: false }, hasLetter: true, suppression: SHOWN },
    { show: false, because: 'off' },
  ],
  [
    'no letter in this language',
    { article: ORDINARY, hasLetter: false, suppression: SHOWN },
    { show: false, because: 'off' },
  ],
  [
    'snoozed',
    { article: ORDINARY, hasLetter: true, suppression: SNOOZED },
    { show: false, because: 'snoozed' },
  ],
  [
    'a supporter',
    { article: ORDINARY, hasLetter: true, suppression: { isSuppressed: true, because: 'supports' } },
    { show: false, because: 'supports' },
  ],
  [
    'a reader who said they already give',
    { article: ORDINARY, hasLetter: true, suppression: { ...SNOOZED, because: 'claimed' } },
    { show: false, because: 'gave' },
  ],
  [
    'unsure suppresses the appeal',
    { article: ORDINARY, hasLetter: true, suppression: { isSuppressed: true, because: 'unsure' } },
    { show: false, because: 'unsure' },
  ],
]
for (const [name, asked, expected] of cases) test(name, () => assert.deepEqual(decideAppeal(asked), expected))

test('a letter that does not name the smallest amount is rejected', () => {
  const letter = (ask: string) => `---\nheading: H\nsalutation: S\nask: ${ask}\nsignature: W\n---\nText.\n`
  assert.equal(parseLetter(letter('From {minimum}.')).ok, true)
  assert.equal(parseLetter(letter('Please.')).ok, false)
  assert.equal(parseLetter('no front matter').ok, false)
  const odd = parseLetter(letter('"From {minimum}, {and} { more"'))
  assert.equal(odd.ok && askWith(odd.letter, '$2'), 'From $2, {and} { more')
})
