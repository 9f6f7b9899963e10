import { type Language, sayIn } from '../../messages/messages.ts'
import { rateOf } from '../explained/figure.ts'
import { figureText } from '../explained/figure-words.ts'
import { BarsChart } from '../plots/bars-chart.tsx'
import { FiguresTable, tableOf } from '../plots/figures-table-panel.tsx'
import { barFigures, type Figure, type Point } from '../plots/plot-data.ts'
import { earlierOf } from '../plots/plot-words.ts'
import { DistributionChart } from '../plots/rows-chart.tsx'
import { countUnit } from '../plots/units.ts'
import { lengthText } from './length-words.ts'
import type { SnoozeReport, Upcoming } from './snooze-report.ts'
import { figureOfPeople, type People, type SnoozeMonth } from './snoozes.ts'

const plotted = (people: People): Figure => people ?? 'few'

type MonthsProps = {
  months: readonly SnoozeMonth[]
  since: string | null
  /** The compared period. Null: nothing is compared. */
  earlier: { label: string; months: readonly SnoozeMonth[] } | null
  language: Language
}

/** Shows the snoozes of each month. */
export const SnoozeMonths = ({ months, since, earlier, language }: MonthsProps) => {
  const say = sayIn(language)
  const pointsOf = (of: readonly SnoozeMonth[]): Point[] =>
    of.map(({ month, snoozes }) => ({
      name: month,
      value: since === null || month < since.slice(0, month.length) ? null : plotted(snoozes),
    }))
  const unit = countUnit(language, say('snoozeReport.unit'))
  const series = [{ label: say('metric.snoozes'), points: pointsOf(months) }]
  const before =
    earlier === null
      ? undefined
      : earlierOf([{ label: '', points: pointsOf(earlier.months) }], earlier.label, language)
  return (
    <section>
      <h2>{say('snoozeReport.months')}</h2>
      <BarsChart
        label={say('snoozeReport.months')}
        series={series}
        earlier={before}
        unit={unit}
        language={language}
      />
      <FiguresTable
        caption={say('movements.table')}
        {...tableOf(barFigures(series, before), say('income.month'), { unit, language })}
      />
    </section>
  )
}

type LengthsProps = Pick<SnoozeReport, 'lengths' | 'total'> & { language: Language }

/** Shows which lengths readers choose. */
export const SnoozeLengths = ({ lengths, total, language }: LengthsProps) => {
  const say = sayIn(language)
  const named = [...lengths].map(([length, people]) => ({ name: lengthText(length, language), people }))
  return (
    <section>
      <h2>{say('snoozeReport.lengths')}</h2>
      <DistributionChart
        label={say('snoozeReport.lengths')}
        groups={named.map(({ name, people }) => ({ label: name, value: plotted(people) }))}
        unit={countUnit(language, say('snoozeReport.unit'))}
        language={language}
      />
      <FiguresTable
        caption={say('snoozeReport.lengthsTable')}
        isOpen
        columns={[say('snoozeReport.length'), say('metric.snoozes'), say('snoozeReport.share')]}
        rows={named.map(({ name, people }) => ({
          name,
          cells: [
            figureText(figureOfPeople(people), language),
            figureText(rateOf({ part: people, base: total.snoozes }), language),
          ],
        }))}
      />
    </section>
  )
}

/** Shows how many snoozes end in each week: past ones, and the next twelve. */
export const ReminderWeeks = ({ upcoming, language }: { upcoming: Upcoming; language: Language }) => {
  const say = sayIn(language)
  const unit = countUnit(language, say('snoozeReport.reminders'))
  const points = upcoming.weeks.map(({ week, reminders }) => ({ name: week, value: plotted(reminders) }))
  const series = [{ label: say('snoozeReport.due'), points }]
  return (
    <section>
      <h2>{say('snoozeReport.weeks')}</h2>
      <p class="hint">{say('snoozeReport.weeksHint')}</p>
      <BarsChart label={say('snoozeReport.weeks')} series={series} unit={unit} language={language} />
      <FiguresTable
        caption={say('snoozeReport.weeksTable')}
        {...tableOf(barFigures(series, undefined), say('snoozeReport.week'), { unit, language })}
      />
    </section>
  )
}
