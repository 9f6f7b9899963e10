import type { Request } from 'express'
import { isLanguage, LANGUAGES, type Language } from '../messages/messages.ts'

/**
 * Returns the language that the address or form names. Otherwise the browser's preferred offered language,
 * else the first offered.
 */
export const languageOf = (
  request: Request,
  requested: unknown,
  offered: readonly Language[] = LANGUAGES,
): Language => {
  if (typeof requested === 'string' && isLanguage(requested) && offered.includes(requested)) return requested
  const accepted = request.acceptsLanguages(...offered)
  return typeof accepted === 'string' && isLanguage(accepted) ? accepted : (offered[0] ?? 'en')
}

/** Adds the language to `path`. Pages outside /ru/ carry it as a parameter. */
export const withLanguage = (path: string, language: Language): string =>
  `${path}${path.includes('?') ? '&' : '?'}language=${language}`
