import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EMPTY_FORM, type FormValues, formValuesOf } from '../../src/campaigns/form/form-values.ts'
import { parseForm } from '../../src/campaigns/form/parse-form.ts'
import { readForm } from '../../src/campaigns/form/read-form.ts'
import type { CampaignSettings } from '../../src/campaigns/settings/campaign-settings.ts'
import { parseLengths } from '../../src/campaigns/settings/lengths.ts'
import { SOME_RULES } from './given-rules.ts'
import { someSettings } from './given-settings.ts'

const FILLED: FormValues = { ...EMPTY_FORM, ...formValuesOf(someSettings()) }

const settingsOf = (changes: FormValues): CampaignSettings => {
  const parsed = parseForm({ ...FILLED, ...changes }, SOME_RULES)
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return parsed.settings
}
const mistakesOf = (changes: FormValues) => {
  const parsed = parseForm({ ...FILLED, ...changes }, SOME_RULES)
  assert.ok(!parsed.ok)
  return parsed.mistakes
}

const FULL = someSettings({
  form: 'line',
  afterParagraph: 5,
  priority: 70,
  from: '2026-12-01T09:30',
  to: '2026-12-24T00:00',
  texts: {
    en: {
      heading: 'A heading',
      salutation: 'Dear reader,',
      body: 'One.\n\nTwo.',
      ask: 'From {minimum}.',
      signature: 'We',
      support: 'Join us',
      line: 'A line.',
    },
  },
  amounts: { USD: { monthly: { minimum: 250, presets: [250, 500], chosen: 500 } } },
  only: { sections: ['harbour'], tags: ['Flood'], authors: ['Vera Oksan'], countries: ['LV', 'LT'] },
  except: { sections: ['courts'], tags: ['Death'], authors: [], countries: [] },
  codes: ['spring', 'summer'],
  visit: 'later',
  caps: { shows: 4, days: 30, daysApart: 3 },
  goal: { currency: 'USD', target: 1_000_000, since: '2026-11-01' },
})

test('settings come back from the form as they went into it', () => {
  for (const settings of [someSettings(), FULL])
    assert.deepEqual(parseForm({ ...EMPTY_FORM, ...formValuesOf(settings) }, SOME_RULES), {
      ok: true,
      settings,
    })
})

test('an empty form has a mistake for the name and for the text', () => {
  const parsed = parseForm(EMPTY_FORM, SOME_RULES)
  assert.deepEqual(parsed.ok || parsed.mistakes, [
    { field: 'name', because: 'missing' },
    { field: 'text.en.heading', because: 'no-text' },
  ])
})

test('single lines lose line breaks and a letter keeps its own', () => {
  const { texts } = settingsOf({ 'text.en.heading': 'One\nline', 'text.en.body': ' One.\n\nTwo. ' })
  assert.equal(texts.en?.heading, 'One line')
  assert.equal(texts.en?.body, 'One.\n\nTwo.')
})

const AMOUNTS: [typed: FormValues, expected: unknown][] = [
  [{ presets: '2, 5, 10, 25' }, { minimum: null, presets: [200, 500, 1_000, 2_500], chosen: null }],
  [{ presets: '10 5;2.50' }, { minimum: null, presets: [250, 500, 1_000], chosen: null }],
  [{ presets: '٥، ١٠' }, { minimum: null, presets: [500, 1_000], chosen: null }],
  [{ presets: '5, 5' }, { minimum: null, presets: [500], chosen: null }],
  [{ minimum: '4,50' }, { minimum: 450, presets: null, chosen: null }],
  [{ chosen: '10' }, { minimum: null, presets: null, chosen: 1_000 }],
]

for (const [typed, expected] of AMOUNTS)
  test(`amounts ${JSON.stringify(typed)} leave the rest to the newsroom`, () => {
    const fields = Object.entries(typed).map(([part, text]) => [`amounts.USD.monthly.${part}`, text])
    const settings = settingsOf(Object.fromEntries(fields))
    assert.deepEqual(settings.amounts, { USD: { monthly: expected } })
    const again = { ...EMPTY_FORM, ...formValuesOf(settings) }
    assert.deepEqual(parseForm(again, SOME_RULES), { ok: true, settings })
  })

const WRONG: [changes: FormValues, field: string, because: string][] = [
  [{ 'amounts.USD.monthly.presets': '2,5' }, 'amounts.USD.monthly.presets', 'not-amounts'],
  [{ 'amounts.USD.monthly.presets': 'two' }, 'amounts.USD.monthly.presets', 'not-amounts'],
  [
    { 'amounts.USD.monthly.presets': 'two', 'amounts.USD.monthly.chosen': '3' },
    'amounts.USD.monthly.presets',
    'not-amounts',
  ],
  [{ 'amounts.USD.monthly.chosen': '3' }, 'amounts.USD.monthly.chosen', 'not-offered'],
  [{ 'amounts.USD.monthly.minimum': '11' }, 'amounts.USD.monthly.presets', 'missing'],
  [{ 'amounts.USD.once.minimum': 'two' }, 'amounts.USD.once.minimum', 'not-amount'],
  [{ 'amounts.USD.once.minimum': '1' }, 'amounts.USD.once.minimum', 'below-newsroom'],
  [{ priority: '101' }, 'priority', 'whole-number'],
  [{ priority: '1.5' }, 'priority', 'whole-number'],
  [{ afterParagraph: '0' }, 'afterParagraph', 'whole-number'],
  [{ form: 'dialog' }, 'form', 'not-choice'],
  [{ visit: 'toString' }, 'visit', 'not-choice'],
  [{ from: 'tomorrow' }, 'from', 'not-time'],
  [{ to: '2026-02-30T10:00' }, 'to', 'not-time'],
  [{ 'caps.shows': '3' }, 'caps.days', 'whole-number'],
  [{ 'goal.target': '100' }, 'goal.since', 'not-day'],
  [{ 'goal.since': '2026-11-01' }, 'goal.target', 'not-amount'],
  [
    { 'goal.target': '100', 'goal.since': '2026-11-01', 'goal.currency': 'XXX' },
    'goal.currency',
    'not-choice',
  ],
]

for (const [changes, field, because] of WRONG)
  test(`the form with ${JSON.stringify(changes)} is refused at ${field}: ${because}`, () => {
    const found = mistakesOf(changes)
    assert.deepEqual(
      found.map((mistake) => [mistake.field, mistake.because]),
      [[field, because]],
    )
  })

test('a time may have seconds or a space, and a list commas of another script', () => {
  const settings = settingsOf({
    from: '2026-12-01T09:00:00',
    to: '2026-12-02 10:00',
    'only.countries': 'lv, LT',
    'only.tags': 'Наводнение، Linne river , Linne  river',
  })
  assert.deepEqual([settings.from, settings.to], ['2026-12-01T09:00', '2026-12-02T10:00'])
  assert.deepEqual(settings.only.countries, ['LV', 'LT'])
  assert.deepEqual(settings.only.tags, ['Наводнение', 'Linne river'])
})

test('a posted form keeps the fields of a campaign and no others', () => {
  const body = {
    name: 'A',
    'text.en.body': 'One.\r\nTwo.',
    'only.section.harbour': 'yes',
    language: 'en',
    version: '1',
  }
  assert.deepEqual(readForm(body), { name: 'A', 'text.en.body': 'One.\nTwo.', 'only.section.harbour': 'yes' })
  assert.throws(() => readForm({ name: ['A', 'B'] }))
  assert.deepEqual(readForm(undefined), {})
})

test('lengths of a snooze are 1 to 31 days or 1 to 12 months, at most six', () => {
  assert.deepEqual(parseLengths('7D, 1m 3m,7d'), { ok: true, lengths: ['7d', '1m', '3m'] })
  for (const wrong of ['32d', '0d', '13m', '1y', '7', 'week'])
    assert.deepEqual(parseLengths(`1m, ${wrong}`), { ok: false, because: 'not-length', found: wrong })
  assert.deepEqual(parseLengths(' , '), { ok: false, because: 'none', found: '' })
  assert.deepEqual(parseLengths('1d,2d,3d,4d,5d,6d,7d'), { ok: false, because: 'too-many', found: '' })
})
