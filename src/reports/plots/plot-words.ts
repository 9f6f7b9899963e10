import { formatDate, formatMonth } from '../../messages/dates.ts'
import { type Language, localeOf, sayIn } from '../../messages/messages.ts'
import {
  dateOf,
  type Earlier,
  type Figure,
  isKnown,
  isMonthName,
  isTimeName,
  type PlotFigures,
  type Series,
  sumPoints,
} from './plot-data.ts'
import type { Unit } from './units.ts'

type Words = { unit: Unit; language: Language }

/** Writes `2026-11-22` as `22 November 2026` and `2026-11` as `November 2026`. Other names stay as they are. */
export const nameText = (name: string, language: Language): string => {
  if (!isTimeName(name)) return name
  return isMonthName(name) ? formatMonth(name, language) : formatDate(dateOf(name), language, 'UTC')
}

export const figureText = (figure: Figure, { unit, language }: Words): string => {
  if (isKnown(figure)) return unit.format(figure)
  return sayIn(language)(figure === 'few' ? 'plots.few' : 'plots.noData')
}

/** Names the period that a plot compares with. */
export const earlierName = (compare: string, language: Language): string =>
  sayIn(language)(compare === 'year' ? 'plots.earlier.year' : 'plots.earlier.before')

/** Sums the series of an earlier period above and below zero. */
export const earlierOf = (
  series: readonly (Series & { isBelow?: boolean })[],
  label: string,
  language: Language,
): Earlier => {
  const say = sayIn(language)
  const [above, below] = [false, true].map((side) => series.filter(({ isBelow = false }) => isBelow === side))
  if (!below?.length) return { label, above: { label, points: sumPoints(series) } }
  return {
    label,
    above: { label: say('plots.earlier.gained', { label }), points: sumPoints(above ?? []) },
    below: { label: say('plots.earlier.lost', { label }), points: sumPoints(below) },
  }
}

/** Says the figures of every series in sentences: the first, the last, the highest, and what is missing. */
export const seriesSentences = (figures: PlotFigures, words: Words): string =>
  figures.series.map((series) => seriesSentence(figures.names, series, words)).join(' ')

const seriesSentence = (
  names: readonly string[],
  { label, values }: PlotFigures['series'][number],
  words: Words,
): string => {
  const say = sayIn(words.language)
  const known = values.flatMap((value, index) =>
    isKnown(value) ? [{ value, name: nameText(names[index] ?? '', words.language) }] : [],
  )
  const [first] = known
  const last = known.at(-1)
  if (!first || !last) return say('plots.sentence.none', { label })
  if (known.length === 1) {
    return say('plots.sentence.one', { label, value: words.unit.format(first.value), name: first.name })
  }
  const highest = known.reduce((best, each) => (each.value > best.value ? each : best))
  const sentence = say('plots.sentence.range', {
    label,
    first: words.unit.format(first.value),
    firstName: first.name,
    last: words.unit.format(last.value),
    lastName: last.name,
    highest: words.unit.format(highest.value),
    highestName: highest.name,
  })
  const gaps = values.length - known.length
  return gaps > 0 ? `${sentence} ${say('plots.sentence.gaps', { gaps, count: values.length })}` : sentence
}

/** Says every figure of a short list. */
export const listSentence = (
  label: string,
  items: readonly { label: string; text: string }[],
  language: Language,
): string => {
  const say = sayIn(language)
  if (items.length === 0) return say('plots.sentence.none', { label })
  return say('plots.sentence.list', {
    label,
    items: items.map((item) => `${item.label} ${item.text}`).join('; '),
  })
}

/** Says the highest and lowest share of a heat map. The first month is left out: everybody is there. */
export const heatSentence = (label: string, { series }: PlotFigures, { unit, language }: Words): string => {
  const say = sayIn(language)
  const cells = series.flatMap(({ label: name, values }) =>
    values.flatMap((value, age) => (age > 0 && isKnown(value) ? [{ name, age, value }] : [])),
  )
  const [first] = cells
  if (!first) return say('plots.sentence.none', { label })
  const lowest = cells.reduce((least, cell) => (cell.value < least.value ? cell : least))
  const highest = cells.reduce((most, cell) => (cell.value > most.value ? cell : most))
  return say('plots.heat.sentence', {
    label,
    rows: series.length,
    highest: unit.format(highest.value),
    highestName: nameText(highest.name, language),
    highestAge: highest.age,
    lowest: unit.format(lowest.value),
    lowestName: nameText(lowest.name, language),
    lowestAge: lowest.age,
  })
}

/** Says what hatched areas mean, if there are any. */
export const hatchNotes = (values: readonly Figure[], language: Language): string[] => {
  const say = sayIn(language)
  const texts = [
    ...(values.includes(null) ? [say('plots.noData')] : []),
    ...(values.includes('few') ? [say('plots.few')] : []),
  ]
  return texts.length > 0 ? [say('plots.hatched', { text: texts.join(', ') })] : []
}

/** Says what the marks of missing bars mean, if there are any. */
export const markNotes = ({ series }: PlotFigures, language: Language): string[] => {
  const say = sayIn(language)
  const values = series.flatMap((each) => each.values)
  return [
    ...(values.includes(null) ? hatchNotes([null], language) : []),
    ...(values.includes('few') ? [say('plots.ring', { text: say('plots.few') })] : []),
  ]
}

/** Tells `plots.js` how to write figures. */
export const readingOf = ({ unit, language }: Words): string => {
  const say = sayIn(language)
  return JSON.stringify({
    label: say('plots.read'),
    locale: localeOf(language),
    ...unit.reading,
    missing: { none: say('plots.noData'), few: say('plots.few') },
  })
}
