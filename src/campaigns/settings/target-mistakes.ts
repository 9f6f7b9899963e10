import type { Section } from '../../web/page/newsroom.ts'
import type { CampaignSettings } from './campaign-settings.ts'
import { LISTS, listField, SIDES, sectionsField } from './field-names.ts'
import type { Mistake, Reason } from './mistake.ts'

const MOST_NAMES = 100
const LONGEST_NAME = 80

export const targetMistakes = (settings: CampaignSettings, sections: readonly Section[]): Mistake[] => [
  ...sectionMistakes(settings, sections),
  ...listMistakes(settings),
  ...codeMistakes(settings),
  // A bar never shows on the first page of a visit: policy, rule 9.
  ...(settings.form === 'bar' && settings.visit === 'first'
    ? [{ field: 'visit', because: 'bar-on-first' } as const]
    : []),
]

const sectionMistakes = ({ only, except }: CampaignSettings, sections: readonly Section[]): Mistake[] => {
  const isKnown = (slug: string) => sections.some((section) => section.slug === slug)
  const unknown = SIDES.flatMap((side): Mistake[] => {
    const found = { only, except }[side].sections.find((slug) => !isKnown(slug))
    return found === undefined ? [] : [{ field: sectionsField(side), because: 'unknown-section', found }]
  })
  const both = only.sections.find((slug) => except.sections.includes(slug))
  return both === undefined
    ? unknown
    : [...unknown, { field: sectionsField('except'), because: 'both', found: both }]
}

const listMistakes = ({ only, except }: CampaignSettings): Mistake[] =>
  LISTS.flatMap((list) => {
    const both = except[list].find((each) => only[list].includes(each))
    return SIDES.flatMap((side): Mistake[] => {
      const names = { only, except }[side][list]
      const reason = sizeReason(names) ?? (list === 'countries' ? countryReason(names) : null)
      if (reason) return [{ field: listField(side, list), ...reason }]
      return side === 'except' && both !== undefined
        ? [{ field: listField(side, list), because: 'both', found: both }]
        : []
    })
  })

/**
 * Links write letters as they are, or in a form that the server reads as letters. They write these signs as others: a
 * plus is read as a space.
 */
const NOT_IN_LINKS = /[^\p{L}\p{M}\p{N}._~!$'()*:@/-]/u

const codeMistakes = ({ codes }: CampaignSettings): Mistake[] => {
  const wrong = codes.find((code) => NOT_IN_LINKS.test(code))
  const reason: Reason | null =
    sizeReason(codes) ?? (wrong === undefined ? null : { because: 'not-code', found: wrong })
  return reason ? [{ field: 'codes', ...reason }] : []
}

const sizeReason = (names: readonly string[]): Reason | null => {
  if (names.length > MOST_NAMES) return { because: 'too-many', limit: MOST_NAMES }
  const isLong = names.some((name) => [...name].length > LONGEST_NAME)
  return isLong ? { because: 'too-long', limit: LONGEST_NAME } : null
}

const countryReason = (countries: readonly string[]): Reason | null => {
  const found = countries.find((country) => !isCountry(country))
  return found === undefined ? null : { because: 'not-country', found }
}

const REGIONS = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** Regions of the library that no edge names as a country. */
const NO_COUNTRIES = ['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ']

/** Refuses UK too: edges write GB, as in ISO 3166. */
const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/.test(code) &&
  !NO_COUNTRIES.includes(code) &&
  Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}` &&
  REGIONS.of(code) !== undefined
