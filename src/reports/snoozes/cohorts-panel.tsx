import { type Language, sayIn } from '../../messages/messages.ts'
import { figureText } from '../explained/figure-words.ts'
import { BarsChart } from '../plots/bars-chart.tsx'
import { FiguresTable } from '../plots/figures-table-panel.tsx'
import type { Figure } from '../plots/plot-data.ts'
import { nameText } from '../plots/plot-words.ts'
import { percentUnit } from '../plots/units.ts'
import { figureOfPeople, type ReminderCohort } from './snoozes.ts'

type Props = { cohorts: readonly ReminderCohort[]; language: Language }

const plotted = ({ share }: ReminderCohort): Figure => {
  if (share.is === 'rate') return share.rate
  return share.is === 'too-few' ? 'few' : null
}

/** Shows which share of the readers who were reminded gave within 30 days, by the month of the reminder. */
export const ReminderCohorts = ({ cohorts, language }: Props) => {
  const say = sayIn(language)
  const share = say('metric.snooze-to-support')
  const points = cohorts.map((cohort) => ({ name: cohort.month, value: plotted(cohort) }))
  return (
    <section>
      <h2>{say('snoozeReport.cohorts')}</h2>
      <p class="hint">{say('snoozeReport.cohortsHint')}</p>
      <BarsChart
        label={say('snoozeReport.cohorts')}
        series={[{ label: share, points }]}
        unit={percentUnit(language, say('snoozeReport.ofDue'))}
        language={language}
      />
      <FiguresTable
        caption={say('snoozeReport.cohortsTable')}
        isOpen
        columns={[
          say('snoozeReport.cohort'),
          say('snoozeReport.due'),
          say('metric.reminded-payments'),
          share,
        ]}
        rows={cohorts.map((cohort) => ({
          name: nameText(cohort.month, language),
          cells: [
            figureText(figureOfPeople(cohort.due), language),
            figureText(figureOfPeople(cohort.paid), language),
            cohort.isOver ? figureText(cohort.share, language) : say('snoozeReport.notOver'),
          ],
        }))}
      />
    </section>
  )
}
