import type { PastDueContribution } from '../../billing/staff-inbox/attention-store.ts'
import { sayIn } from '../../messages/messages.ts'
import { ExportPanel } from '../export/export-panel.tsx'
import { periodWords } from '../periods/period-words.ts'
import { type ReportContext, reportPage } from '../report-frame.tsx'
import { AtRiskTiles } from './at-risk-tiles-panel.tsx'
import { atRiskSentence } from './at-risk-words.ts'
import type { PastDue } from './past-due.ts'
import { PastDueNow } from './past-due-panel.tsx'
import type { Recovery } from './recovery.ts'
import { RecoveryOfPeriod } from './recovery-panel.tsx'
import { WorkingList } from './working-list-panel.tsx'

const PATH = '/staff/reports/at-risk'
export const PAST_DUE_CSV = `${PATH}/past-due.csv`

type Props = {
  context: ReportContext
  pastDue: PastDue
  recovery: Recovery
  /** The failures of the compared period. Null: nothing is compared. */
  before: Recovery | null
  list: readonly PastDueContribution[]
}

/** Shows the contributions that are past due, and how many were recovered in the period. */
export const atRiskPage = ({ context, pastDue, recovery, before, list }: Props): string => {
  const { newsroom, query, timeZone, state } = context
  const { language, period, currency } = query
  const say = sayIn(language)
  return reportPage({
    context,
    path: PATH,
    entry: 'at-risk',
    title: say('atRisk.title'),
    sentence: atRiskSentence(pastDue, recovery, language),
    csvPath: `${PATH}.csv`,
    csvTitle: say('atRisk.endedCsv'),
    children: (
      <>
        <AtRiskTiles
          pastDue={pastDue}
          recovery={recovery}
          before={before}
          usual={currency ?? newsroom.giving[0].currency}
          counted={{ language, timeZone, period: periodWords(period, language), state }}
        />
        <PastDueNow language={language} pastDue={pastDue} />
        {pastDue.all.contributions === 0 ? null : (
          <ExportPanel path={PAST_DUE_CSV} query={query} title={say('atRisk.pastDueCsv')} />
        )}
        <RecoveryOfPeriod language={language} recovery={recovery} />
        <WorkingList language={language} timeZone={timeZone} rows={list} />
      </>
    ),
  })
}
