import { IntlMessageFormat } from 'intl-messageformat'
import { en } from './en/index.ts'
import { ru } from './ru/index.ts'

export const LANGUAGES = ['en', 'ru'] as const
export type Language = (typeof LANGUAGES)[number]
export type MessageKey = keyof typeof en

export const isLanguage = (text: string): text is Language => (LANGUAGES as readonly string[]).includes(text)

export const catalogues: Record<Language, Record<MessageKey, string>> = { en, ru }

/** Returns a message in one language. `values` fill the names in its ICU text. */
export type Say = (key: MessageKey, values?: Record<string, string | number>) => string

// British dates (22 November) for English, because the sentences expect the day first.
const LOCALES: Record<Language, string> = { en: 'en-GB', ru: 'ru-RU' }
const formats = new Map<string, IntlMessageFormat>()

export const localeOf = (language: Language): string => LOCALES[language]

export const sayIn =
  (language: Language): Say =>
  (key, values) => {
    const name = `${language} ${key}`
    const format = formats.get(name) ?? new IntlMessageFormat(catalogues[language][key], LOCALES[language])
    formats.set(name, format)
    return String(format.format(values))
  }
