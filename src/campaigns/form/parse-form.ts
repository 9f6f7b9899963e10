import { isLanguage } from '../../messages/messages.ts'
import { isDay } from '../../platform/calendar.ts'
import type { CampaignSettings, CampaignText } from '../settings/campaign-settings.ts'
import { LISTS, listField, type Side, TEXT_PARTS, type TextPart, textField } from '../settings/field-names.ts'
import type { Mistake, Note } from '../settings/mistake.ts'
import { type SettingsRules, settingsMistakes } from '../settings/settings-mistakes.ts'
import { type FormValues, TICKED } from './form-values.ts'
import { parseAmounts } from './parse-amounts.ts'
import { parseCaps, parseGoal, parseWhole } from './parse-numbers.ts'

export type ParsedForm =
  | { ok: true; settings: CampaignSettings }
  /** `settings` hold what could be read, for a preview. */
  | { ok: false; mistakes: readonly Mistake[]; settings: CampaignSettings }

/** Parses the form and checks what it says. Names every mistake at once, one for each field. */
export const parseForm = (values: FormValues, rules: SettingsRules): ParsedForm => {
  const unread: Mistake[] = []
  const settings = readSettings(values, rules, (mistake) => unread.push(mistake))
  const fields = new Set(unread.map(({ field }) => field))
  const mistakes = [...unread, ...settingsMistakes(settings, rules).filter(({ field }) => !fields.has(field))]
  return mistakes.length > 0 ? { ok: false, mistakes, settings } : { ok: true, settings }
}

const FORMS_BY_NAME = { end: 'end', line: 'line', bar: 'bar' } as const
const VISITS_BY_NAME = { any: 'any', first: 'first', later: 'later' } as const

const readSettings = (values: FormValues, { giving }: SettingsRules, note: Note): CampaignSettings => ({
  name: oneLine(values['name']),
  texts: readTexts(values),
  form: readChoice(FORMS_BY_NAME, { values, field: 'form', absent: 'end' }, note),
  afterParagraph: parseWhole(values, { field: 'afterParagraph', from: 1, to: 50, absent: 3 }, note),
  priority: parseWhole(values, { field: 'priority', from: 0, to: 100, absent: 50 }, note),
  from: readTime(values, 'from', note),
  to: readTime(values, 'to', note),
  amounts: parseAmounts(values, giving, note),
  only: readTargets(values, 'only'),
  except: readTargets(values, 'except'),
  codes: readList(values['codes']),
  visit: readChoice(VISITS_BY_NAME, { values, field: 'visit', absent: 'any' }, note),
  caps: parseCaps(values, note),
  goal: parseGoal(values, giving, note),
})

const oneLine = (typed: string | undefined): string => (typed ?? '').replace(/\s+/g, ' ').trim()

/** Leaves out a language in which nothing is written. */
const readTexts = (values: FormValues): CampaignSettings['texts'] => {
  const languages = new Set(Object.keys(values).map((name) => /^text\.([a-z]{2})\./.exec(name)?.[1] ?? ''))
  const written = [...languages].filter(
    (language) => isLanguage(language) && TEXT_PARTS.some((part) => values[textField(language, part)]),
  )
  return Object.fromEntries(written.map((language) => [language, readText(values, language)]))
}

const readText = (values: FormValues, language: string): CampaignText => {
  const read = (part: TextPart) => oneLine(values[textField(language, part)])
  return {
    heading: read('heading'),
    salutation: read('salutation'),
    body: (values[textField(language, 'body')] ?? '').trim(),
    ask: read('ask'),
    signature: read('signature'),
    support: read('support') || null,
    line: read('line') || null,
  }
}

type Choice<Name extends string> = { values: FormValues; field: string; absent: Name }

const readChoice = <Name extends string>(
  names: Readonly<Record<Name, Name>>,
  { values, field, absent }: Choice<Name>,
  note: Note,
): Name => {
  const typed = values[field] || absent
  if (Object.hasOwn(names, typed)) return typed as Name
  note({ field, because: 'not-choice' })
  return absent
}

const WALL_TIME = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d$/

const readTime = (values: FormValues, field: string, note: Note): string | null => {
  const typed = values[field] ?? ''
  if (typed === '') return null
  // Some browsers add seconds. A person may type a space.
  const time = typed.replace(/^(.{16}):00(?:\.0+)?$/, '$1').replace(/ +/, 'T')
  if (isDay(WALL_TIME.exec(time)?.[1] ?? '')) return time
  note({ field, because: 'not-time' })
  return null
}

const readList = (typed: string | undefined): string[] => [
  ...new Set(
    (typed ?? '')
      .split(/[,;،\n]/)
      .map(oneLine)
      .filter(Boolean),
  ),
]

const readTargets = (values: FormValues, side: Side): CampaignSettings['only'] => {
  const prefix = `${side}.section.`
  const sections = Object.entries(values).filter(
    ([name, value]) => name.startsWith(prefix) && value === TICKED,
  )
  const [tags = [], authors = [], countries = []] = LISTS.map((list) =>
    readList(values[listField(side, list)]),
  )
  return {
    sections: sections.map(([name]) => name.slice(prefix.length)),
    tags,
    authors,
    countries: [...new Set(countries.map((country) => country.toUpperCase()))],
  }
}
