import type { Remark } from './front-matter/fields.ts'

// XML may contain none of these, and browsers show nothing for them.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g

/** Removes control characters and the byte order mark. Every line ends with a line feed afterwards. */
export const cleanText = (text: string): { text: string; remarks: Remark[] } => {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?|\u0085/g, '\n')
    .split('\n')
  const remarks = lines.flatMap((line, index) => remarksOf(line, index + 1))
  return { text: lines.map(withoutControl).join('\n'), remarks }
}

/** Removes control characters that an escape such as `\u0007` made. */
export const withoutControl = (text: string): string => text.replace(CONTROL, '')

// `&#7;` becomes a control character. Browsers read 128 to 159 as letters of windows-1252.
const entitiesIn = (line: string): string =>
  [...line.matchAll(/&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi)]
    .map(([, hex, decimal]) => (hex ? Number.parseInt(hex, 16) : Number(decimal)))
    .filter((code) => code < 128)
    .map((code) => String.fromCharCode(code))
    .join('')

const remarksOf = (line: string, number: number): Remark[] => {
  const found = new Set([...(line.match(CONTROL) ?? []), ...(entitiesIn(line).match(CONTROL) ?? [])])
  const codes = [...found].map(
    (each) => `U+${each.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  )
  return [
    ...(codes.length > 0
      ? [{ line: number, reason: `the control character ${codes.join(', ')} is left out: delete it` }]
      : []),
    ...(line.includes('\uFFFD')
      ? [
          {
            line: number,
            reason: 'a letter was lost when the file was converted: write it again in place of \uFFFD',
          },
        ]
      : []),
  ]
}
