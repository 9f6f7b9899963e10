import { parse, TomlError } from 'smol-toml'
import { type ReadFields, toValue } from './fields.ts'

/** Reads the front matter of Hugo and Zola between two lines of +++. */
export const readTomlFields = (text: string): ReadFields => {
  try {
    const values = toValue(parse(text)) as Record<string, never>
    return { ok: true, values, lineOf: (path) => lineOf(text, String(path[0] ?? '')), remarks: [] }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    return {
      ok: false,
      line: error.line + 1,
      reason: `column ${error.column}: this is not TOML: write title = "The river rises", with text in quotes`,
    }
  }
}

const lineOf = (text: string, name: string): number => {
  const lines = text.split('\n').map((line) => line.trim().replace(/^[["]+/, ''))
  // The front matter begins on the second line of its file.
  return Math.max(1, lines.findIndex((line) => line.startsWith(name)) + 2)
}
