/** Deeper quotes and lists exhaust the stack, and nobody can read them. */
export const DEEPEST_NESTING = 40

const MARKER = /^(?:>|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))[ \t]*/

/** Returns the line, from 1, on which quotes or lists are nested too deeply. */
export const findDeepNesting = (markdown: string): number | null => {
  const found = markdown.split('\n').findIndex((line) => isDeep(line))
  return found === -1 ? null : found + 1
}

const isDeep = (line: string): boolean => {
  const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0
  let [rest, count] = [line.slice(indent), 0]
  for (let marker = MARKER.exec(rest); marker; marker = MARKER.exec(rest)) {
    rest = rest.slice(marker[0].length)
    count += 1
    if (count > DEEPEST_NESTING) return true
  }
  // Each level of a list is indented by two columns or more.
  return count > 0 && indent > 2 * DEEPEST_NESTING
}
