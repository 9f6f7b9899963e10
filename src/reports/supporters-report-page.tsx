import { type Say, sayIn } from '../messages/messages.ts'
import { type SignedInMember, staffPage } from '../staff/staff-frame.tsx'
import type { Newsroom } from '../web/page/newsroom.ts'
import { DayTable } from './day-table-panel.tsx'
import { RecordBanners } from './explained/record-banners-panel.tsx'
import type { RecordState } from './explained/record-state.ts'
import { ExportPanel } from './export/export-panel.tsx'
import { PeriodChips } from './periods/period-chips-panel.tsx'
import { periodWords } from './periods/period-words.ts'
import { QuerySentence } from './periods/query-sentence-panel.tsx'
import { type ParsedQuery, reportHref } from './periods/report-query.ts'
import { LineChart } from './plots/line-chart.tsx'
import { countUnit } from './plots/units.ts'
import type { SupportersReport } from './supporters-report.ts'
import { SupportersTiles } from './supporters-tiles-panel.tsx'

const PATH = '/staff/reports/supporters'

type Props = ParsedQuery & {
  newsroom: Newsroom
  timeZone: string
  now: Date
  member: SignedInMember
  report: SupportersReport
  /** The report of the compared period. Null: nothing is compared. */
  before: SupportersReport | null
  state: RecordState
  hasDemoData: boolean
}

/** Shows the exact figures of every day, for the role `finance`. */
export const supportersReportPage = (props: Props): string => {
  const { newsroom, query, timeZone, report, before, state } = props
  const { language, period } = query
  const say = sayIn(language)
  return staffPage({
    newsroom,
    language,
    member: props.member,
    current: 'supporters',
    title: say('reports.supporters'),
    translations: newsroom.languages.map((each) => ({
      language: each,
      href: reportHref(PATH, { ...query, language: each }),
    })),
    children: (
      <>
        <h1>{say('reports.supporters')}</h1>
        <RecordBanners language={language} state={state} now={props.now} hasDemoData={props.hasDemoData} />
        <p class="report-sentence">{summarySentence(say, report)}</p>
        <QuerySentence {...props} />
        <PeriodChips path={PATH} {...props} currencies={newsroom.giving.map(({ currency }) => currency)} />
        <SupportersTiles
          report={report}
          before={before}
          usual={query.currency ?? newsroom.giving[0].currency}
          counted={{ language, timeZone, period: periodWords(period, language), state }}
        />
        {report.isEmpty ? (
          <p class="empty">{say('supporters.empty')}</p>
        ) : (
          <>
            <h2>{say('supporters.plot')}</h2>
            <LineChart
              language={language}
              points={report.days.map(({ day, active }) => ({ name: day, value: active }))}
              label={say('supporters.active')}
              unit={countUnit(language, say('plots.people'))}
            />
            <DayTable language={language} report={report} />
          </>
        )}
        <ExportPanel path={`${PATH}.csv`} query={query} />
        <p class="hint">{say('reports.exact')}</p>
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
