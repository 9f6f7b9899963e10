import { diffWords } from 'diff'
import { type FormValues, formValuesOf } from '../form/form-values.ts'
import type { CampaignSettings } from '../settings/campaign-settings.ts'
import { SIDES, sectionField, sectionsField } from '../settings/field-names.ts'

/** A field that differs, as the form shows it. Empty: nothing was filled in. */
export type Change = { field: string; before: string; after: string }

/** A run of words that both texts have, or only one of them. */
export type Part = { text: string; in: 'both' | 'before' | 'after' }

/** Returns the fields that differ, in the order of the form. */
export const changesBetween = (before: CampaignSettings, after: CampaignSettings): Change[] => {
  const [old, current] = [comparableValues(before), comparableValues(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(current)])]
    .map((field) => ({ field, before: old[field] ?? '', after: current[field] ?? '' }))
    .filter((change) => change.before !== change.after)
    .toSorted((one, other) => rankOf(one.field) - rankOf(other.field))
}

const GROUPS = [
  'name',
  'text',
  'form',
  'afterParagraph',
  'amounts',
  'from',
  'to',
  'priority',
  'visit',
  'only',
]

const rankOf = (field: string): number => {
  const rank = GROUPS.indexOf(field.split('.')[0] ?? '')
  return rank < 0 ? GROUPS.length : rank
}

/** Writes the checkboxes of sections as one field each. */
const comparableValues = (settings: CampaignSettings): FormValues => {
  const values: Record<string, string> = { ...formValuesOf(settings) }
  for (const side of SIDES) {
    const { sections } = settings[side]
    for (const slug of sections) delete values[sectionField(side, slug)]
    if (sections.length > 0) values[sectionsField(side)] = sections.toSorted().join(', ')
  }
  return values
}

/** More changed words than this are read more easily as two whole texts. */
const MOST_EDITS = 300

/** Compares two texts of a language word by word. */
export const partsBetween = (before: string, after: string, language: string): Part[] => {
  const words = new Intl.Segmenter(language, { granularity: 'word' })
  const found = diffWords(before, after, { intlSegmenter: words, maxEditLength: MOST_EDITS })
  if (!found) return [part(before, 'before'), part(after, 'after')]
  return found.map(({ value, added, removed }) => {
    if (added) return part(value, 'after')
    return part(value, removed ? 'before' : 'both')
  })
}

const part = (text: string, where: Part['in']): Part => ({ text, in: where })
