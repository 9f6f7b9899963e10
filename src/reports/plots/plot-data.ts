import { stack, stackOffsetDiverging } from 'd3-shape'
import { addDays, monthAfter } from '../../platform/calendar.ts'

/** A number, `null` where nothing is known, `few` where so few people stand behind it that it is not shown. */
export type Figure = number | null | 'few'

/** `name` is a day such as 2026-11-22 or a month such as 2026-11. */
export type Point = { name: string; value: Figure }

export type Series = { label: string; points: readonly Point[] }

/** Every figure of a plot. The plot and its table are made of it. A series may end before the last name. */
export type PlotFigures = {
  names: readonly string[]
  series: readonly { label: string; values: readonly Figure[] }[]
}

export const isKnown = (figure: Figure | undefined): figure is number => typeof figure === 'number'

export const knownValues = ({ series }: PlotFigures): number[] =>
  series.flatMap(({ values }) => values.filter(isKnown))

/** Joins series by the names of their points. A series without a point of some name has no data there. */
export const joinSeries = (series: readonly Series[]): PlotFigures => {
  const names = [...new Set(series.flatMap(({ points }) => points.map(({ name }) => name)))].sort()
  return {
    names,
    series: series.map(({ label, points }) => {
      const byName = new Map(points.map(({ name, value }) => [name, value]))
      return { label, values: names.map((name) => byName.get(name) ?? null) }
    }),
  }
}

/** Lays a comparison over a series: its first point over the first point, and so on. */
export const overlay = (series: Series, comparison: Series | undefined): PlotFigures => {
  const own = joinSeries([series])
  if (!comparison) return own
  const compared = joinSeries([comparison])
  const names = extendNames(own.names, compared.names.length)
  return { names, series: [...own.series, ...compared.series] }
}

/**
 * Sums of the columns of an earlier period: its first month beside the first month, and so on. `below` is drawn
 * downwards.
 */
export type Earlier = { label: string; above: Series; below?: Series }

/** Returns the earlier sums that fit the columns. Null: there are none, or they are of another number of months. */
export const fittingEarlier = (
  series: readonly Series[],
  earlier: Earlier | undefined,
): { label: string; sides: Series[] } | null => {
  const { length } = joinSeries(series).names
  if (earlier === undefined || earlier.above.points.length !== length) return null
  const { label, above, below } = earlier
  return { label, sides: below === undefined ? [above] : [above, below] }
}

/** Returns all figures of a plot of bars: those of the earlier period stand under the names of this one. */
export const barFigures = (series: readonly Series[], earlier: Earlier | undefined): PlotFigures => {
  const { names, series: own } = joinSeries(series)
  const sides = fittingEarlier(series, earlier)?.sides ?? []
  const compared = sides.map(({ label, points }) => ({ label, values: points.map(({ value }) => value) }))
  return { names, series: [...own, ...compared] }
}

/** Adds up the points of several series with the same names. A sum with an unknown part is unknown. */
export const sumPoints = (series: readonly Series[]): Point[] =>
  (series[0]?.points ?? []).map(({ name }, index) => {
    const values = series.map(({ points }) => points[index]?.value ?? null)
    const known = values.filter(isKnown)
    return {
      name,
      value: known.length < values.length ? null : known.reduce((total, value) => total + value, 0),
    }
  })

export const isMonthName = (name: string): boolean => /^\d{4}-\d{2}$/.test(name)

const isDayName = (name: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(name)

const nameAfter = (name: string): string => (isMonthName(name) ? monthAfter(name) : addDays(name, 1))

/** Continues days or months until there are `count` of them. */
const extendNames = (names: readonly string[], count: number): string[] => {
  const extended = [...names]
  let last = extended.at(-1)
  while (last !== undefined && extended.length < count) {
    last = nameAfter(last)
    extended.push(last)
  }
  return extended
}

/** Returns the UTC date on which a day or month is drawn. */
export const dateOf = (name: string): Date => new Date(`${isMonthName(name) ? `${name}-01` : name}T00:00:00Z`)

export const isTimeName = (name: string): boolean => isMonthName(name) || isDayName(name)

export type Run = { from: number; to: number; isKnown: boolean }

/** Splits values into runs of known and of unknown ones. */
export const runsOf = (values: readonly Figure[]): Run[] => {
  const runs: Run[] = []
  for (const [index, value] of values.entries()) {
    const last = runs.at(-1)
    if (last && last.isKnown === isKnown(value)) last.to = index
    else runs.push({ from: index, to: index, isKnown: isKnown(value) })
  }
  return runs
}

/** One part of a column, from its lower to its upper value. */
export type Segment = { series: number; index: number; low: number; high: number }

/** Stacks known values: positive ones upwards from zero, those of series below zero and negative ones down. */
export const stackFigures = ({ names, series }: PlotFigures, isBelow: readonly boolean[]): Segment[] => {
  const layers = stack<number, number>()
    .keys(series.map((_series, key) => key))
    .value((index, key) => {
      const value = series[key]?.values[index]
      return isKnown(value) ? value * (isBelow[key] ? -1 : 1) : 0
    })
    .offset(stackOffsetDiverging)(names.map((_name, index) => index))
  return layers.flatMap((layer) =>
    layer.flatMap(([one, other], index) =>
      isKnown(series[layer.key]?.values[index])
        ? [{ series: layer.key, index, low: Math.min(one, other), high: Math.max(one, other) }]
        : [],
    ),
  )
}

export type Total = { index: number; side: 'above' | 'below'; value: number; end: number }

/** Sums each column above and below zero. There is no sum where one of the figures is missing. */
export const stackTotals = (
  segments: readonly Segment[],
  { names, series }: PlotFigures,
  isBelow: readonly boolean[],
): Total[] =>
  names.flatMap((_name, index) => {
    const own = segments.filter((segment) => segment.index === index)
    const isWhole = (below: boolean): boolean =>
      series.every(({ values }, key) => isBelow[key] !== below || isKnown(values[index]))
    const high = own.reduce((most, segment) => Math.max(most, segment.high), 0)
    const low = own.reduce((least, segment) => Math.min(least, segment.low), 0)
    return [
      ...(high > 0 && isWhole(false) ? [{ index, side: 'above' as const, value: high, end: high }] : []),
      ...(low < 0 && isWhole(isBelow.includes(true))
        ? [{ index, side: 'below' as const, value: low, end: low }]
        : []),
    ]
  })
