import { type Language, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { monthOf } from '../../platform/calendar.ts'
import { moneyFigure } from '../explained/figure.ts'
import { figureText } from '../explained/figure-words.ts'
import { monthlyOf } from '../monthly.ts'
import { periodWords } from '../periods/period-words.ts'
import type { ReportQuery } from '../periods/report-query.ts'
import { earlierName } from '../plots/plot-words.ts'
import { WaterfallChart } from '../plots/rows-chart.tsx'
import { moneyUnit } from '../plots/units.ts'
import { type ReportContext, reportPage } from '../report-frame.tsx'
import type { CurrentAmounts } from './current-amounts-store.ts'
import { IdentityPanel } from './identity-panel.tsx'
import { MONEY_PARTS, type MoneyIdentity, type MoneyPart } from './money-identity.ts'
import { MonthsPanel } from './months-panel.tsx'
import { largestParts, type SpanIdentity } from './movements.ts'
import { MovementsTiles, type PeriodMovements } from './movements-tiles-panel.tsx'

export const PATH = '/staff/reports/movements'

type Props = {
  context: ReportContext
  currency: Currency
  now: PeriodMovements
  /** The compared period. Null: nothing is compared. */
  before: PeriodMovements | null
  months: readonly SpanIdentity[]
  /** The months of the compared period, known ones only. */
  monthsBefore: readonly SpanIdentity[]
  current: CurrentAmounts
}

/** Shows why MRR of one currency changed. */
export const movementsPage = ({
  context,
  currency,
  now,
  before,
  months,
  monthsBefore,
  current,
}: Props): string => {
  const { query, timeZone, state } = context
  const { language, period } = query
  const { identity } = now
  const say = sayIn(language)
  return reportPage({
    context,
    path: PATH,
    entry: 'movements',
    title: say('movements.title'),
    sentence: summarySentence(identity, currency, language),
    csvPath: `${PATH}.csv`,
    tables: [
      ['month', say('movements.csv.month')],
      ['day', say('movements.csv.day')],
    ],
    isOneCurrency: true,
    children: (
      <>
        <MovementsTiles
          now={now}
          before={before}
          currency={currency}
          counted={{ language, timeZone, period: periodWords(period, language), state }}
        />
        {isEmpty(identity) ? (
          <p class="empty">{say('movements.empty', { currency })}</p>
        ) : (
          <>
            <h2>{say('movements.plot.period')}</h2>
            <PeriodWaterfall identity={identity} currency={currency} language={language} />
            <MonthsPanel
              months={months}
              before={monthsOfComparison(query, monthsBefore)}
              currency={currency}
              language={language}
            />
            <IdentityPanel identity={identity} current={current} currency={currency} language={language} />
          </>
        )}
        <p class="hint">{say('movements.exact', { currency })}</p>
      </>
    ),
  })
}

const monthsOfComparison = (
  { comparison, compare, language }: ReportQuery,
  months: readonly SpanIdentity[],
) =>
  comparison.is === 'none'
    ? null
    : {
        label: earlierName(compare, language),
        months,
        names: [...new Set(comparison.period.days.map(({ name }) => monthOf(name)))],
      }

const isEmpty = ({ start, parts }: MoneyIdentity): boolean =>
  start === 0 && [...parts.values()].every((change) => change === 0)

type WaterfallProps = { identity: MoneyIdentity; currency: Currency; language: Language }

const PeriodWaterfall = ({ identity: { start, parts, end }, currency, language }: WaterfallProps) => {
  const say = sayIn(language)
  return (
    <WaterfallChart
      label={say('movements.plot.period')}
      language={language}
      unit={moneyUnit(language, currency, say('movements.unit', { currency }))}
      steps={[
        { label: say('movements.start'), value: monthlyOf(start), isTotal: true },
        ...MONEY_PARTS.filter((part) => parts.get(part)).map((part) => ({
          label: say(`movements.part.${part}`),
          value: monthlyOf(parts.get(part) ?? 0),
        })),
        { label: say('movements.end'), value: monthlyOf(end), isTotal: true },
      ]}
    />
  )
}

const summarySentence = (identity: MoneyIdentity, currency: Currency, language: Language): string => {
  const say = sayIn(language)
  if (isEmpty(identity)) return say('movements.sentence.none', { currency })
  const amount = (annual: number): string =>
    figureText(moneyFigure(monthlyOf(Math.abs(annual)), currency), language)
  const { start, parts, end } = identity
  const words = { currency, change: amount(end - start), end: amount(end) }
  const mostly = (part: MoneyPart) => ({
    part: say(`movements.part.${part}`).replace(/^./, (letter) => letter.toLocaleLowerCase(language)),
    amount: amount(parts.get(part) ?? 0),
  })
  const { gain, loss } = largestParts(identity)
  return [
    say(`movements.sentence.${directionOf(start, end)}`, words),
    ...(gain === null ? [] : [say('movements.sentence.gain', mostly(gain))]),
    ...(loss === null ? [] : [say('movements.sentence.loss', mostly(loss))]),
  ].join(' ')
}

const directionOf = (start: number, end: number): 'grew' | 'shrank' | 'same' => {
  if (start === end) return 'same'
  return end > start ? 'grew' : 'shrank'
}
