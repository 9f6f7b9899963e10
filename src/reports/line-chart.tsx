import { scaleLinear, scaleUtc } from 'd3-scale'
import { curveStepAfter, line } from 'd3-shape'
import { type Language, localeOf } from '../messages/messages.ts'

export type Point = { day: string; value: number }

type Props = { points: readonly Point[]; label: string; language: Language }

type Size = { width: number; height: number; ticks: number; name: 'narrow' | 'wide' }

const SIZES: readonly Size[] = [
  { width: 320, height: 200, ticks: 3, name: 'narrow' },
  { width: 760, height: 280, ticks: 7, name: 'wide' },
]

/** Draws a count per day in two sizes. The style sheet shows one of them, so the labels stay legible. */
export const LineChart = (props: Props) => (
  <figure class="chart">
    {SIZES.map((size) => (
      <Drawing key={size.name} {...props} size={size} />
    ))}
  </figure>
)

const MARGIN = { top: 18, right: 44, bottom: 26, left: 34 }

const Drawing = ({ points, label, language, size }: Props & { size: Size }) => {
  const { width, height, ticks, name } = size
  const dates = points.map((point) => new Date(`${point.day}T00:00:00Z`))
  const [first = new Date(0)] = dates
  const last = dates.at(-1) ?? first
  const top = Math.max(1, ...points.map((point) => point.value))
  const x = scaleUtc([first, last], [MARGIN.left, width - MARGIN.right])
  const y = scaleLinear([0, top], [height - MARGIN.bottom, MARGIN.top]).nice(4)
  const path = line<Point>(
    (point) => x(new Date(`${point.day}T00:00:00Z`)),
    (point) => y(point.value),
  ).curve(curveStepAfter)
  const end = points.at(-1)
  return (
    <svg class={`chart-${name}`} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {wholeTicks(y.ticks(4)).map((value) => (
        <g key={value} class="chart-grid">
          <line x1={MARGIN.left} x2={width - MARGIN.right} y1={y(value)} y2={y(value)} />
          <text x={MARGIN.left - 6} y={y(value)} dy="0.32em" text-anchor="end">
            {value}
          </text>
        </g>
      ))}
      {x.ticks(ticks).map((date) => (
        <text key={date.getTime()} class="chart-date" x={x(date)} y={height - 8} text-anchor="middle">
          {dateLabel(date, { first, last }, language)}
        </text>
      ))}
      <path class="chart-line" d={path([...points]) ?? ''} />
      {end ? (
        <g class="chart-end">
          <circle cx={x(last)} cy={y(end.value)} r="3.5" />
          <text x={x(last) + 8} y={y(end.value)} dy="0.32em">
            {end.value}
          </text>
        </g>
      ) : null}
    </svg>
  )
}

const wholeTicks = (ticks: readonly number[]): number[] => ticks.filter(Number.isInteger)

const MONTH_LABELS_FROM_MS = 100 * 86_400_000

type Range = { first: Date; last: Date }

const dateLabel = (date: Date, { first, last }: Range, language: Language): string => {
  const byMonth = last.getTime() - first.getTime() > MONTH_LABELS_FROM_MS
  const options = byMonth ? ({ month: 'short' } as const) : ({ day: 'numeric', month: 'short' } as const)
  return new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone: 'UTC' }).format(date)
}
