import { type Language, localeOf, type Say, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { formatMoney, money } from '../../money/money.ts'
import { type SignedInMember, staffPage } from '../../staff/staff-frame.tsx'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { countFigure, type Figure, moneyFigure } from '../explained/figure.ts'
import { FigureTile, type TileFigure } from '../explained/figure-tile-panel.tsx'
import type { Counted } from '../explained/how-counted-panel.tsx'
import { RecordBanners } from '../explained/record-banners-panel.tsx'
import type { RecordState } from '../explained/record-state.ts'
import { lastDayOfMonth } from '../periods/period.ts'
import { MONTHS_PRESETS, PeriodChips } from '../periods/period-chips-panel.tsx'
import { periodWords } from '../periods/period-words.ts'
import { QuerySentence } from '../periods/query-sentence-panel.tsx'
import { type ParsedQuery, reportHref } from '../periods/report-query.ts'
import { FiguresTable, SheetNote } from '../plots/figures-table-panel.tsx'
import { LineChart } from '../plots/line-chart.tsx'
import { nameText } from '../plots/plot-words.ts'
import { countUnit } from '../plots/units.ts'
import { SMALL } from '../small-numbers.ts'
import type { RoundedMonth, RoundedReport } from './rounded-report.ts'

const PATH = '/staff/reports/supporters'

type Props = ParsedQuery & {
  newsroom: Newsroom
  timeZone: string
  now: Date
  member: SignedInMember
  report: RoundedReport
  /** The report of the compared months. Null: nothing is compared. */
  before: RoundedReport | null
  state: RecordState
  hasDemoData: boolean
}

/** Shows whole months in rounded figures, for the role `report`. */
export const roundedReportPage = (props: Props): string => {
  const { newsroom, timeZone, query, report, before, state } = props
  const { language, period } = query
  const say = sayIn(language)
  return staffPage({
    newsroom,
    language,
    member: props.member,
    current: 'supporters',
    title: say('reports.supporters'),
    translations: newsroom.staffLanguages.map((each) => ({
      language: each,
      href: reportHref(PATH, { ...query, language: each }),
    })),
    children: (
      <>
        <h1>{say('reports.supporters')}</h1>
        <RecordBanners
          language={language}
          state={state}
          now={props.now}
          hasDemoData={props.hasDemoData}
          member={props.member}
        />
        <p class="report-sentence">
          {report.active < SMALL
            ? say('rounded.sentence.few')
            : say('rounded.sentence.active', { now: report.active })}
        </p>
        <QuerySentence {...props} />
        <SheetNote from={period.from} to={period.to} at={props.now} timeZone={timeZone} language={language} />
        <p>{say('rounded.note', { day: nameText(lastDayOfMonth(report.moneyMonth), language) })}</p>
        <PeriodChips path={PATH} {...props} presets={MONTHS_PRESETS} currencies={[]} />
        <Headlines
          newsroom={newsroom}
          report={report}
          before={before}
          counted={{ language, timeZone, period: periodWords(period, language), state }}
        />
        <h2>{say('rounded.plot')}</h2>
        <LineChart
          language={language}
          points={report.months.map(({ month, active }) => ({
            name: month,
            value: active < SMALL ? ('few' as const) : active,
          }))}
          label={say('rounded.plot')}
          unit={countUnit(language, say('plots.people'))}
        />
        <MonthTable newsroom={newsroom} language={language} report={report} />
        <p class="hint">{say('rounded.export')}</p>
      </>
    ),
  })
}

type Part = Pick<Props, 'newsroom' | 'report'> & { language: Language }

/** Lists all currencies on offer, so that a missing one tells nothing, and others with ten supporters. */
const currenciesOf = ({ newsroom, report }: Pick<Part, 'newsroom' | 'report'>): Currency[] => {
  const shown = [report.mrr, ...report.months.map(({ mrr }) => mrr)].flatMap((mrr) => [
    ...(mrr?.keys() ?? []),
  ])
  return [...new Set([...newsroom.giving.map(({ currency }) => currency), ...shown])].sort()
}

const amountText = (language: Language, currency: Currency, amount: number): string =>
  formatMoney(money(amount, currency), localeOf(language), true)

const countText = (say: Say, language: Language, people: number | null): string =>
  people === null || people < SMALL ? say('rounded.few') : people.toLocaleString(localeOf(language))

const Headlines = ({
  newsroom,
  report,
  before,
  counted,
}: Omit<Part, 'language'> & { before: RoundedReport | null; counted: Counted }) => {
  const { language } = counted
  const say = sayIn(language)
  const count = (people: number | null): Figure => (people === null ? { is: 'too-few' } : countFigure(people))
  const countBefore = (people: number | null): Figure => count((people ?? 0) < SMALL ? null : people)
  const shownCount = (peopleOf: (of: RoundedReport) => number | null, isSum = true): TileFigure => {
    const people = peopleOf(report)
    const text = countText(say, language, people)
    // Rounded months are added up, which may leave most people out.
    const ofMonths = people === null ? say('rounded.fewEachMonth') : say('rounded.atLeast', { people: text })
    return {
      figure: count(people),
      before: before === null ? null : countBefore(peopleOf(before)),
      text: isSum && report.months.length > 1 ? ofMonths : text,
    }
  }
  const amount = (of: RoundedReport, currency: Currency): Figure => {
    const minor = of.mrr.get(currency) ?? null
    return minor === null ? { is: 'too-few' } : moneyFigure(minor, currency)
  }
  const counts = [
    ['active-supporters', 'rounded.activeHelp', shownCount((of) => of.active, false)],
    ['new-supporters', 'rounded.newHelp', shownCount((of) => of.new)],
    ['lost-supporters', 'rounded.lostHelp', shownCount((of) => of.lost)],
  ] as const
  return (
    <dl class="headlines">
      {counts.map(([metric, help, figure]) => (
        <FigureTile
          key={metric}
          metric={metric}
          figures={[figure]}
          counted={counted}
          explanation={{ definition: say(help) }}
        />
      ))}
      <FigureTile
        metric="mrr"
        figures={currenciesOf({ newsroom, report }).map((currency): TileFigure => {
          const figure = amount(report, currency)
          const few = { text: say('rounded.fewInCurrency', { currency }) }
          const shown = { figure, currency, before: before === null ? null : amount(before, currency) }
          return figure.is === 'too-few' ? { ...shown, ...few } : shown
        })}
        counted={counted}
        explanation={{ definition: say('rounded.mrrHelp') }}
      />
    </dl>
  )
}

const monthAmount = ({ mrr }: RoundedMonth, currency: Currency, language: Language): string => {
  if (mrr === null) return sayIn(language)('rounded.later')
  const amount = mrr.get(currency) ?? null
  return amount === null ? sayIn(language)('rounded.few') : amountText(language, currency, amount)
}

const MonthTable = ({ newsroom, language, report }: Part) => {
  const say = sayIn(language)
  const currencies = currenciesOf({ newsroom, report })
  return (
    <FiguresTable
      caption={say('rounded.table')}
      columns={[
        say('rounded.month'),
        say('supporters.active'),
        say('supporters.new'),
        say('supporters.lost'),
        ...currencies.map((each) => `MRR, ${each}`),
      ]}
      rows={report.months.toReversed().map((month) => ({
        name: nameText(month.month, language),
        cells: [
          ...[month.active, month.new, month.lost].map((people) => countText(say, language, people)),
          ...currencies.map((each) => monthAmount(month, each, language)),
        ],
      }))}
    />
  )
}
