import type { Request } from 'express'

export type PageLanguage = 'en' | 'ru'
export const PAGE_LANGUAGES: readonly { code: PageLanguage; name: string }[] = [
  { code: 'en', name: 'English' },
  { code: 'ru', name: 'Русский' },
]

/** The language that the address or form names, else the one the browser prefers. */
export const pageLanguage = (request: Request, requested: unknown): PageLanguage => {
  if (requested === 'en' || requested === 'ru') return requested
  return request.acceptsLanguages('en', 'ru') === 'ru' ? 'ru' : 'en'
}
