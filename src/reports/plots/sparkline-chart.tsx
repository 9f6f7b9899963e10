import { scaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'
import type { Language } from '../../messages/messages.ts'
import { valueAxis } from './axes.ts'
import { round } from './label-layout.ts'
import { type Figure, isKnown, joinSeries, knownValues, type Point, runsOf } from './plot-data.ts'
import { seriesSentences } from './plot-words.ts'
import type { Unit } from './units.ts'

type Props = { label: string; points: readonly Point[]; unit: Unit; language: Language }

const WIDTH = 140
const HEIGHT = 36
const EDGE = 4

/** Draws the course of a figure for a tile: no axes, from zero, with a dot at the last known point. */
export const Sparkline = ({ label, points, unit, language }: Props) => {
  const figures = joinSeries([{ label, points }])
  const values = figures.series[0]?.values ?? []
  // A single point stands at the right, where the latest figure always is.
  const x = scaleLinear([Math.min(0, values.length - 2), values.length - 1], [EDGE, WIDTH - EDGE])
  const y = valueAxis(knownValues(figures), unit, [HEIGHT - EDGE, EDGE]).scale
  const path = line<Figure>(
    (_value, index) => round(x(index)),
    (value) => round(isKnown(value) ? y(value) : 0),
  ).defined(isKnown)
  const shade = area<Figure>(
    (_value, index) => round(x(index)),
    round(y(0)),
    (value) => round(isKnown(value) ? y(value) : 0),
  ).defined(isKnown)
  const last = values.findLastIndex(isKnown)
  const dots = runsOf(values).flatMap((run) =>
    run.isKnown && (run.from === run.to || run.to === last) ? [run.to] : [],
  )
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={seriesSentences(figures, { unit, language })}
      data-plot="sparkline"
      data-figures={JSON.stringify(figures)}
    >
      <line class="plot-grid" x1="0" x2={WIDTH} y1={round(y(0))} y2={round(y(0))} />
      <g class="plot-now">
        <path class="plot-shade" d={shade([...values]) ?? ''} />
        <path class="plot-line" d={path([...values]) ?? ''} />
        {dots.map((index) => {
          const value = values[index]
          return <circle key={index} cx={round(x(index))} cy={round(y(isKnown(value) ? value : 0))} r="3" />
        })}
      </g>
    </svg>
  )
}
