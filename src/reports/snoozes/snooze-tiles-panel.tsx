import { type Language, sayIn } from '../../messages/messages.ts'
import { countFigure, type Figure } from '../explained/figure.ts'
import { FigureTile, roundedText } from '../explained/figure-tile-panel.tsx'
import { type Counted, type Explanation, type Input, metricInput } from '../explained/how-counted-panel.tsx'
import type { Metric } from '../explained/metric.ts'
import type { SnoozeReport, Upcoming } from './snooze-report.ts'
import { figureOfPeople } from './snoozes.ts'

type Props = {
  now: SnoozeReport
  /** The compared period. Null: nothing is compared. */
  before: SnoozeReport | null
  upcoming: Upcoming
  isExact: boolean
  counted: Counted
}

type Tile = { metric: Metric; figureOf: (of: SnoozeReport) => Figure; inputs?: readonly Input[] }

/** Shows the headline figures. */
export const SnoozeTiles = ({ now, before, upcoming, isExact, counted }: Props) => {
  const { language } = counted
  const explain = (metric: Metric, inputs: readonly Input[] = []): Explanation =>
    isExact ? { inputs } : { definition: roundedDefinition(metric, language) }
  const tiles: Tile[] = [
    { metric: 'snoozes', figureOf: ({ total }) => figureOfPeople(total.snoozes) },
    { metric: 'snooze-rate', figureOf: ({ total }) => total.rate, inputs: rateInputs(now, language) },
    {
      metric: 'snooze-to-support',
      figureOf: ({ cohortTotal }) => cohortTotal.share,
      inputs: shareInputs(now, language),
    },
  ]
  return (
    <dl class="headlines">
      {tiles.map(({ metric, figureOf, inputs }) => (
        <FigureTile
          key={metric}
          metric={metric}
          figures={[
            {
              figure: figureOf(now),
              before: before && figureOf(before),
              ...(isExact ? {} : roundedText(figureOf(now), language)),
            },
          ]}
          counted={counted}
          explanation={explain(metric, inputs)}
        />
      ))}
      <FigureTile
        metric="reminders-due"
        figures={[
          {
            figure: figureOfPeople(upcoming.next),
            before: null,
            ...(isExact ? {} : roundedText(figureOfPeople(upcoming.next), language)),
          },
        ]}
        counted={counted}
        explanation={explain('reminders-due')}
      />
    </dl>
  )
}

const roundedDefinition = (metric: Metric, language: Language): string => {
  const say = sayIn(language)
  return `${say(`definition.${metric}`)} ${say('appealReport.roundedHelp')}`
}

const rateInputs = ({ total }: SnoozeReport, language: Language): Input[] => [
  metricInput({ sign: '', metric: 'snoozes', figure: figureOfPeople(total.snoozes) }, language),
  metricInput({ sign: '÷', metric: 'appeals-shown', figure: countFigure(total.shown) }, language),
]

const shareInputs = ({ cohortTotal: { due, paid } }: SnoozeReport, language: Language): Input[] => [
  metricInput({ sign: '', metric: 'reminded-payments', figure: figureOfPeople(paid) }, language),
  { sign: '÷', label: sayIn(language)('snoozeReport.due'), figure: figureOfPeople(due) },
]
