import type { Language } from '../../messages/messages.ts'
import { type Currency, isCurrency } from '../../money/currency.ts'
import {
  COMPARES,
  type Compare,
  type Comparison,
  comparisonOf,
  DEFAULT_COMPARE,
  monthsComparisonOf,
} from './comparison.ts'
import {
  DEFAULT_PRESET,
  type Look,
  type Period,
  type PeriodChoice,
  type PeriodProblem,
  parsePeriod,
  presetPeriod,
  snapToMonths,
} from './period.ts'

/** All that the address of a report asks for. */
export type ReportQuery = {
  language: Language
  /** Null: all currencies. */
  currency: Currency | null
  choice: PeriodChoice
  period: Period
  compare: Compare
  comparison: Comparison
  /** The first day with figures. Null: there are none. */
  since: string | null
  /** Parameters that only this report has, such as `cadence`. */
  extra?: readonly Parameter[]
}

export type Parameter = readonly [name: string, value: string]

/** The invalid parts of an address. `query.problem.<name>` has a sentence in every language. */
export type QueryProblem =
  | PeriodProblem
  | 'unknown-comparison'
  | 'unknown-currency'
  | 'unknown-cadence'
  | 'unknown-basis'
  | 'unknown-group'

export type ParsedQuery = {
  query: ReportQuery
  problems: readonly QueryProblem[]
  /** The days as they were typed, valid or not. */
  typed: { from: string; to: string }
}

type Asked = {
  /** Returns a parameter of the address, empty if it is absent. */
  parameter: (name: string) => string
  language: Language
  currencies: readonly Currency[]
}

/** Parses the address of a report. Replaces each invalid part by its default and names the problem. */
export const parseReportQuery = ({ parameter, language, currencies }: Asked, look: Look): ParsedQuery => {
  const typed = { from: parameter('from'), to: parameter('to') }
  const parsed = parsePeriod({ preset: parameter('period'), from: typed.from, to: typed.to }, look)
  const { choice, period } = parsed.ok
    ? parsed
    : { choice: DEFAULT_PRESET, period: presetPeriod(DEFAULT_PRESET, look) }
  const [askedCompare, askedCurrency] = [parameter('compare'), parameter('currency').toUpperCase()]
  const compare = COMPARES.find((each) => each === askedCompare)
  const currency = isCurrency(askedCurrency) && currencies.includes(askedCurrency) ? askedCurrency : null
  const problems: QueryProblem[] = []
  if (!parsed.ok) problems.push(parsed.because)
  if (askedCompare !== '' && compare === undefined) problems.push('unknown-comparison')
  if (askedCurrency !== '' && currency === null) problems.push('unknown-currency')
  const wanted = { choice, period, compare: compare ?? DEFAULT_COMPARE }
  const comparison = comparisonOf(wanted, look)
  return { query: { ...wanted, language, currency, comparison, since: look.since }, problems, typed }
}

/** Limits a query to whole months of all currencies, for the role `report`. */
export const snapQueryToMonths = (query: ReportQuery, look: Look): ReportQuery => {
  const { choice, compare } = query
  const period = snapToMonths(query.period, look)
  const comparison = monthsComparisonOf({ choice, period, compare }, look)
  return { ...query, currency: null, period, comparison }
}

export type QueryPart = Pick<ReportQuery, 'language' | 'currency' | 'choice' | 'period' | 'compare' | 'extra'>

/** Returns the parameters of an address that asks for the same again. */
export const parametersOf = ({
  language,
  currency,
  choice,
  period,
  compare,
  extra = [],
}: QueryPart): [string, string][] => [
  ...periodParameters(choice, period),
  ...(currency === null ? [] : [['currency', currency] satisfies [string, string]]),
  ...(compare === DEFAULT_COMPARE ? [] : [['compare', compare] satisfies [string, string]]),
  ...extra.map(([name, value]): [string, string] => [name, value]),
  ['language', language],
]

const periodParameters = (choice: PeriodChoice, { from, to }: Period): [string, string][] =>
  choice === 'own'
    ? [
        ['from', from],
        ['to', to],
      ]
    : [['period', choice]]

/** Returns the address of a report, such as `/staff/reports/income` or its `.csv`. */
export const reportHref = (path: string, part: QueryPart): string =>
  `${path}?${new URLSearchParams(parametersOf(part))}`
