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

const remarksOf = (line: string, number: number): Remark[] => {
  const found = new Set(line.match(CONTROL) ?? [])
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
