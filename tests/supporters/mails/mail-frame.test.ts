import assert from 'node:assert/strict'
import { test } from 'node:test'
import { projectFile } from '../../../src/platform/project-files.ts'
import { frameMail } from '../../../src/supporters/mails/mail-frame.ts'
import { readNewsroom } from '../../../src/web/page/newsroom.ts'
import { newSigningKeys } from '../../given/mainstay.ts'
import { START_AT } from '../../given/start-at.ts'

const newsroom = await readNewsroom(projectFile('config/newsroom'))
const CONTRIBUTION = {
  contribution: 'sub_1',
  planAmount: 500,
  planCurrency: 'USD',
  planInterval: 'month',
  planIntervalCount: 1,
  isEnded: false,
  canPause: true,
}

type Case = { facts?: Record<string, string | number | boolean>; isPlain?: boolean; contact?: string }

const framed = ({ facts = CONTRIBUTION, isPlain = false, contact }: Case, language: 'en' | 'ru' = 'en') =>
  frameMail({
    newsroom: { ...newsroom, mail: { ...newsroom.mail, contact: contact ?? null } },
    keys: newSigningKeys(),
    origin: () => 'https://breakwater.example',
    now: () => START_AT,
  })({
    paragraphs: ['What happened.'],
    facts,
    language,
    recipient: { address: 'reader@example.com', language: null, isPlain },
  }).map((each) => (typeof each === 'object' && 'label' in each ? each.label : String(each)))

test('a mail greets, names the contribution, says where to ask and is signed', () => {
  assert.deepEqual(framed({}), [
    'Hello,',
    'What happened.',
    'Your contribution to The Breakwater: $5 a month.',
    'Pause or cancel it without signing in (works for 60 days)',
    'Questions? Reply to this email.',
    'Best regards,\nThe Breakwater',
  ])
  assert.match(
    framed({}, 'ru').join(),
    /^Здравствуйте!.*Ваш взнос в поддержку редакции «Волнорез»: 5\s\$ в месяц/s,
  )
})

test('a discreet mail does not name the newsroom', () => {
  for (const language of ['en', 'ru'] as const)
    for (const facts of [CONTRIBUTION, { ...CONTRIBUTION, isEnded: true }, {}])
      assert.doesNotMatch(framed({ facts, isPlain: true }, language).join(), /Breakwater|Волнорез/)
})

test('the link offers only what its page can do', () => {
  const labelOf = (more: object) => framed({ facts: { ...CONTRIBUTION, ...more } })[3]
  assert.match(labelOf({ canPause: false }) ?? '', /^Cancel it/)
  assert.match(labelOf({ isEnded: true }) ?? '', /^Check that it has ended/)
})

test('a mail about no contribution has no such link; the contact is the one the newsroom names', () => {
  assert.deepEqual(framed({ facts: {}, contact: 'help@example.com' }), [
    'Hello,',
    'What happened.',
    'Questions? Write to help@example.com.',
    'Best regards,\nThe Breakwater',
  ])
})
