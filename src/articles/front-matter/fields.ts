/** A value of front matter: every scalar is the text that the author wrote. */
export type Value = string | Value[] | { [name: string]: Value }

export type Fields = {
  values: Record<string, Value>
  /** The line of the file, from 1. */
  lineOf: (path: readonly PropertyKey[]) => number
}

export type Remark = { line: number; reason: string }

export type ReadFields = ({ ok: true; remarks: Remark[] } & Fields) | ({ ok: false } & Remark)

/** Converts dates, numbers and booleans to text. Null and undefined become an empty text. */
export const toValue = (value: unknown): Value => {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(toValue)
  if (typeof value !== 'object') return String(value)
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, toValue(each)]))
}
