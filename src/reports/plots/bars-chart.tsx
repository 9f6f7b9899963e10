import { scaleBand } from 'd3-scale'
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
import { type Columns, MissingColumns, Segments, SeriesLabels, type SeriesStyle } from './bars-panel.tsx'
import { round, textWidth, wrapWords } from './label-layout.ts'
import {
  barFigures,
  type Earlier,
  fittingEarlier,
  isKnown,
  joinSeries,
  type PlotFigures,
  type Series,
  stackFigures,
  stackTotals,
  type Total,
} from './plot-data.ts'
import { EARLIER, PlotFrame, TONES, type Tone } from './plot-frame.tsx'
import { markNotes, nameText, readingOf, seriesSentences } from './plot-words.ts'
import type { Unit } from './units.ts'

export type BarSeries = Series & {
  /** Draws the values below zero, such as lost supporters. The values themselves stay positive. */
  isBelow?: boolean
  tone?: Tone
}

type Props = {
  label: string
  series: readonly BarSeries[]
  /** Drawn as an outline beside each column. */
  earlier?: Earlier | undefined
  unit: Unit
  language: Language
}

/** Draws a column for each month. Its series are stacked upwards from zero, and downwards if below. */
export const BarsChart = ({ label, series, earlier, unit, language }: Props) => {
  const own = joinSeries(series)
  const figures = barFigures(series, earlier)
  const compared = fittingEarlier(series, earlier)
  const notes = [
    ...markNotes(own, language),
    ...(earlier && !compared ? [sayIn(language)('plots.earlier.differs')] : []),
  ]
  const styles = series.map(({ isBelow = false, tone }, index) => ({
    isBelow,
    tone: tone ?? TONES[index % TONES.length] ?? 'accent',
  }))
  return (
    <PlotFrame
      kind="bars"
      figures={figures}
      notes={notes}
      reading={readingOf({ unit, language })}
      sentence={`${label}. ${seriesSentences(figures, { unit, language })}`}
      draw={(size, hatch) => (
        <BarsDrawing {...{ figures: own, compared, styles, unit, language, size, hatch }} />
      )}
    />
  )
}

const LABEL_PX = 84

type Compared = ReturnType<typeof fittingEarlier>

type DrawingProps = {
  figures: PlotFigures
  compared: Compared
  styles: readonly SeriesStyle[]
  unit: Unit
  language: Language
  size: Size
  hatch: string
}

const BarsDrawing = ({ figures, compared, styles, size, hatch, unit, language }: DrawingProps) => {
  const { names, series } = figures
  const { top, bottom } = verticalFrame(size)
  const isBelow = styles.map((style) => style.isBelow)
  const segments = stackFigures(figures, isBelow)
  // Below zero stands a number of people who left, not a negative number of people.
  const short = (value: number): string => unit.short(isBelow.includes(true) ? Math.abs(value) : value)
  const outlines = outlinesOf(compared)
  const axis = valueAxis(
    [...segments.flatMap(({ low, high }) => [low, high]), ...outlines.map(({ value }) => value)],
    { ...unit, short },
    [bottom - (segments.some(({ low }) => low < 0) ? LINE_PX : 0), top],
  )
  const lines = [...series, ...(compared ? [compared] : [])].map(({ label }) =>
    wrapWords(label, LABEL_PX, FONT_PX),
  )
  const widest = Math.max(...lines.flat().map((line) => textWidth(line, FONT_PX)), 0)
  const frame = plotFrame(axis, size, Math.ceil(widest) + 22)
  const x = scaleBand(names, [frame.left, frame.right]).paddingInner(0.25).paddingOuter(0.15)
  const xOf = (name: string): number => (x(name) ?? 0) + x.bandwidth() / 2
  const own = compared ? narrowed(x) : x
  return (
    <>
      <Cursor frame={frame} />
      <ValueGrid frame={frame} axis={axis} unit={unit} />
      <TimeLabels labels={timeLabels({ names, xOf, language })} y={frame.bottom} width={size.width} />
      {segments.length === 0 ? <EmptyNote frame={frame} text={sayIn(language)('plots.noData')} /> : null}
      <MissingColumns {...{ figures, styles, x, frame, axis, hatch, language }} />
      <Outlines {...{ outlines, names, x, axis, unit, language }} />
      <Segments {...{ segments, figures, styles, x: own, axis, hatch, unit, language }} />
      <Totals {...{ totals: stackTotals(segments, figures, isBelow), figures, x: own, axis, short }} />
      <SeriesLabels
        {...{ segments, figures, styles, lines, frame, axis, hatch }}
        earlierAt={outlines.findLast(({ value }) => value > 0)?.value ?? 0}
      />
    </>
  )
}

type Outline = { index: number; value: number; title: string; name: string }

/** The known sums of the earlier period. Those below zero are negative. */
const outlinesOf = (compared: Compared): Outline[] =>
  (compared?.sides ?? []).flatMap(({ label, points }, side) =>
    points.flatMap(({ name, value }, index) =>
      isKnown(value) ? [{ index, name, title: label, value: side === 0 ? value : -value }] : [],
    ),
  )

const OWN_SHARE = 0.64

/** Leaves room for the outline on the right of each column. */
const narrowed = (x: Columns): Columns =>
  Object.assign((name: string) => x(name), {
    bandwidth: () => x.bandwidth() * OWN_SHARE,
    step: () => x.step(),
  })

type OutlinesProps = Pick<DrawingProps, 'unit' | 'language'> & {
  outlines: readonly Outline[]
  names: readonly string[]
  x: Columns
  axis: ValueAxis
}

const Outlines = ({ outlines, names, x, axis, unit, language }: OutlinesProps) => (
  <>
    {outlines.map(({ index, name, title, value }) => (
      <rect
        key={`${title} ${name}`}
        class={EARLIER}
        x={round((x(names[index] ?? '') ?? 0) + x.bandwidth() * (OWN_SHARE + 0.04))}
        y={round(axis.scale(Math.max(value, 0)))}
        width={round(x.bandwidth() * (0.96 - OWN_SHARE))}
        height={round(Math.abs(axis.scale(0) - axis.scale(value)))}
      >
        <title>{`${title}, ${nameText(name, language)}: ${unit.format(Math.abs(value))}`}</title>
      </rect>
    ))}
  </>
)

type TotalsProps = {
  figures: PlotFigures
  x: Columns
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
