import { type Document, isAlias, isMap, isScalar, LineCounter, parseDocument, visit } from 'yaml'
import { type ReadFields, type Remark, toValue } from './fields.ts'
import { sayYamlMistake } from './yaml-mistake.ts'
import { repairYaml } from './yaml-repair.ts'

/** The front matter begins on the second line of its file. */
const LINES_BEFORE = 1

/** Reads YAML as its author meant it, where only one meaning is possible. */
export const readYamlFields = (text: string): ReadFields => {
  const lines = new LineCounter()
  // Without a schema `title: 1984` stays the text that it is.
  const parse = (yaml: string) =>
    parseDocument(yaml, { lineCounter: lines, schema: 'failsafe', uniqueKeys: true, prettyErrors: true })
  const document = parse(text)
  if (document.errors.length === 0 && document.warnings.length === 0) return fieldsOf(document, lines)
  const repaired = repairYaml(text)
  const repairedLines = new LineCounter()
  const second = parseDocument(repaired, { lineCounter: repairedLines, schema: 'failsafe', uniqueKeys: true })
  if (second.errors.length === 0 && second.warnings.length === 0) return fieldsOf(second, repairedLines)
  const mistake = sayYamlMistake(text, document.errors[0] ?? document.warnings[0])
  return { ok: false, line: mistake.line + LINES_BEFORE, reason: mistake.reason }
}

const fieldsOf = (document: Document, lines: LineCounter): ReadFields => {
  const lineAt = (offset: number): number => lines.linePos(offset).line + LINES_BEFORE
  if (document.contents === null) return { ok: true, values: {}, lineOf: () => 1, remarks: [] }
  if (!isMap(document.contents))
    return {
      ok: false,
      line: 2,
      reason: 'the front matter has no fields: write them as "title: The river rises"',
    }
  const marked = findMarked(document)
  if (marked) return { ok: false, line: lineAt(marked.offset), reason: marked.reason }
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true)
      const range = typeof node === 'object' && node !== null ? (node as { range?: number[] }).range : null
      if (range?.[0] !== undefined) return lineAt(range[0])
    }
    return 1
  }
  return {
    ok: true,
    values: toValue(document.toJS()) as Record<string, never>,
    lineOf,
    remarks: commentsIn(document, lineAt),
  }
}

/** YAML drops the first word after & and replaces the one after *. Nobody means that in an article. */
const findMarked = (document: Document): { offset: number; reason: string } | null => {
  let found: { offset: number; reason: string } | null = null
  visit(document, {
    Node: (_key, node) => {
      if (!isAlias(node) && !node.anchor) return undefined
      const mark = isAlias(node) ? '*' : '&'
      found = {
        offset: node.range?.[0] ?? 0,
        reason: `a value that begins with ${mark} means something else in YAML: put it in quotes`,
      }
      return visit.BREAK
    },
  })
  return found
}

/** A number sign after a space ends a value: `title: Region #1` says only "Region". */
const commentsIn = (document: Document, lineAt: (offset: number) => number): Remark[] => {
  const remarks: Remark[] = []
  visit(document, {
    Pair: (_key, { value }) => {
      if (!isScalar(value) || !value.comment || value.type !== 'PLAIN' || value.source === '') return
      remarks.push({
        line: lineAt(value.range?.[0] ?? 0),
        reason: `the words after " #" are left out as a comment: put the value in quotes if they belong to it`,
      })
    },
  })
  return remarks
}
