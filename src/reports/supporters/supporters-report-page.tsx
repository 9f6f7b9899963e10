import { type Say, sayIn } from '../../messages/messages.ts'
import { periodWords } from '../periods/period-words.ts'
import { LineChart } from '../plots/line-chart.tsx'
import { countUnit } from '../plots/units.ts'
import { type ReportContext, reportPage } from '../report-frame.tsx'
import { DayTable } from './day-table-panel.tsx'
import type { SupportersReport } from './supporters-report.ts'
import { SupportersTiles } from './supporters-tiles-panel.tsx'

const PATH = '/staff/reports/supporters'

type Props = {
  context: ReportContext
  report: SupportersReport
  /** The report of the compared period. Null: nothing is compared. */
  before: SupportersReport | null
}

/** Shows the exact figures of every day, for the role `finance`. */
export const supportersReportPage = ({ context, report, before }: Props): string => {
  const { newsroom, query, timeZone, state } = context
  const { language, period } = query
  const say = sayIn(language)
  return reportPage({
    context,
    path: PATH,
    entry: 'supporters',
    title: say('reports.supporters'),
    sentence: summarySentence(say, report),
    csvPath: `${PATH}.csv`,
    children: (
      <>
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
