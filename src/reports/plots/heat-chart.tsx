import { type Language, sayIn } from '../../messages/messages.ts'
import { FONT_PX, SIZES, type Size } from './axes.ts'
import { round, textWidth } from './label-layout.ts'
import { type Figure, isKnown, type PlotFigures } from './plot-data.ts'
import { PlotFrame } from './plot-frame.tsx'
import { figureText, hatchNotes, heatSentence, nameText } from './plot-words.ts'
import type { Unit } from './units.ts'

/** A cohort: `name` is its first month, `values` are shares from 0 to 1 by age in months. */
export type HeatRow = { name: string; values: readonly Figure[] }

type Words = { unit: Unit; language: Language }
type Props = Words & { label: string; rows: readonly HeatRow[] }

const TOP_PX = 38
const ROW_PX = 22
const NOTE_PX = { narrow: 40, wide: 22 }

/** Draws shares as cells: a row for each cohort, a column for each month of age, darker for more. */
export const HeatMapChart = ({ label, rows, ...words }: Props) => (
  <PlotFrame
    kind="heat-map"
    figures={heatFigures(rows)}
    notes={fewNotes(rows, words.language)}
    sentence={heatSentence(label, heatFigures(rows), words)}
    sizes={SIZES.map(({ name, width }) => ({
      name,
      width,
      height: TOP_PX + Math.max(1, rows.length) * ROW_PX + NOTE_PX[name],
    }))}
    draw={(size, hatch) => <HeatDrawing rows={rows} size={size} hatch={hatch} {...words} />}
  />
)

const agesOf = (rows: readonly HeatRow[]): number => Math.max(0, ...rows.map(({ values }) => values.length))

/** Holds the cells: a name for each age, a series for each cohort. */
export const heatFigures = (rows: readonly HeatRow[]): PlotFigures => ({
  names: Array.from({ length: agesOf(rows) }, (_, age) => String(age)),
  series: rows.map(({ name, values }) => ({
    label: name,
    values: Array.from({ length: agesOf(rows) }, (_, age) => values[age] ?? null),
  })),
})

const fewNotes = (rows: readonly HeatRow[], language: Language): string[] =>
  rows.some(({ values }) => values.includes('few')) ? hatchNotes(['few'], language) : []

const HeatDrawing = ({
  rows,
  size,
  hatch,
  unit,
  language,
}: Words & { rows: readonly HeatRow[]; size: Size; hatch: string }) => {
  const say = sayIn(language)
  const names = rows.map(({ name }) => nameText(name, language))
  const left = Math.ceil(Math.max(0, ...names.map((text) => textWidth(text, FONT_PX)))) + 6
  const ages = agesOf(rows)
  const cell = Math.min((size.width - left) / Math.max(1, ages), 60)
  const every = [1, 2, 3, 6, 12].find((step) => cell * step >= textWidth('00', FONT_PX) + 4) ?? 12
  const hasNumbers = cell >= textWidth('100', FONT_PX) + 2
  const bottom = TOP_PX + rows.length * ROW_PX
  return (
    <>
      <text x={left} y={FONT_PX}>
        {unit.name}
      </text>
      {rows.length === 0 ? (
        <text class="plot-note" x={left} y={TOP_PX}>
          {say('plots.noData')}
        </text>
      ) : null}
      {Array.from({ length: ages }, (_, age) =>
        age % every === 0 ? (
          <text key={age} x={round(left + (age + 0.5) * cell)} y={TOP_PX - 6} text-anchor="middle">
            {age}
          </text>
        ) : null,
      )}
      {rows.map(({ name, values }, row) => (
        <g key={name} class={hasNumbers ? 'heat-numbers' : 'heat-shades'}>
          <text class="plot-name" x="0" y={TOP_PX + (row + 0.5) * ROW_PX} dy="0.32em">
            {names[row]}
          </text>
          {values.map((value, age) => (
            <Cell
              key={age}
              value={value}
              box={{
                x: round(left + age * cell),
                y: TOP_PX + row * ROW_PX,
                width: round(cell - 1),
                hasNumbers,
                hatch,
              }}
              title={`${names[row]}, ${say('plots.heat.age', { age })}: ${figureText(value, { unit, language })}`}
            />
          ))}
        </g>
      ))}
      <text x={left} y={bottom + 16}>
        {say('plots.heat.ages')}
      </text>
      {hasNumbers ? null : <ShadesKey left={left} y={bottom + 24} unit={unit} />}
    </>
  )
}

/** Leaves out the middle shades: neither dark nor light text is legible on them. */
const SHADES = [
  { below: 0.2, opacity: 0.06, isDark: false },
  { below: 0.4, opacity: 0.18, isDark: false },
  { below: 0.6, opacity: 0.32, isDark: false },
  { below: 0.8, opacity: 0.45, isDark: false },
  { below: 0.95, opacity: 0.82, isDark: true },
  { below: Number.POSITIVE_INFINITY, opacity: 1, isDark: true },
] as const

/** Shows what the shades mean, for cells that are too small for numbers. */
const ShadesKey = ({ left, y, unit }: { left: number; y: number; unit: Unit }) => {
  const from = left + textWidth(unit.short(0), FONT_PX) + 6
  return (
    <>
      <text x={left} y={y + FONT_PX}>
        {unit.short(0)}
      </text>
      {SHADES.map(({ opacity }, index) => (
        <rect
          key={opacity}
          class="heat-cell"
          x={round(from + index * 15)}
          y={y + 1}
          width="14"
          height="13"
          fill-opacity={opacity}
        />
      ))}
      <text x={round(from + SHADES.length * 15 + 6)} y={y + FONT_PX}>
        {unit.short(1)}
      </text>
    </>
  )
}

type Box = { x: number; y: number; width: number; hasNumbers: boolean; hatch: string }

const Cell = ({ value, box, title }: { value: Figure; box: Box; title: string }) => {
  if (value === null) return null
  const { x, y, width, hasNumbers, hatch } = box
  const room = { x, y, width, height: ROW_PX - 1 }
  if (!isKnown(value)) {
    return (
      <rect class="plot-gap" {...room} fill={hatch}>
        <title>{title}</title>
      </rect>
    )
  }
  const shade = SHADES.find(({ below }) => value < below) ?? SHADES[0]
  return (
    <>
      <rect class="heat-cell" {...room} fill-opacity={shade.opacity}>
        <title>{title}</title>
      </rect>
      {hasNumbers ? (
        <text
          class={shade.isDark ? 'heat-dark' : 'heat-light'}
          x={round(x + width / 2)}
          y={y + ROW_PX / 2}
          dy="0.32em"
          text-anchor="middle"
        >
          {Math.round(value * 100)}
        </text>
      ) : null}
    </>
  )
}
