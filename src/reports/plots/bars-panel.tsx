import { type Language, sayIn } from '../../messages/messages.ts'
import { type Frame, LINE_PX, type ValueAxis } from './axes.ts'
import { round, spreadLabels } from './label-layout.ts'
import type { Figure, PlotFigures, Segment } from './plot-data.ts'
import { EARLIER, type Tone, toneClass, toneFill } from './plot-frame.tsx'
import { figureText, nameText } from './plot-words.ts'
import type { Unit } from './units.ts'

export type SeriesStyle = { isBelow: boolean; tone: Tone }

/** The places of columns: where each begins, how wide it is, and how far it is to the next. */
export type Columns = {
  (name: string): number | undefined
  bandwidth: () => number
  step: () => number
}

type Props = {
  figures: PlotFigures
  segments: readonly Segment[]
  styles: readonly SeriesStyle[]
  x: Columns
  axis: ValueAxis
  frame: Frame
  hatch: string
  unit: Unit
  language: Language
}

export const Segments = ({
  segments,
  figures,
  styles,
  x,
  axis,
  hatch,
  unit,
  language,
}: Omit<Props, 'frame'>) => (
  <>
    {segments.map(({ series, index, low, high }) => {
      const name = figures.names[index] ?? ''
      const { tone, isBelow } = styles[series] ?? { tone: 'accent', isBelow: false }
      const { label = '', values = [] } = figures.series[series] ?? {}
      const base = isBelow || low < 0 ? high : low
      return low === high ? null : (
        <g key={`${series} ${index}`}>
          <rect
            class={toneClass(tone)}
            {...toneFill(tone, hatch)}
            x={round(x(name) ?? 0)}
            y={round(axis.scale(high))}
            width={round(x.bandwidth())}
            height={round(axis.scale(low) - axis.scale(high))}
          >
            <title>{`${label}, ${nameText(name, language)}: ${figureText(values[index] ?? null, { unit, language })}`}</title>
          </rect>
          {base === 0 ? null : (
            <line
              class="plot-joint"
              x1={round(x(name) ?? 0)}
              x2={round((x(name) ?? 0) + x.bandwidth())}
              y1={round(axis.scale(base))}
              y2={round(axis.scale(base))}
            />
          )}
        </g>
      )
    })}
  </>
)

type MissingProps = Pick<Props, 'figures' | 'styles' | 'x' | 'axis' | 'frame' | 'hatch' | 'language'>

const SIDE_PX = 7

/** Hatches columns without any figure, and marks single figures that are missing or too few. */
export const MissingColumns = ({ figures, styles, x, axis, frame, hatch, language }: MissingProps) => {
  const say = sayIn(language)
  const columns = figures.names.map((name, index) => {
    const values = figures.series.map((series): Figure => series.values[index] ?? null)
    return { name, values, isEmpty: values.every((value) => value === null) }
  })
  const missing = columns.flatMap(({ name, values, isEmpty }) =>
    isEmpty ? [] : values.map((value, series) => ({ name, value, series })),
  )
  const titleOf = (name: string, series: number, value: Figure): string =>
    `${figures.series[series]?.label}, ${nameText(name, language)}: ${say(value === 'few' ? 'plots.few' : 'plots.noData')}`
  return (
    <>
      {columns.map(({ name, isEmpty }) =>
        isEmpty ? (
          <rect
            key={name}
            class="plot-gap"
            x={round((x(name) ?? 0) - (x.step() - x.bandwidth()) / 2)}
            y={frame.top}
            width={round(x.step())}
            height={frame.bottom - frame.top}
            fill={hatch}
          >
            <title>{`${nameText(name, language)}: ${say('plots.noData')}`}</title>
          </rect>
        ) : null,
      )}
      {missing.map(({ name, value, series }) => {
        const cx = round((x(name) ?? 0) + x.bandwidth() / 2)
        const cy = round(axis.scale(0) + (styles[series]?.isBelow ? SIDE_PX : -SIDE_PX))
        if (typeof value === 'number') return null
        return (
          <g key={`${name} ${series}`}>
            <title>{titleOf(name, series, value)}</title>
            {value === 'few' ? (
              <circle class="plot-few" cx={cx} cy={cy} r="2.5" />
            ) : (
              <rect class="plot-gap" x={cx - 4} y={cy - 4} width="8" height="8" fill={hatch} />
            )}
          </g>
        )
      })}
    </>
  )
}

type LabelsProps = Pick<Props, 'segments' | 'figures' | 'styles' | 'axis' | 'frame' | 'hatch'> & {
  /** The names of the series, and of the earlier period if there is one. */
  lines: readonly string[][]
  /** The value beside which the earlier period is named. */
  earlierAt: number
}

/** Names each series beside its part of the last column. */
export const SeriesLabels = ({
  segments,
  figures,
  styles,
  axis,
  frame,
  hatch,
  lines,
  earlierAt,
}: LabelsProps) => {
  const middles = lines.map((_lines, key) => {
    if (key >= figures.series.length) return earlierAt
    const last = segments.findLast(({ series }) => series === key)
    return last && last.index === figures.names.length - 1 ? (last.low + last.high) / 2 : 0
  })
  const centres = spreadLabels(
    middles.map((value, key) => ({ at: axis.scale(value), height: (lines[key]?.length ?? 1) * LINE_PX + 3 })),
    frame.top - LINE_PX,
    frame.bottom + LINE_PX,
  )
  return (
    <>
      {lines.map((words, key) => {
        const tone = styles[key]?.tone
        const top = (centres[key] ?? 0) - ((words.length - 1) * LINE_PX) / 2
        return (
          <g key={key}>
            <rect
              class={tone === undefined ? EARLIER : toneClass(tone)}
              {...(tone === undefined ? {} : toneFill(tone, hatch))}
              x={frame.right + 5}
              y={round(top - 4.5)}
              width="9"
              height="9"
            />
            <text class="plot-name">
              {words.map((word, row) => (
                <tspan key={word} x={frame.right + 18} y={round(top + row * LINE_PX)} dy="0.32em">
                  {word}
                </tspan>
              ))}
            </text>
          </g>
        )
      })}
    </>
  )
}
