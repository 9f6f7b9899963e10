// Postgres stores neither NUL nor half of a surrogate pair, as text or in JSON.
const UNSTORABLE = /[\0\p{Cs}]/gu

export const isStorable = (text: string): boolean => text.search(UNSTORABLE) < 0

/** Replaces what Postgres cannot store by U+FFFD, so that no text from outside fails a statement. */
export const storableText = (text: string): string => text.replace(UNSTORABLE, '\uFFFD')

/** Returns JSON that Postgres can store. For every value that a statement reads as JSON. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) => (typeof each === 'string' ? storableText(each) : each))
