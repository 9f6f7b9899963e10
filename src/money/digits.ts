/**
 * Writes decimal digits of every script as 0 to 9: full-width, Arabic, Devanagari and so on.
 * Also drops marks that cannot be seen, such as those around numbers pasted from right-to-left text.
 */
export const toAsciiDigits = (typed: string): string =>
  typed
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\p{Nd}/gu, (digit) => String(figureOf(digit)))

const isDigit = (codePoint: number): boolean => /^\p{Nd}$/u.test(String.fromCodePoint(codePoint))

// Unicode gives digits in runs of ten from zero on, and some runs follow each other directly.
const figureOf = (digit: string): number => {
  const codePoint = digit.codePointAt(0) ?? 0
  let first = codePoint
  while (isDigit(first - 1)) first -= 1
  return (codePoint - first) % 10
}
