import type { ComponentChildren } from 'preact'
import { formatInstant } from '../../messages/dates.ts'
import { type Language, sayIn } from '../../messages/messages.ts'
import type { Figure, PlotFigures } from './plot-data.ts'
import { figureText, nameText } from './plot-words.ts'
import type { Unit } from './units.ts'

type Props = {
  caption: string
  /** The heading of the first column, which names the rows, then a heading for each column of figures. */
  columns: readonly string[]
  rows: readonly { name: string; cells: readonly ComponentChildren[] }[]
  note?: string
  /** Shows the table at once. Without it the caption opens the table. */
  isOpen?: boolean
}

/** Shows the figures of a plot as a table, which scrolls inside itself on small screens. */
export const FiguresTable = ({ caption, columns, rows, note, isOpen = false }: Props) => (
  <details class="day-table" open={isOpen}>
    <summary>{caption}</summary>
    {note ? <p class="hint">{note}</p> : null}
    <section class="scroll" tabindex={0} aria-label={caption}>
      <table>
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((heading) => (
              <th key={heading} scope="col">
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cells }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, index) => (
                <td key={columns[index + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </details>
)

type Words = { unit: Unit; language: Language }

// A dash stands after the end of a series: there is nothing to know yet.
const cellText = (figure: Figure | undefined, words: Words): string =>
  figure === undefined ? '–' : figureText(figure, words)

/** Writes the figures of a plot as columns and rows of a table. `heading` names what the rows are. */
export const tableOf = (
  { names, series }: PlotFigures,
  heading: string,
  words: Words,
): Pick<Props, 'columns' | 'rows'> => ({
  columns: [heading, ...series.map(({ label }) => nameText(label, words.language))],
  rows: names.map((name, index) => ({
    name: nameText(name, words.language),
    cells: series.map(({ values }) => cellText(values[index], words)),
  })),
})

/** Writes a heat map as a table: a row for each cohort. What is not known yet is a dash. */
export const cohortTableOf = (
  { names, series }: PlotFigures,
  heading: string,
  words: Words,
): Pick<Props, 'columns' | 'rows'> => ({
  columns: [heading, ...names],
  rows: series.map(({ label, values }) => ({
    name: nameText(label, words.language),
    cells: values.map((value) => (value === null ? '–' : figureText(value, words))),
  })),
})

type SheetProps = { from: string; to: string; at: Date; timeZone: string; language: Language }

/** Says on printed sheets which period they show, and as of when. Screens do not show it. */
export const SheetNote = ({ from, to, at, timeZone, language }: SheetProps) => (
  <p class="sheet-note">
    {sayIn(language)('plots.sheet', {
      from: nameText(from, language),
      to: nameText(to, language),
      at: formatInstant(at, language, timeZone),
    })}
  </p>
)
