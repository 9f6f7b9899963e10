import { type Language, sayIn } from '../../messages/messages.ts'
import { FONT_PX, LINE_PX, SIZES, type Size, valueAxis } from './axes.ts'
import { round, textWidth, wrapWords } from './label-layout.ts'
import { type Figure, isKnown } from './plot-data.ts'
import { PlotFrame, type Tone, toneClass, toneFill } from './plot-frame.tsx'
import { figureText, listSentence } from './plot-words.ts'
import { signedText, type Unit } from './units.ts'

type Words = { unit: Unit; language: Language }

/** One bar of a list, from one value to another. */
type Row = { label: string; from: number; to: number; text: string; tone: Tone; value: Figure }

export type Step = { label: string; value: Figure; isTotal?: boolean }

/** Draws how a sum came about, from top to bottom: the start, each rise and fall, the end. */
export const WaterfallChart = ({
  label,
  steps,
  ...words
}: Words & { label: string; steps: readonly Step[] }) => (
  <RowsFrame
    kind="waterfall"
    label={label}
    rows={waterfallRows(steps, words)}
    words={words}
    isJoined={true}
  />
)

type Group = { label: string; value: Figure }

/** Draws how people or amounts are spread over groups, such as amounts given, cadences or reasons. */
export const DistributionChart = ({
  label,
  groups,
  ...words
}: Words & { label: string; groups: readonly Group[] }) => (
  <RowsFrame
    kind="distribution"
    label={label}
    rows={groups.map((group) => ({
      label: group.label,
      from: 0,
      to: isKnown(group.value) ? group.value : 0,
      text: figureText(group.value, words),
      tone: 'accent' as const,
      value: group.value,
    }))}
    words={words}
    isJoined={false}
  />
)

const waterfallRows = (steps: readonly Step[], words: Words): Row[] => {
  let level = 0
  return steps.map(({ label, value, isTotal = false }) => {
    const from = isTotal ? 0 : level
    if (!isKnown(value))
      return { label, from, to: from, text: figureText(value, words), tone: 'light', value }
    level = isTotal ? value : level + value
    const text = isTotal ? words.unit.format(value) : signedText(value, words.unit)
    return { label, from, to: level, text, tone: toneOf(value, isTotal), value }
  })
}

const toneOf = (value: number, isTotal: boolean): Tone => {
  if (isTotal) return 'grey'
  return value < 0 ? 'hatched' : 'accent'
}

type FrameProps = { kind: string; label: string; rows: readonly Row[]; words: Words; isJoined: boolean }

const LABEL_SHARE = { narrow: 0.34, wide: 0.26 }
const BAR_PX = 16
const ROW_GAP_PX = 10
const TOP_PX = 24

const linesOf = (rows: readonly Row[], { name, width }: Pick<Size, 'name' | 'width'>): string[][] =>
  rows.map(({ label }) => wrapWords(label, width * LABEL_SHARE[name], FONT_PX))

const rowHeights = (lines: readonly string[][]): number[] =>
  lines.map(({ length }) => Math.max(BAR_PX, length * LINE_PX) + ROW_GAP_PX)

const RowsFrame = ({ kind, label, rows, words, isJoined }: FrameProps) => (
  <PlotFrame
    kind={kind}
    figures={{
      names: rows.map((row) => row.label),
      series: [{ label, values: rows.map(({ value }) => value) }],
    }}
    sentence={listSentence(label, rows, words.language)}
    sizes={SIZES.map(({ name, width }) => ({
      name,
      width,
      height: TOP_PX + rowHeights(linesOf(rows, { name, width })).reduce((sum, each) => sum + each, 0) + 4,
    }))}
    draw={(size, hatch) => <RowsDrawing {...{ rows, words, isJoined, size, hatch }} />}
  />
)

type DrawingProps = Pick<FrameProps, 'rows' | 'words' | 'isJoined'> & { size: Size; hatch: string }

const RowsDrawing = ({ rows, words: { unit, language }, isJoined, size, hatch }: DrawingProps) => {
  const lines = linesOf(rows, size)
  const heights = rowHeights(lines)
  const left = Math.ceil(Math.max(...lines.flat().map((text) => textWidth(text, FONT_PX)), 0)) + 10
  const values = Math.ceil(Math.max(...rows.map(({ text }) => textWidth(text, FONT_PX)), 0)) + 8
  const axis = valueAxis(
    rows.flatMap(({ from, to }) => [from, to]),
    unit,
    [left, size.width - values],
  )
  // The bars use the whole room: no ticks stand beside them.
  const x = (value: number): number => round(axis.scale(value))
  let next = TOP_PX
  const placed = rows.map((row, index) => {
    const top = next
    next += heights[index] ?? 0
    return { ...row, lines: lines[index] ?? [], middle: top + ((heights[index] ?? 0) - ROW_GAP_PX) / 2 }
  })
  return (
    <>
      <text x={left} y={FONT_PX}>
        {unit.name}
      </text>
      {rows.length === 0 ? (
        <text class="plot-note" x="0" y={FONT_PX}>
          {sayIn(language)('plots.noData')}
        </text>
      ) : null}
      <line class="plot-zero" x1={x(0)} x2={x(0)} y1={TOP_PX - 4} y2={next - 4} />
      {placed.map((row, index) => (
        <g key={row.label}>
          <RowBar row={row} x={x} hatch={hatch} valueX={size.width} />
          {isJoined && placed[index + 1] ? (
            <line
              class="plot-link"
              x1={x(row.to)}
              x2={x(row.to)}
              y1={row.middle + BAR_PX / 2}
              y2={(placed[index + 1]?.middle ?? 0) - BAR_PX / 2}
            />
          ) : null}
        </g>
      ))}
    </>
  )
}

type BarProps = {
  row: Row & { lines: string[]; middle: number }
  x: (value: number) => number
  hatch: string
  valueX: number
}

const RowBar = ({
  row: { lines, middle, label, from, to, text, tone, value },
  x,
  hatch,
  valueX,
}: BarProps) => (
  <>
    <text class="plot-name">
      {lines.map((line, index) => (
        <tspan key={line} x="0" y={middle + (index - (lines.length - 1) / 2) * LINE_PX} dy="0.32em">
          {line}
        </tspan>
      ))}
    </text>
    {isKnown(value) && value !== 0 ? (
      <rect
        class={toneClass(tone)}
        {...toneFill(tone, hatch)}
        x={Math.min(x(from), x(to))}
        y={middle - BAR_PX / 2}
        width={round(Math.abs(x(to) - x(from)))}
        height={BAR_PX}
      >
        <title>{`${label}: ${text}`}</title>
      </rect>
    ) : null}
    <text
      class={isKnown(value) ? 'plot-total' : 'plot-note'}
      x={valueX}
      y={middle}
      dy="0.32em"
      text-anchor="end"
    >
      {text}
    </text>
  </>
)
