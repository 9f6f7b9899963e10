import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CampaignSettings, CampaignText } from '../../src/campaigns/settings/campaign-settings.ts'
import { settingsMistakes } from '../../src/campaigns/settings/settings-mistakes.ts'
import { SOME_RULES } from './given-rules.ts'
import { someSettings } from './given-settings.ts'

const NOWHERE = { sections: [], tags: [], authors: [], countries: [] }

const withText = (changes: Partial<CampaignText>): Partial<CampaignSettings> => {
  const { en } = someSettings().texts
  return { texts: en ? { en: { ...en, ...changes } } : {} }
}
const withAmounts = (
  minimum: number | null,
  presets: number[] | null,
  chosen: number | null,
): Partial<CampaignSettings> => ({ amounts: { USD: { monthly: { minimum, presets, chosen } } } })
const only = (changes: Partial<CampaignSettings['only']>) => ({ only: { ...NOWHERE, ...changes } })

/** The changes to settings without a mistake, and the one mistake that they make. */
const CASES: [
  string,
  Partial<CampaignSettings>,
  { field: string; because: string; [detail: string]: unknown },
][] = [
  ['no name', { name: '' }, { field: 'name', because: 'missing' }],
  ['a long name', { name: 'n'.repeat(91) }, { field: 'name', because: 'too-long', limit: 90 }],
  ['no text', { texts: {} }, { field: 'text.en.heading', because: 'no-text' }],
  ['a missing salutation', withText({ salutation: '' }), { field: 'text.en.salutation', because: 'missing' }],
  [
    'a long heading',
    withText({ heading: 'h'.repeat(91) }),
    { field: 'text.en.heading', because: 'too-long', limit: 90 },
  ],
  [
    'a long salutation',
    withText({ salutation: 's'.repeat(91) }),
    { field: 'text.en.salutation', because: 'too-long', limit: 90 },
  ],
  [
    'a long body',
    withText({ body: 'b'.repeat(4_001) }),
    { field: 'text.en.body', because: 'too-long', limit: 4_000 },
  ],
  [
    'a long ask',
    withText({ ask: `{minimum}${'a'.repeat(192)}` }),
    { field: 'text.en.ask', because: 'too-long', limit: 200 },
  ],
  [
    'a long signature',
    withText({ signature: 's'.repeat(121) }),
    { field: 'text.en.signature', because: 'too-long', limit: 120 },
  ],
  [
    'a long button',
    withText({ support: 'b'.repeat(25) }),
    { field: 'text.en.support', because: 'too-long', limit: 24 },
  ],
  [
    'a long sentence',
    withText({ line: 'l'.repeat(91) }),
    { field: 'text.en.line', because: 'too-long', limit: 90 },
  ],
  ['an ask without the minimum', withText({ ask: 'Give.' }), { field: 'text.en.ask', because: 'no-minimum' }],
  [
    'another placeholder in the ask',
    withText({ ask: 'From {minimum}, {name}!' }),
    { field: 'text.en.ask', because: 'placeholder', found: '{name}' },
  ],
  [
    'the minimum outside of the ask',
    withText({ heading: 'From {minimum}' }),
    { field: 'text.en.heading', because: 'placeholder', found: '{minimum}' },
  ],
  [
    'a lost brace',
    withText({ body: 'So } it is' }),
    { field: 'text.en.body', because: 'placeholder', found: '}' },
  ],
  [
    'an open brace',
    withText({ line: 'So {it is' }),
    { field: 'text.en.line', because: 'placeholder', found: '{it is' },
  ],
  [
    'a body of harmful HTML alone',
    withText({ body: '<script>alert(1)</script>' }),
    { field: 'text.en.body', because: 'no-words' },
  ],
  [
    'quotes without end',
    withText({ body: `${'> '.repeat(300)}deep` }),
    { field: 'text.en.body', because: 'too-deep' },
  ],
  [
    'a sentence too long for the bar',
    {
      ...withText({ line: 'No owner, no advertising: readers pay for this, from $2 a month.' }),
      form: 'bar',
    },
    { field: 'text.en.line', because: 'too-long-for-bar', excess: 8 },
  ],
  ['a line without its sentence', { form: 'line' }, { field: 'text.en.line', because: 'no-sentence' }],
  [
    'less than the newsroom takes',
    withAmounts(100, [200], 200),
    { field: 'amounts.USD.monthly.minimum', because: 'below-newsroom', minor: 200, currency: 'USD' },
  ],
  [
    'amounts below the campaign’s own minimum',
    withAmounts(400, [200, 500], 500),
    { field: 'amounts.USD.monthly.presets', because: 'preset-below', minor: 400, currency: 'USD' },
  ],
  [
    'more than the newsroom takes',
    withAmounts(200, [200, 600_000], 200),
    { field: 'amounts.USD.monthly.presets', because: 'preset-above', minor: 500_000, currency: 'USD' },
  ],
  [
    'a smallest monthly amount above the newsroom’s largest',
    withAmounts(600_000, null, null),
    { field: 'amounts.USD.monthly.minimum', because: 'above-newsroom', minor: 500_000, currency: 'USD' },
  ],
  [
    'a yearly amount above twelve months of the newsroom’s largest',
    { amounts: { USD: { yearly: { minimum: null, presets: [6_000_001], chosen: null } } } },
    { field: 'amounts.USD.yearly.presets', because: 'preset-above', minor: 6_000_000, currency: 'USD' },
  ],
  [
    'nine amounts',
    withAmounts(
      200,
      [2, 3, 4, 5, 6, 7, 8, 9, 10].map((each) => each * 100),
      200,
    ),
    { field: 'amounts.USD.monthly.presets', because: 'too-many', limit: 8 },
  ],
  [
    'a preselected amount that is not offered',
    withAmounts(200, [200, 500], 300),
    { field: 'amounts.USD.monthly.chosen', because: 'not-offered' },
  ],
  [
    'an end before the start',
    { from: '2026-12-01T10:00', to: '2026-12-01T10:00' },
    { field: 'to', because: 'end-before-start' },
  ],
  [
    'an hour that the clocks leave out',
    { from: '2026-03-29T03:30', to: '2026-03-29T04:30' },
    { field: 'to', because: 'end-before-start' },
  ],
  [
    'an unknown section',
    only({ sections: ['harbour', 'space'] }),
    { field: 'only.sections', because: 'unknown-section', found: 'space' },
  ],
  [
    'a country in words',
    only({ countries: ['LATVIA'] }),
    { field: 'only.countries', because: 'not-country', found: 'LATVIA' },
  ],
  [
    'a wrong code of a country',
    only({ countries: ['LV', 'UK'] }),
    { field: 'only.countries', because: 'not-country', found: 'UK' },
  ],
  [
    'a tag on both sides',
    { only: { ...NOWHERE, tags: ['Flood'] }, except: { ...NOWHERE, tags: ['Flood'] } },
    { field: 'except.tags', because: 'both', found: 'Flood' },
  ],
  [
    'a section on both sides',
    { only: { ...NOWHERE, sections: ['courts'] }, except: { ...NOWHERE, sections: ['courts'] } },
    { field: 'except.sections', because: 'both', found: 'courts' },
  ],
  [
    'a long author',
    only({ authors: ['a'.repeat(81)] }),
    { field: 'only.authors', because: 'too-long', limit: 80 },
  ],
  [
    'a code with a space',
    { codes: ['spring mail'] },
    { field: 'codes', because: 'not-code', found: 'spring mail' },
  ],
  [
    'a code with the name of the parameter',
    { codes: ['utm_campaign=winter'] },
    { field: 'codes', because: 'not-code', found: 'utm_campaign=winter' },
  ],
  ...['a+b', 'a%20b', 'a"b', 'a<b', 'a\\b', 'a\u0000b'].map((code): (typeof CASES)[number] => [
    `the code ${JSON.stringify(code)}`,
    { codes: [code] },
    { field: 'codes', because: 'not-code', found: code },
  ]),
  [
    'a bar for the first page of a visit',
    { ...withText({ line: 'Help us.' }), form: 'bar', visit: 'first' },
    { field: 'visit', because: 'bar-on-first' },
  ],
  [
    'a goal in a currency that the newsroom does not take',
    { goal: { currency: 'EUR', target: 100, since: '2026-11-01' } },
    { field: 'goal.currency', because: 'not-choice' },
  ],
  [
    'a goal below the largest amount that the newsroom offers',
    { goal: { currency: 'USD', target: 5_999, since: '2026-11-01' } },
    { field: 'goal.target', because: 'goal-too-small', minor: 6_000, currency: 'USD' },
  ],
]

for (const [name, changes, mistake] of CASES)
  test(`a campaign with ${name} is not saved: ${mistake.because}`, () => {
    assert.deepEqual(settingsMistakes(someSettings(changes), SOME_RULES), [mistake])
  })

const FINE: [string, Partial<CampaignSettings>][] = [
  ['nothing but a text', {}],
  ['texts as long as they may be', withText({ heading: '🙂'.repeat(90), body: 'ж'.repeat(4_000) })],
  [
    'a text in a language that the newsroom gave up',
    { texts: { ...someSettings().texts, ar: someSettings().texts.en } as never },
  ],
  ['an hour that the clocks show twice', { from: '2026-10-25T03:30', to: '2026-10-25T04:00' }],
  ['a long sentence for the line', { ...withText({ line: 'l'.repeat(90) }), form: 'line' }],
  ['a bar for later pages', { ...withText({ line: 'Help us.' }), form: 'bar', visit: 'later' }],
  ['amounts of its own', withAmounts(300, [300, 900], 900)],
  ['the newsroom’s amounts and another preselected', withAmounts(null, null, 1_000)],
  [
    'once and yearly amounts up to twelve months of the newsroom’s largest',
    {
      amounts: {
        USD: {
          once: { minimum: 600_000, presets: [600_000], chosen: null },
          yearly: { minimum: null, presets: [240_000, 6_000_000], chosen: 6_000_000 },
        },
      },
    },
  ],
  ['the minimum in the sentence of the line', withText({ line: 'From {minimum} you keep us going.' })],
  [
    'countries and codes',
    { ...only({ countries: ['LV', 'GB', 'XK'] }), codes: ['spring-mail', 'Весна_2026', 'a.b~c/d'] },
  ],
  [
    'a goal of the largest amount that the newsroom offers',
    { goal: { currency: 'USD', target: 6_000, since: '2026-11-01' } },
  ],
]

for (const [name, changes] of FINE)
  test(`a campaign with ${name} is saved`, () => {
    assert.deepEqual(settingsMistakes(someSettings(changes), SOME_RULES), [])
  })
