/** Fields whose value is a sentence. Quotes and brackets in it are punctuation. */
const SENTENCES = /^(?:title|summary|description|excerpt|alt|caption|author|name)$/i

const LINE = /^(\s*(?:- )?)([\w-]+):[ \t]+(\S.*?)[ \t]*$/

/**
 * Repairs what Jekyll and Hugo authors often write and YAML refuses. Keeps every line in its place. The result
 * is used only if it is YAML and the original is not.
 */
export const repairYaml = (text: string): string => {
  const lines = indentWrapped(text.split('\n'))
  return lines.map((line, index) => quoteSentence(line, lines[index + 1])).join('\n')
}

/** Indents the further lines of a quoted value that was wrapped at the first column. */
const indentWrapped = (lines: readonly string[]): string[] => {
  let quote: string | null = null
  return lines.map((line) => {
    if (quote === null) {
      const value = LINE.exec(line)?.[3] ?? ''
      const opening = value[0] === '"' || value[0] === "'" ? value[0] : null
      quote = opening && !isClosed(value.slice(1), opening) ? opening : null
      return line
    }
    const indented = /^\S/.test(line) ? `  ${line}` : line
    if (isClosed(line, quote)) quote = null
    return indented
  })
}

const isClosed = (text: string, quote: string): boolean =>
  quote === '"' ? /^(?:[^"\\]|\\.)*"/.test(text) : /^(?:[^']|'')*'(?!')/.test(text)

const quoteSentence = (line: string, next: string | undefined): string => {
  const [, indent = '', name = '', value = ''] = LINE.exec(line) ?? []
  const isContinued = next !== undefined && /^\s+\S/.test(next) && next.search(/\S/) > indent.length
  if (value === '' || isContinued || isQuoted(value)) return line
  if (/^["']/.test(value) && !isClosed(value.slice(1), value.slice(0, 1))) return line
  const isPlain = /^[^\s"'[\]{}>|*&!%#`@,?-]/.test(value)
  // `title: Port: what we know` has one meaning in any field, a bracket only in a sentence.
  const isSentence = SENTENCES.test(name) && /^["'[{@%`*]/.test(value) && !/^[[{].*[\]}]$/.test(value)
  if (!(isPlain && /:(?:\s|$)/.test(value)) && !isSentence) return line
  return `${indent}${name}: ${JSON.stringify(withoutOuterQuotes(value))}`
}

/** Returns true for a value that stands in quotes as YAML wants it. */
const isQuoted = (value: string): boolean =>
  /^"(?:[^"\\]|\\.)*"(?:\s+#.*)?$/.test(value) || /^'(?:[^']|'')*'(?:\s+#.*)?$/.test(value)

// `'It's here'`: the outer quotes are the author's marks of a value.
const withoutOuterQuotes = (value: string): string =>
  value.length > 2 && /^(["']).*\1$/.test(value) && !/^"[^"]*" .*"[^"]*"$/.test(value)
    ? value.slice(1, -1)
    : value
