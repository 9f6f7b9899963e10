import { type Language, sayIn } from '../../messages/messages.ts'
import { figureText } from '../explained/figure-words.ts'
import { PRESETS } from '../periods/period.ts'
import { MONTHS_PRESETS } from '../periods/period-chips-panel.tsx'
import { periodWords } from '../periods/period-words.ts'
import { earlierName } from '../plots/plot-words.ts'
import { type ReportContext, reportPage } from '../report-frame.tsx'
import type { ByRole } from '../report-request-routes.ts'
import { ReminderCohorts } from './cohorts-panel.tsx'
import { ReminderWeeks, SnoozeLengths, SnoozeMonths } from './snooze-plots-panel.tsx'
import type { SnoozeReport, Upcoming } from './snooze-report.ts'
import { SnoozeTiles } from './snooze-tiles-panel.tsx'
import { SNOOZE_TABLES } from './snoozes-csv.ts'

export const SNOOZES_PATH = '/staff/reports/snoozes'

type Props = {
  context: ReportContext & ByRole
  report: SnoozeReport
  /** The compared period. Null: nothing is compared. */
  before: SnoozeReport | null
  upcoming: Upcoming
}

/** Shows how readers use "Remind me later", and how many give after the reminder. */
export const snoozesPage = (props: Props): string => {
  const { context, report, before, upcoming } = props
  const { query, timeZone, state, isExact } = context
  const { language, period } = query
  const say = sayIn(language)
  const isEmpty = report.lengths.size === 0 && upcoming.weeks.every(({ reminders }) => reminders === 0)
  return reportPage({
    context: { ...context, currencies: [] },
    path: SNOOZES_PATH,
    entry: 'snoozes',
    title: say('snoozeReport.title'),
    sentence: summarySentence(report, isExact, language),
    csvPath: `${SNOOZES_PATH}.csv`,
    tables: SNOOZE_TABLES.map((table) => [table, say(`snoozeReport.csv.${table}`)] as const),
    presets: isExact ? PRESETS : MONTHS_PRESETS,
    children: (
      <>
        <p class="hint">{say(isExact ? 'snoozeReport.exact' : 'snoozeReport.rounded')}</p>
        <SnoozeTiles
          now={report}
          before={before}
          upcoming={upcoming}
          isExact={isExact}
          counted={{ language, timeZone, period: periodWords(period, language), state }}
        />
        {isEmpty ? (
          <p class="empty">{say(query.since === null ? 'snoozeReport.empty' : 'snoozeReport.emptyPeriod')}</p>
        ) : (
          <Plots {...props} />
        )}
      </>
    ),
  })
}

const Plots = ({ context: { query }, report, before, upcoming }: Props) => {
  const { language, compare, since } = query
  return (
    <>
      <SnoozeMonths
        months={report.months}
        since={since}
        earlier={before && { label: earlierName(compare, language), months: before.months }}
        language={language}
      />
      <SnoozeLengths lengths={report.lengths} total={report.total} language={language} />
      <ReminderWeeks upcoming={upcoming} language={language} />
      <ReminderCohorts cohorts={report.cohorts} language={language} />
    </>
  )
}

const summarySentence = (
  { total, cohortTotal }: SnoozeReport,
  isExact: boolean,
  language: Language,
): string => {
  const say = sayIn(language)
  const { snoozes } = total
  if (snoozes === 0) return say('snoozeReport.sentence.none')
  const first =
    snoozes === null
      ? say('snoozeReport.sentence.few')
      : say(isExact ? 'snoozeReport.sentence' : 'snoozeReport.sentence.atLeast', { snoozes })
  if (cohortTotal.share.is !== 'rate') return first
  const share = figureText(cohortTotal.share, language)
  return `${first} ${say('snoozeReport.sentence.share', { share })}`
}
