import { scaleUtc } from 'd3-scale'
import { curveLinear, curveStepAfter, line } from 'd3-shape'
import { type Language, sayIn } from '../../messages/messages.ts'
import { FONT_PX, plotFrame, type Size, timeLabels, valueAxis, verticalFrame } from './axes.ts'
import { Cursor, EmptyNote, TimeLabels, ValueGrid } from './axes-panel.tsx'
import { round, textWidth } from './label-layout.ts'
import { EndLabels, endsOf, Gaps } from './line-panel.tsx'
import {
  dateOf,
  type Figure,
  isKnown,
  isMonthName,
  knownValues,
  overlay,
  type PlotFigures,
  type Point,
  runsOf,
  type Series,
} from './plot-data.ts'
import { PlotFrame } from './plot-frame.tsx'
import { figureText, hatchNotes, nameText, readingOf, seriesSentences } from './plot-words.ts'
import type { Unit } from './units.ts'

type Props = {
  label: string
  points: readonly Point[]
  /** An earlier period, drawn dashed: its first point over the first point. Its label should be short. */
  comparison?: Series
  unit: Unit
  language: Language
}

/** Draws a figure over time: a step for each day, or a dot for each month. */
export const LineChart = ({ label, points, comparison, unit, language }: Props) => {
  const figures = overlay({ label, points }, comparison)
  return (
    <PlotFrame
      kind="line"
      figures={figures}
      notes={knownValues(figures).length > 0 ? hatchNotes(figures.series[0]?.values ?? [], language) : []}
      reading={readingOf({ unit, language })}
      sentence={seriesSentences(figures, { unit, language })}
      draw={(size, hatch) => (
        <LineDrawing figures={figures} unit={unit} language={language} size={size} hatch={hatch} />
      )}
    />
  )
}

type Words = { unit: Unit; language: Language }
type DrawingProps = Words & { figures: PlotFigures; size: Size; hatch: string }

const LineDrawing = ({ figures, size, hatch, ...words }: DrawingProps) => {
  const { unit, language } = words
  const { names, series } = figures
  const { top, bottom } = verticalFrame(size)
  const axis = valueAxis(knownValues(figures), unit, [bottom, top])
  const ends = endsOf(figures, unit)
  const widest = Math.max(...ends.flatMap((end) => end.lines.map((text) => textWidth(text, FONT_PX + 2))), 0)
  const frame = plotFrame(axis, size, Math.ceil(widest) + 14)
  const x = scaleUtc([dateOf(names[0] ?? ''), dateOf(names.at(-1) ?? '')], [frame.left, frame.right])
  const xOf = (name: string): number => x(dateOf(name))
  const xAt = (index: number): number => xOf(names[index] ?? '')
  const place = { names, xAt, yOf: axis.scale }
  return (
    <>
      <Cursor frame={frame} />
      <ValueGrid frame={frame} axis={axis} unit={unit} />
      <TimeLabels labels={timeLabels({ names, xOf, language })} y={frame.bottom} width={size.width} />
      {ends.length === 0 ? (
        <EmptyNote frame={frame} text={sayIn(language)('plots.noData')} />
      ) : (
        <>
          <Gaps values={series[0]?.values ?? []} frame={frame} xAt={xAt} hatch={hatch} language={language} />
          {series[1] ? (
            <Line values={series[1].values} isComparison={true} place={place} words={words} />
          ) : null}
          {series[0] ? (
            <Line values={series[0].values} isComparison={false} place={place} words={words} />
          ) : null}
          <EndLabels ends={ends} frame={frame} xAt={xAt} yOf={axis.scale} />
        </>
      )}
    </>
  )
}

type Place = { names: readonly string[]; xAt: (index: number) => number; yOf: (value: number) => number }

const MONTH_DOTS = 40

type LineProps = { values: readonly Figure[]; isComparison: boolean; place: Place; words: Words }

const Line = ({ values, isComparison, place: { names, xAt, yOf }, words }: LineProps) => {
  const isMonthly = isMonthName(names[0] ?? '')
  const path = line<Figure>(
    (_value, index) => round(xAt(index)),
    (value) => round(isKnown(value) ? yOf(value) : 0),
  )
    .defined(isKnown)
    .curve(isMonthly ? curveLinear : curveStepAfter)
  // A line of one point has no length. It is drawn as a dot.
  const lone = new Set(
    runsOf(values).flatMap(({ from, to, isKnown }) => (isKnown && from === to ? [from] : [])),
  )
  const hasDots = isMonthly && !isComparison && values.length <= MONTH_DOTS
  return (
    <g class={isComparison ? 'plot-before' : 'plot-now'}>
      <path class="plot-line" d={path([...values]) ?? ''} />
      {values.map((value, index) =>
        isKnown(value) && (hasDots || lone.has(index)) ? (
          <circle
            key={names[index]}
            cx={round(xAt(index))}
            cy={round(yOf(value))}
            r={lone.has(index) ? 4 : 2.5}
          >
            <title>{`${nameText(names[index] ?? '', words.language)}: ${figureText(value, words)}`}</title>
          </circle>
        ) : null,
      )}
    </g>
  )
}
