import type { ErrorCode, YAMLError } from 'yaml'

export type YamlMistake = { line: number; reason: string }

/** The sentences for people who do not know YAML. */
const SENTENCES: Partial<Record<ErrorCode, string>> = {
  BLOCK_AS_IMPLICIT_KEY:
    'a value with a colon needs quotes: write title: "Port: what we know"; fields of a group stand in lines of their own',
  MISSING_CHAR: 'something is not closed here: write the missing quote or bracket',
  BAD_INDENT: 'the line is not indented as those around it, or a list before it is not closed with ]',
  MULTILINE_IMPLICIT_KEY:
    'the line belongs to no field: indent it by two spaces if it continues the line above, or write a name, a colon and a space before it',
  TAB_AS_INDENT: 'the line begins with a tab: indent it with spaces',
  DUPLICATE_KEY: 'the field stands here a second time: keep one of the two',
  BAD_SCALAR_START: 'a value that begins with this character needs quotes: write title: "@river"',
  BAD_DQ_ESCAPE: 'a backslash in double quotes begins an escape: write it twice, or use single quotes',
  TAG_RESOLVE_FAILED: 'a value that begins with ! needs quotes: write title: "!"',
  BAD_ALIAS: 'a value that begins with * or & needs quotes: write title: "*"',
  MULTIPLE_DOCS: 'the front matter ends here: only one line of --- may close it',
  KEY_OVER_1024_CHARS: 'the name of a field is too long: write a name, a colon and a space',
}

const OTHERWISE =
  'this is not YAML: write a name, a colon and a value in quotes, as in title: "The river rises"'

/** Says a mistake as one sentence with its line of the front matter, from 1, and its column. */
export const sayYamlMistake = (text: string, error: YAMLError | undefined): YamlMistake => {
  const open = findOpenQuote(text)
  const place = error?.linePos?.[0]
  if (open !== null && (error?.code === 'MISSING_CHAR' || error?.code === 'MULTILINE_IMPLICIT_KEY'))
    return {
      line: open.line,
      reason: `column ${open.column}: the quote ${open.quote} opens here and is not closed: write ${open.quote} after the last word`,
    }
  const sentence = (error && SENTENCES[error.code]) ?? OTHERWISE
  return { line: place?.line ?? 1, reason: `column ${place?.col ?? 1}: ${sentence}` }
}

/** Finds a value whose quote has no partner in the whole front matter. */
const findOpenQuote = (text: string): { line: number; column: number; quote: string } | null => {
  const lines = text.split('\n')
  for (const [index, line] of lines.entries()) {
    const [, before = '', quote = ''] = /^(\s*(?:- )?[\w-]+:[ \t]+)(["'])/.exec(line) ?? []
    if (quote === '') continue
    const rest = [line.slice(before.length + 1), ...lines.slice(index + 1)].join('\n')
    const value = quote === '"' ? /^(?:[^"\\]|\\.)*"/s.exec(rest) : /^(?:[^']|'')*'(?!')/s.exec(rest)
    if (!value || /\n[\w-]+:[ \t]/.test(value[0]))
      return { line: index + 1, column: before.length + 1, quote }
  }
  return null
}
