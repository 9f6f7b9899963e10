import { LANGUAGES, type Language } from '../../messages/messages.ts'
import type { Section } from '../../web/page/newsroom.ts'
import type { Value } from './fields.ts'

export const isGroup = (value: Value | undefined): value is { [name: string]: Value } =>
  typeof value === 'object' && !Array.isArray(value)

/** Returns the text of a scalar, on one line. Returns null for a list or a group. */
export const textOf = (value: Value | undefined): string | null =>
  typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : null

/** Reads a list, one text, or groups with a name, as some sites write their authors. */
export const listOf = (value: Value): string[] | null => {
  const each = Array.isArray(value) ? value : [value]
  const texts = each.map((one) => (isGroup(one) ? textOf(one['name']) : textOf(one)))
  return texts.every((text): text is string => text !== null) ? texts.filter((text) => text !== '') : null
}

export const booleanOf = (value: Value): boolean | null => {
  const text = typeof value === 'string' ? value.trim().toLowerCase() : ''
  if (['true', 'yes', 'on'].includes(text)) return true
  return ['false', 'no', 'off'].includes(text) ? false : null
}

/** Reads `ru`, and also `ru-RU` or `ru_RU`. */
export const languageOf = (text: string): Language | null =>
  LANGUAGES.find((each) => each === text.toLowerCase().split(/[-_]/)[0]) ?? null

/** Finds the section by its slug or by its name in any language. */
export const sectionOf = (written: readonly string[], sections: readonly Section[]): string | null => {
  const wanted = written.map((text) => text.toLowerCase())
  const found = sections.find(({ slug, name }) =>
    [slug, ...Object.values(name)].some((each) => wanted.includes(each.toLowerCase())),
  )
  return found?.slug ?? null
}
