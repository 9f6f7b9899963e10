import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CampaignSettings } from '../../src/campaigns/settings/campaign-settings.ts'
import { settingsWarnings, type Warning } from '../../src/campaigns/settings/settings-warnings.ts'
import { someSettings } from './given-settings.ts'

const NOWHERE = { sections: [], tags: [], authors: [], countries: [] }
const SERVER = {
  languages: ['en'],
  knowsCountries: true,
  countsAppeals: true,
  articles: [
    { tags: ['Flood'], authors: ['Vera Oksan'], html: '<p>One.</p>' },
    {
      tags: ['Courts'],
      authors: ['Мира Столан'],
      html: '<p>One.</p><p>Two.</p><ul><li><p>Not one.</p></li></ul><p>Three.</p><p>Four.</p>',
    },
  ],
  today: '2026-11-22',
} as const

const goalSince = (since: string) => ({ currency: 'USD', target: 100_000, since }) as const

const CASES: [string, Partial<CampaignSettings>, Warning[]][] = [
  ['nothing special', {}, []],
  [
    'a misspelt tag and author',
    { only: { ...NOWHERE, tags: ['flood', 'Floods'], authors: ['Vera Oxan'] } },
    [
      { because: 'unknown-tag', found: 'Floods' },
      { because: 'unknown-author', found: 'Vera Oxan' },
    ],
  ],
  [
    'a misspelt tag that is excluded',
    { except: { ...NOWHERE, tags: ['Obituary'], authors: ['мира столан'] } },
    [{ because: 'unknown-tag', found: 'Obituary' }],
  ],
  ['a line after a paragraph that an article has', { form: 'line', afterParagraph: 2 }, []],
  [
    'a line after a paragraph that no article has',
    { form: 'line', afterParagraph: 3 },
    [{ because: 'no-such-paragraph', paragraph: 3 }],
  ],
  ['a letter with a number of a paragraph that it does not use', { afterParagraph: 40 }, []],
  ['a goal since today', { goal: goalSince('2026-11-22') }, []],
  ['a goal since tomorrow', { goal: goalSince('2026-11-23') }, [{ because: 'goal-later' }]],
  ['a goal since the day of a later start', { goal: goalSince('2026-12-01'), from: '2026-12-01T09:00' }, []],
  [
    'a goal since a day after a later start',
    { goal: goalSince('2026-12-02'), from: '2026-12-01T09:00' },
    [{ because: 'goal-later' }],
  ],
  [
    'a goal since a day between an earlier start and today',
    { goal: goalSince('2026-11-10'), from: '2026-11-01T09:00' },
    [],
  ],
]

for (const [name, changes, warnings] of CASES)
  test(`a campaign with ${name} has ${warnings.length === 0 ? 'no warning' : warnings.map(({ because }) => because).join(', ')}`, () => {
    assert.deepEqual(settingsWarnings(someSettings(changes), SERVER), warnings)
  })

test('countries without a header, caps without Redis, and a language without a text, are warnings', () => {
  const aimed = someSettings({
    only: { ...NOWHERE, countries: ['LV'] },
    caps: { shows: 1, days: 7, daysApart: 0 },
  })
  const unaware = { ...SERVER, languages: ['en', 'ru'], knowsCountries: false, countsAppeals: false } as const
  assert.deepEqual(settingsWarnings(aimed, unaware), [
    { because: 'not-in-language', language: 'ru' },
    { because: 'country-unknown' },
    { because: 'caps-unknown' },
  ])
  assert.deepEqual(settingsWarnings(aimed, SERVER), [])
})
