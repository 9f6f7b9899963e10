export type FileParts =
  | {
      ok: true
      kind: 'yaml' | 'toml'
      /** The text between the two marks. It begins on line 2. */
      front: string
      markdown: string
      /** The lines of the file before the Markdown. */
      linesBefore: number
    }
  | { ok: false; line: number; reason: string }

// Reading it takes the square of its length: minutes for a whole text.
const LONGEST_FRONT = 32_000

/** Divides a file into front matter and Markdown. */
export const splitFile = (text: string): FileParts => {
  const lines = text.split('\n')
  const mark = lines[0]?.trimEnd() ?? ''
  if (mark.startsWith('{'))
    return refuse(1, 'front matter in JSON is not read: write it as YAML between two lines of ---')
  if (mark !== '---' && mark !== '+++')
    return refuse(
      1,
      'the file begins with front matter between two lines of ---: write --- into the first line',
    )
  const isYaml = mark === '---'
  const end = lines.findIndex((line, index) => {
    const text = line.trimEnd()
    return index > 0 && (text === mark || (isYaml && text === '...'))
  })
  if (end === -1)
    return refuse(1, `the front matter is not closed: write ${mark} into a line after the last field`)
  const front = lines.slice(1, end).join('\n')
  if (front.length > LONGEST_FRONT)
    return refuse(1, 'the front matter is longer than 32 kB: move the text below its second mark')
  return {
    ok: true,
    kind: isYaml ? 'yaml' : 'toml',
    front,
    markdown: lines.slice(end + 1).join('\n'),
    linesBefore: end + 1,
  }
}

const refuse = (line: number, reason: string): FileParts => ({ ok: false, line, reason })
