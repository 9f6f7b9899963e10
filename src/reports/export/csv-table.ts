import { stringify } from 'csv-stringify/sync'
import type { Language } from '../../messages/messages.ts'
import { type CsvCell, cellText } from './csv-cell.ts'
import { type CsvFormat, DECIMAL_SIGNS, SEPARATOR_SIGNS } from './csv-format.ts'
import { type CsvAbout, headerLines } from './csv-header.ts'

/** A table to download. Rows may come from a cursor, so that a million of them need little memory. */
export type CsvTable = {
  about: CsvAbout
  columns: readonly string[]
  rows: Iterable<readonly CsvCell[]> | AsyncIterable<readonly CsvCell[]>
}

const ROWS_A_CHUNK = 500
const BYTE_ORDER_MARK = '\uFEFF'

type Written = { format: CsvFormat; language: Language }

/**
 * Writes a table piece by piece: byte order mark, header lines and an empty line, column names, rows. The first
 * piece has rows, so that a table without an answer from the database begins no download.
 */
export async function* csvChunks(
  { about, columns, rows }: CsvTable,
  { format, language }: Written,
): AsyncGenerator<string> {
  const decimal = DECIMAL_SIGNS[format.decimal]
  const write = (lines: readonly (readonly string[])[]): string =>
    stringify([...lines], { delimiter: SEPARATOR_SIGNS[format.separator] })
  const header = format.hasHeader ? `${write(headerLines(about, language))}\n` : ''
  let text = `${format.hasByteOrderMark ? BYTE_ORDER_MARK : ''}${header}`
  let waiting: (readonly string[])[] = [columns]
  for await (const row of rows) {
    waiting.push(row.map((cell) => cellText(cell, decimal)))
    if (waiting.length < ROWS_A_CHUNK) continue
    yield text + write(waiting)
    text = ''
    waiting = []
  }
  if (text !== '' || waiting.length > 0) yield text + write(waiting)
}
