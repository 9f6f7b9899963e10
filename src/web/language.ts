import type { Request } from 'express'
import { isLanguage, LANGUAGES, type Language } from '../messages/messages.ts'

/** The language a page names in its address or form, else the browser's first that we speak, else the first offered. */
export const languageOf = (
  request: Request,
  named: unknown,
  offered: readonly Language[] = LANGUAGES,
): Language => {
  if (typeof named === 'string' && isLanguage(named) && offered.includes(named)) return named
  const accepted = request.acceptsLanguages(...offered)
  return typeof accepted === 'string' && isLanguage(accepted) ? accepted : (offered[0] ?? 'en')
}

/** `path` in the given language: pages outside /ru/ carry it as a parameter. */
export const withLanguage = (path: string, language: Language): string =>
  `${path}${path.includes('?') ? '&' : '?'}language=${language}`
