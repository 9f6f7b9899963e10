import { type Language, localeOf, type Say, sayIn } from '../messages/messages.ts'
import type { Currency } from '../money/currency.ts'
import { formatMoney, money } from '../money/money.ts'
import { type SignedInMember, staffPage } from '../staff/staff-frame.tsx'
import type { Newsroom } from '../web/page/newsroom.ts'
import { DayTable, formatDay } from './day-table-panel.tsx'
import { LineChart } from './line-chart.tsx'
import type { Period } from './period.ts'
import { monthlyOf, type SupportersReport } from './supporters-report.ts'

export type ReportQuery = { language: Language; currency: Currency | null; period: Period }

type Props = {
  newsroom: Newsroom
  member: SignedInMember
  query: ReportQuery
  report: SupportersReport
  /** The invalid parts of the address. */
  remarks: readonly ('reports.badRange' | 'reports.badCurrency')[]
}

export const supportersReportPage = ({ newsroom, member, query, report, remarks }: Props): string => {
  const { language, period } = query
  const say = sayIn(language)
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
        {remarks.map((remark) => (
          <p key={remark} class="remark" role="alert">
            {say(remark)}
          </p>
        ))}
        <p class="report-sentence">{summarySentence(say, report)}</p>
        <QueryForm newsroom={newsroom} query={query} />
        <Headlines newsroom={newsroom} query={query} report={report} />
        {report.isEmpty ? (
          <p class="empty">{say('supporters.empty')}</p>
        ) : (
          <>
            <h2>{say('supporters.plot')}</h2>
            <LineChart
              language={language}
              points={report.days.map(({ day, active }) => ({ day, value: active }))}
              label={say('supporters.plotLabel', {
                from: formatDay(period.from, language),
                to: formatDay(period.to, language),
                first: report.days[0]?.active ?? 0,
                last: report.active,
              })}
            />
            <DayTable language={language} report={report} />
          </>
        )}
        <p>
          <a href={reportHref('.csv', query)}>{say('reports.csv')}</a>
        </p>
      </>
    ),
  })
}

const reportHref = (suffix: '' | '.csv', { language, currency, period }: ReportQuery): string =>
  `/staff/reports/supporters${suffix}?${new URLSearchParams({
    from: period.from,
    to: period.to,
    ...(currency ? { currency } : {}),
    language,
  })}`

const summarySentence = (say: Say, { active, openingActive, isEmpty }: SupportersReport): string => {
  if (isEmpty) return say('supporters.sentence.none')
  const change = active - openingActive
  if (change > 0) return say('supporters.sentence.grew', { now: active, change })
  if (change < 0) return say('supporters.sentence.shrank', { now: active, change: -change })
  return say('supporters.sentence.same', { now: active })
}

const QueryForm = ({
  newsroom,
  query: { language, currency, period },
}: Pick<Props, 'newsroom' | 'query'>) => {
  const say = sayIn(language)
  return (
    <form class="report-query" action="/staff/reports/supporters" method="get">
      <input type="hidden" name="language" value={language} />
      <label>
        {say('reports.from')} <input type="date" name="from" value={period.from} />
      </label>
      <label>
        {say('reports.to')} <input type="date" name="to" value={period.to} />
      </label>
      <label>
        {say('reports.currency')}{' '}
        <select name="currency">
          <option value="">{say('reports.allCurrencies')}</option>
          {newsroom.giving.map((offer) => (
            <option key={offer.currency} value={offer.currency} selected={offer.currency === currency}>
              {offer.currency}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="secondary">
        {say('reports.show')}
      </button>
    </form>
  )
}

/** Shows MRR. `value` holds unrounded minor units; the text is rounded. */
const Mrr = ({ currency, annual, language }: { currency: Currency; annual: number; language: Language }) => (
  <data class="figure" data-metric="mrr" data-currency={currency} value={String(monthlyOf(annual))}>
    {formatMoney(money(Math.round(monthlyOf(annual)), currency), localeOf(language), true)}
  </data>
)

const Headlines = ({
  newsroom,
  query: { language, currency },
  report,
}: Pick<Props, 'newsroom' | 'query' | 'report'>) => {
  const say = sayIn(language)
  const shown =
    report.annual.size > 0 ? [...report.annual] : [[currency ?? newsroom.giving[0].currency, 0] as const]
  const counts = [
    ['supporters.active', 'supporters.activeHelp', 'active-supporters', report.active],
    ['supporters.new', 'supporters.newHelp', 'new-supporters', report.new],
    ['supporters.lost', 'supporters.lostHelp', 'lost-supporters', report.lost],
  ] as const
  return (
    <dl class="headlines">
      {counts.map(([label, help, metric, value]) => (
        <div key={metric}>
          <dt>{say(label)}</dt>
          <dd>
            <data class="figure" data-metric={metric} value={String(value)}>
              {value.toLocaleString(localeOf(language))}
            </data>
            <p class="hint">{say(help)}</p>
          </dd>
        </div>
      ))}
      <div>
        <dt>{say('supporters.mrr')}</dt>
        <dd>
          {shown.map(([each, annual]) => (
            <Mrr key={each} currency={each} annual={annual} language={language} />
          ))}
          <p class="hint">{say('supporters.mrrHelp')}</p>
        </dd>
      </div>
    </dl>
  )
}
