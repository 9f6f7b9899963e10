import { type Language, localeOf, type Say, sayIn } from '../messages/messages.ts'
import type { Currency } from '../money/currency.ts'
import { formatMoney, money } from '../money/money.ts'
import { type SignedInMember, staffPage } from '../staff/staff-frame.tsx'
import type { Newsroom } from '../web/page/newsroom.ts'
import { DayTable, formatDay } from './day-table-panel.tsx'
import { LineChart } from './line-chart.tsx'
import {
  Remarks,
  type ReportQuery,
  ReportQueryForm,
  type ReportRemark,
  reportHref,
} from './report-query-panel.tsx'
import { monthlyOf, type SupportersReport } from './supporters-report.ts'

type Props = {
  newsroom: Newsroom
  member: SignedInMember
  query: ReportQuery
  report: SupportersReport
  remarks: readonly ReportRemark[]
}

/** Shows the exact figures of every day, for the role `finance`. */
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
        <Remarks language={language} remarks={remarks} />
        <p class="report-sentence">{summarySentence(say, report)}</p>
        <p>{say('reports.exact')}</p>
        <ReportQueryForm newsroom={newsroom} query={query} hasCurrencies={true} />
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

const summarySentence = (say: Say, { active, openingActive, isEmpty }: SupportersReport): string => {
  if (isEmpty) return say('supporters.sentence.none')
  const change = active - openingActive
  if (change > 0) return say('supporters.sentence.grew', { now: active, change })
  if (change < 0) return say('supporters.sentence.shrank', { now: active, change: -change })
  return say('supporters.sentence.same', { now: active })
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
