import { type ScaleLinear, scaleLinear, scaleUtc } from 'd3-scale'
import { type Language, localeOf } from '../../messages/messages.ts'
import { textWidth } from './label-layout.ts'
import { dateOf } from './plot-data.ts'
import type { Unit } from './units.ts'

export const FONT_PX = 12
export const LINE_PX = 14

export type Size = { name: 'narrow' | 'wide'; width: number; height: number }

export const SIZES: readonly Size[] = [
  { name: 'narrow', width: 320, height: 220 },
  { name: 'wide', width: 760, height: 290 },
]

export type ValueAxis = { scale: ScaleLinear<number, number>; ticks: { value: number; text: string }[] }

const TICKS = 4

/** Spans all values and zero, because a cut axis exaggerates. */
export const valueAxis = (
  values: readonly number[],
  unit: Unit,
  range: readonly [number, number],
): ValueAxis => {
  const low = values.reduce((least, value) => Math.min(least, value), 0)
  const high = values.reduce((most, value) => Math.max(most, value), 0)
  if (low === high) return { scale: scaleLinear([0, 1], range), ticks: [{ value: 0, text: unit.short(0) }] }
  const scale = scaleLinear([low, high], range).nice(TICKS)
  const ticks = scale
    .ticks(TICKS)
    .filter((value) => !unit.isWhole || Number.isInteger(value))
    .map((value) => ({ value, text: unit.short(value) }))
  return { scale, ticks: ticks.filter(({ text }, index) => text !== ticks[index - 1]?.text) }
}

export type Frame = { left: number; right: number; top: number; bottom: number }

/** The room inside the axes. `sides` is what the labels on the right need. */
export const plotFrame = (axis: ValueAxis, size: Size, rightMargin: number): Frame => ({
  left: Math.ceil(Math.max(...axis.ticks.map(({ text }) => textWidth(text, FONT_PX)))) + 8,
  right: size.width - rightMargin,
  ...verticalFrame(size),
})

export const verticalFrame = ({ height }: Size): Pick<Frame, 'top' | 'bottom'> => ({
  top: 28,
  bottom: height - 36,
})

export type TimeLabel = { name: string; x: number; lines: string[] }

type TimeAxis = {
  names: readonly string[]
  xOf: (name: string) => number
  language: Language
}

const MONTHS_FROM_DAYS = 100
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60, 120]
const DAY_TICKS = [7, 5, 4, 3, 2, 1]
const LABEL_GAP_PX = 10

/** Chooses as many dates as fit side by side. The year stands under the first date of each year. */
export const timeLabels = ({ names, xOf, language }: TimeAxis): TimeLabel[] => {
  const [first] = names
  const last = names.at(-1)
  if (first === undefined || last === undefined) return []
  const spanDays = (dateOf(last).getTime() - dateOf(first).getTime()) / 86_400_000
  const isByMonth = first.length === 7 || spanDays > MONTHS_FROM_DAYS
  const choices = isByMonth
    ? MONTH_STEPS.map((step) => namesByMonth(names, step))
    : DAY_TICKS.map((count) => namesByTick(names, count))
  const labels = choices.map((chosen) =>
    withYears(
      (chosen.length > 0 ? chosen : [first]).map((name) => ({ name, x: xOf(name) })),
      isByMonth,
      language,
    ),
  )
  return labels.find(isRoomy) ?? labels.at(-1)?.slice(0, 1) ?? []
}

const isRoomy = (labels: readonly TimeLabel[]): boolean =>
  labels.every((label, index) => {
    const next = labels[index + 1]
    return next === undefined || next.x - label.x >= (widthOf(label) + widthOf(next)) / 2 + LABEL_GAP_PX
  })

const widthOf = ({ lines }: TimeLabel): number => Math.max(...lines.map((line) => textWidth(line, FONT_PX)))

/** Counts months from January, so that a January is among them. */
const namesByMonth = (names: readonly string[], step: number): string[] =>
  names.filter((name) => {
    const date = dateOf(name)
    return date.getUTCDate() === 1 && (date.getUTCFullYear() * 12 + date.getUTCMonth()) % step === 0
  })

const namesByTick = (names: readonly string[], count: number): string[] => {
  const [first = ''] = names
  const ticks = new Set(
    scaleUtc([dateOf(first), dateOf(names.at(-1) ?? first)], [0, 1])
      .ticks(count)
      .map((date) => date.getTime()),
  )
  return names.filter((name) => ticks.has(dateOf(name).getTime()))
}

const withYears = (
  places: readonly { name: string; x: number }[],
  isByMonth: boolean,
  language: Language,
): TimeLabel[] =>
  places.map(({ name, x }, index) => {
    const year = name.slice(0, 4)
    const isNewYear = places[index - 1]?.name.slice(0, 4) !== year
    return { name, x, lines: [shortDate(name, isByMonth, language), ...(isNewYear ? [year] : [])] }
  })

const shortDate = (name: string, isByMonth: boolean, language: Language): string =>
  new Intl.DateTimeFormat(localeOf(language), {
    timeZone: 'UTC',
    month: 'short',
    ...(isByMonth ? {} : { day: 'numeric' }),
  }).format(dateOf(name))
