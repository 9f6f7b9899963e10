import { IntlMessageFormat, PART_TYPE } from 'intl-messageformat'
import { readCatalogues } from './catalogue-store.ts'
import type { Language, MessageArguments } from './message-types.ts'

export type { Language } from './message-types.ts'

export type MessageKey = keyof MessageArguments

const found = readCatalogues()

/** The languages that have a file here, English first. */
export const LANGUAGES = [...found.keys()] as [Language, ...Language[]]

export const isLanguage = (text: string): text is Language => found.has(text)

/** The texts of each language as they stand in its file. A language may lack some. */
export const catalogues = Object.fromEntries(found) as Record<Language, Partial<Record<MessageKey, string>>>

const textOf = (language: Language, key: MessageKey): string =>
  catalogues[language][key] ?? catalogues.en[key] ?? key

/** Languages that lack no text. Staff pages are offered in these. */
export const COMPLETE_LANGUAGES = LANGUAGES.filter((language) =>
  Object.keys(catalogues.en).every((key) => key in catalogues[language]),
)

type ValuesOf<Key extends MessageKey> = MessageArguments[Key] extends null
  ? []
  : [values: MessageArguments[Key]]

/** Returns a message in one language. `values` fill the names in its ICU text. A text it lacks is in English. */
export type Say = <Key extends MessageKey>(key: Key, ...values: ValuesOf<Key>) => string

const formats = new Map<string, IntlMessageFormat>()

// A translator may write `ru_RU`. No date and no amount could be written in it.
const localeIn = (language: Language, key: 'language.locale' | 'language.moneyLocale'): string => {
  const locale = textOf(language, key)
  try {
    Intl.getCanonicalLocales(locale)
    return locale
  } catch {
    return textOf('en', key)
  }
}

/** The locale for dates and numbers, such as `en-GB`: the English sentences expect the day first. */
export const localeOf = (language: Language): string => localeIn(language, 'language.locale')

/** The locale for amounts. Arabic ones read `$5`, as on cards and bank statements: `5 US$` has no stable order. */
export const moneyLocaleOf = (language: Language): string => localeIn(language, 'language.moneyLocale')

/** The language in its own words. */
export const nameOfLanguage = (language: Language): string => textOf(language, 'language.name')

export const directionOf = (language: Language): 'ltr' | 'rtl' =>
  textOf(language, 'language.direction') === 'rtl' ? 'rtl' : 'ltr'

/** The sign before the decimals that its readers type. */
export const decimalSignOf = (language: Language): string => textOf(language, 'language.decimalSign')

export const sayIn =
  (language: Language): Say =>
  (key, ...[values]) => {
    const given = boxed(values ?? {})
    if (language === 'en') return worded(language, key, given)
    try {
      return worded(language, key, given)
    } catch {
      // A translator's text has an unclosed brace, or a value that no page gives. The check names it.
      return worded('en', key, given)
    }
  }

const worded = (language: Language, key: MessageKey, values: ReturnType<typeof boxed>): string => {
  const name = `${language} ${key}`
  const format = formats.get(name) ?? new IntlMessageFormat(textOf(language, key), localeOf(language))
  formats.set(name, format)
  const parts = format.formatToParts(values)
  return parts.map((part) => wordsOf(part, language)).join('')
}

// Boxed texts come back as parts of their own, apart from the message around them.
const boxed = (values: Record<string, string | number>): Record<string, string | number | object> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? { toString: () => value } : value,
    ]),
  )

const RIGHT_TO_LEFT = /\p{Script=Arabic}|\p{Script=Hebrew}/u

/** Isolates a value where directions meet, so that a name or amount does not reorder the sentence around it. */
const wordsOf = ({ type, value }: { type: PART_TYPE; value: unknown }, language: Language): string => {
  const text = String(value)
  if (type === PART_TYPE.literal || text === '') return text
  return directionOf(language) === 'rtl' || RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text
}
