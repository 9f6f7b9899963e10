import { formatMonth } from '../messages/dates.ts'
import { type Language, localeOf, type Say, sayIn } from '../messages/messages.ts'
import type { Currency } from '../money/currency.ts'
import { formatMoney, money } from '../money/money.ts'
import { addDays, monthAfter } from '../platform/calendar.ts'
import { type SignedInMember, staffPage } from '../staff/staff-frame.tsx'
import type { Newsroom } from '../web/page/newsroom.ts'
import { formatDay } from './day-table-panel.tsx'
import { LineChart } from './line-chart.tsx'
import {
  Remarks,
  type ReportQuery,
  ReportQueryForm,
  type ReportRemark,
  reportHref,
} from './report-query-panel.tsx'
import type { RoundedMonth, RoundedReport } from './rounded-report.ts'
import { SMALL } from './small-numbers.ts'

type Props = {
  newsroom: Newsroom
  member: SignedInMember
  query: ReportQuery
  report: RoundedReport
  remarks: readonly ReportRemark[]
}

const lastDayOf = (month: string): string => addDays(`${monthAfter(month)}-01`, -1)

/** Shows whole months in rounded figures, for the role `report`. */
export const roundedReportPage = ({ newsroom, member, query, report, remarks }: Props): string => {
  const { language } = query
  const say = sayIn(language)
  const [first] = report.months
  return staffPage({
    newsroom,
    language,
    member,
    current: 'supporters',
    title: say('reports.supporters'),
    translations: newsroom.languages.map((each) => ({
      language: each,
      href: reportHref('', { ...query, language: each }),
    })),
    children: (
      <>
        <h1>{say('reports.supporters')}</h1>
        <Remarks language={language} remarks={remarks} />
        <p class="report-sentence">
          {report.active < SMALL
            ? say('rounded.sentence.few')
            : say('rounded.sentence.active', { now: report.active })}
        </p>
        <p>{say('rounded.note', { day: formatDay(lastDayOf(report.moneyMonth), language) })}</p>
        <ReportQueryForm newsroom={newsroom} query={query} hasCurrencies={false} />
        <Headlines newsroom={newsroom} language={language} report={report} />
        <h2>{say('rounded.plot')}</h2>
        <LineChart
          language={language}
          points={report.months.map(({ month, active }) => ({ day: lastDayOf(month), value: active }))}
          label={say('rounded.plotLabel', { first: first?.active ?? 0, last: report.active })}
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

const Headlines = ({ newsroom, language, report }: Part) => {
  const say = sayIn(language)
  const counts = [
    ['supporters.active', 'rounded.activeHelp', 'active-supporters', report.active],
    ['supporters.new', 'rounded.newHelp', 'new-supporters', report.new],
    ['supporters.lost', 'rounded.lostHelp', 'lost-supporters', report.lost],
  ] as const
  return (
    <dl class="headlines">
      {counts.map(([label, help, metric, people]) => (
        <div key={metric}>
          <dt>{say(label)}</dt>
          <dd>
            <data class="figure" data-metric={metric} value={people === null ? undefined : String(people)}>
              {people === null && report.months.length > 1
                ? say('rounded.fewEachMonth')
                : countText(say, language, people)}
            </data>
            <p class="hint">{say(help)}</p>
          </dd>
        </div>
      ))}
      <div>
        <dt>{say('supporters.mrr')}</dt>
        <dd>
          {currenciesOf({ newsroom, report }).map((each) => {
            const amount = report.mrr.get(each) ?? null
            return (
              <data
                key={each}
                class="figure"
                data-metric="mrr"
                data-currency={each}
                value={amount === null ? undefined : String(amount)}
              >
                {amount === null
                  ? say('rounded.fewInCurrency', { currency: each })
                  : amountText(language, each, amount)}
              </data>
            )
          })}
          <p class="hint">{say('rounded.mrrHelp')}</p>
        </dd>
      </div>
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
    <details class="day-table">
      <summary>{say('rounded.table')}</summary>
      <section class="scroll" tabindex={0} aria-label={say('rounded.table')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say('rounded.month')}</th>
              <th scope="col">{say('supporters.active')}</th>
              <th scope="col">{say('supporters.new')}</th>
              <th scope="col">{say('supporters.lost')}</th>
              {currencies.map((each) => (
                <th key={each} scope="col">
                  MRR, {each}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.months.toReversed().map((month) => (
              <tr key={month.month}>
                <th scope="row">{formatMonth(month.month, language)}</th>
                <td>{countText(say, language, month.active)}</td>
                <td>{countText(say, language, month.new)}</td>
                <td>{countText(say, language, month.lost)}</td>
                {currencies.map((each) => (
                  <td key={each}>{monthAmount(month, each, language)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}
