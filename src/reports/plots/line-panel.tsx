import { type Language, sayIn } from '../../messages/messages.ts'
import { FONT_PX, type Frame, LINE_PX } from './axes.ts'
import { round, spreadLabels, textWidth, wrapWords } from './label-layout.ts'
import { type Figure, isKnown, type PlotFigures, runsOf } from './plot-data.ts'
import type { Unit } from './units.ts'

type GapsProps = {
  values: readonly Figure[]
  frame: Frame
  xAt: (index: number) => number
  hatch: string
  language: Language
}

/** Hatches the time for which nothing is known, up to the known points beside it. */
export const Gaps = ({ values, frame, xAt, hatch, language }: GapsProps) => {
  const say = sayIn(language)
  const gaps = runsOf(values).filter((run) => !run.isKnown)
  return (
    <>
      {gaps.map(({ from, to }) => {
        const text = say(values.slice(from, to + 1).includes('few') ? 'plots.few' : 'plots.noData')
        const [left, right] = [xAt(Math.max(from - 1, 0)), xAt(Math.min(to + 1, values.length - 1))]
        return (
          <g key={from}>
            <rect
              class="plot-gap"
              x={round(left)}
              y={frame.top}
              width={round(right - left)}
              height={frame.bottom - frame.top}
              fill={hatch}
            >
              <title>{text}</title>
            </rect>
            {right - left > textWidth(text, FONT_PX) ? (
              <text
                class="plot-note"
                x={round((left + right) / 2)}
                y={frame.bottom - 10}
                text-anchor="middle"
              >
                {text}
              </text>
            ) : null}
          </g>
        )
      })}
    </>
  )
}

/** The last known figure of a line and its label. `anchor` is the line of the label that stands beside the dot. */
type End = { index: number; value: number; lines: string[]; anchor: number; isComparison: boolean }

const COMPARISON_LABEL_PX = 76

/** Labels the ends of the lines. The words of the upper one stand above its figure, clear of the lower one. */
export const endsOf = ({ series }: PlotFigures, unit: Unit): End[] => {
  const lasts = series.map(({ values }) => values.findLast(isKnown) ?? 0)
  const ends = series.flatMap(({ label, values }, number) => {
    const isComparison = number > 0
    const index = values.findLastIndex(isKnown)
    if (index < 0) return []
    const value = lasts[number] ?? 0
    const words = isComparison ? wrapWords(label, COMPARISON_LABEL_PX, FONT_PX) : []
    const isUpper = isComparison && value > (lasts[0] ?? 0)
    const text = endText(value, unit)
    return [
      {
        index,
        value,
        lines: isUpper ? [...words, text] : [text, ...words],
        anchor: isUpper ? words.length : 0,
        isComparison,
      },
    ]
  })
  // The dot of the period lies over that of the comparison.
  return ends.toReversed()
}

const endText = (value: number, unit: Unit): string => {
  const exact = unit.format(value)
  return textWidth(exact, FONT_PX) > COMPARISON_LABEL_PX ? unit.short(value) : exact
}

type EndsProps = {
  ends: readonly End[]
  frame: Frame
  xAt: GapsProps['xAt']
  yOf: (value: number) => number
}

/** Writes the last figure of each line beside its end. */
export const EndLabels = ({ ends, frame, xAt, yOf }: EndsProps) => {
  const centres = spreadLabels(
    ends.map(({ value, lines, anchor }) => ({
      at: yOf(value) + ((lines.length - 1) / 2 - anchor) * LINE_PX,
      height: lines.length * LINE_PX + 2,
    })),
    frame.top - LINE_PX,
    frame.bottom + LINE_PX / 2,
  )
  return (
    <>
      {ends.map(({ index, value, lines, isComparison }, number) => {
        const top = (centres[number] ?? 0) - ((lines.length - 1) * LINE_PX) / 2
        return (
          <g key={number} class={isComparison ? 'plot-before' : 'plot-now'}>
            <circle cx={round(xAt(index))} cy={round(yOf(value))} r="3.5" />
            <text class="plot-end">
              {lines.map((text, row) => (
                <tspan key={row} x={round(xAt(index)) + 8} y={round(top + row * LINE_PX)} dy="0.32em">
                  {text}
                </tspan>
              ))}
            </text>
          </g>
        )
      })}
    </>
  )
}
