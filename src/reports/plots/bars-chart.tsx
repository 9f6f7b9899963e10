import { type ScaleBand, scaleBand } from 'd3-scale'
import { type Language, sayIn } from '../../messages/messages.ts'
import {
  FONT_PX,
  LINE_PX,
  plotFrame,
  type Size,
  timeLabels,
  type ValueAxis,
  valueAxis,
  verticalFrame,
} from './axes.ts'
import { Cursor, EmptyNote, TimeLabels, ValueGrid } from './axes-panel.tsx'
import { MissingColumns, Segments, SeriesLabels, type SeriesStyle } from './bars-panel.tsx'
import { round, textWidth, wrapWords } from './label-layout.ts'
import {
  joinSeries,
  type PlotFigures,
  type Series,
  stackFigures,
  stackTotals,
  type Total,
} from './plot-data.ts'
import { PlotFrame, TONES, type Tone } from './plot-frame.tsx'
import { markNotes, readingOf, seriesSentences } from './plot-words.ts'
import type { Unit } from './units.ts'

export type BarSeries = Series & {
  /** Draws the values below zero, such as lost supporters. The values themselves stay positive. */
  isBelow?: boolean
  tone?: Tone
}

type Props = { label: string; series: readonly BarSeries[]; unit: Unit; language: Language }

/** Draws a column for each month. Its series are stacked upwards from zero, and downwards if below. */
export const BarsChart = ({ label, series, unit, language }: Props) => {
  const figures = joinSeries(series)
  const styles = series.map(({ isBelow = false, tone }, index) => ({
    isBelow,
    tone: tone ?? TONES[index % TONES.length] ?? 'accent',
  }))
  return (
    <PlotFrame
      kind="bars"
      figures={figures}
      notes={markNotes(figures, language)}
      reading={readingOf({ unit, language })}
      sentence={`${label}. ${seriesSentences(figures, { unit, language })}`}
      draw={(size, hatch) => <BarsDrawing {...{ figures, styles, unit, language, size, hatch }} />}
    />
  )
}

const LABEL_PX = 84

type DrawingProps = {
  figures: PlotFigures
  styles: readonly SeriesStyle[]
  unit: Unit
  language: Language
  size: Size
  hatch: string
}

const BarsDrawing = ({ figures, styles, size, hatch, unit, language }: DrawingProps) => {
  const { names, series } = figures
  const { top, bottom } = verticalFrame(size)
  const isBelow = styles.map((style) => style.isBelow)
  const segments = stackFigures(figures, isBelow)
  // Below zero stands a number of people who left, not a negative number of people.
  const short = (value: number): string => unit.short(isBelow.includes(true) ? Math.abs(value) : value)
  const hasBelow = segments.some(({ low }) => low < 0)
  const axis = valueAxis(
    segments.flatMap(({ low, high }) => [low, high]),
    { ...unit, short },
    [bottom - (hasBelow ? LINE_PX : 0), top],
  )
  const lines = series.map(({ label }) => wrapWords(label, LABEL_PX, FONT_PX))
  const widest = Math.max(...lines.flat().map((line) => textWidth(line, FONT_PX)), 0)
  const frame = plotFrame(axis, size, Math.ceil(widest) + 22)
  const x = scaleBand(names, [frame.left, frame.right]).paddingInner(0.25).paddingOuter(0.15)
  const xOf = (name: string): number => (x(name) ?? 0) + x.bandwidth() / 2
  return (
    <>
      <Cursor frame={frame} />
      <ValueGrid frame={frame} axis={axis} unit={unit} />
      <TimeLabels labels={timeLabels({ names, xOf, language })} y={frame.bottom} width={size.width} />
      {segments.length === 0 ? <EmptyNote frame={frame} text={sayIn(language)('plots.noData')} /> : null}
      <MissingColumns {...{ figures, styles, x, frame, axis, hatch, language }} />
      <Segments {...{ segments, figures, styles, x, axis, hatch, unit, language }} />
      <Totals {...{ totals: stackTotals(segments, figures, isBelow), figures, x, axis, short }} />
      <SeriesLabels {...{ segments, figures, styles, lines, frame, axis, hatch }} />
    </>
  )
}

type TotalsProps = {
  figures: PlotFigures
  x: ScaleBand<string>
  axis: ValueAxis
  totals: readonly Total[]
  short: (value: number) => string
}

/** Writes the sum of each column at its end, if all of them fit. */
const Totals = ({ totals, figures, x, axis, short }: TotalsProps) => {
  if (totals.some(({ value }) => textWidth(short(value), FONT_PX) > x.step())) return null
  return (
    <>
      {totals.map(({ index, side, end, value }) => {
        const name = figures.names[index] ?? ''
        return (
          <text
            key={`${name} ${side}`}
            class="plot-total"
            x={round((x(name) ?? 0) + x.bandwidth() / 2)}
            y={round(axis.scale(end) + (side === 'above' ? -4 : FONT_PX))}
            text-anchor="middle"
          >
            {short(value)}
          </text>
        )
      })}
    </>
  )
}
