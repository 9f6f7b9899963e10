import { formatDayRange } from '../../messages/dates.ts'
import { type Language, localeOf, sayIn } from '../../messages/messages.ts'
import { monthOf } from '../../platform/calendar.ts'
import { countFigure, type Figure, moneyFigure } from '../explained/figure.ts'
import { FigureTile } from '../explained/figure-tile-panel.tsx'
import { withoutEvents } from '../explained/record-state.ts'
import { lastDayOfMonth } from '../periods/period.ts'
import { periodWords } from '../periods/period-words.ts'
import { countUnit } from '../plots/units.ts'
import { SMALL } from '../small-numbers.ts'
import { type OverviewContext, overviewFrame } from './overview-page.tsx'
import { Course } from './overview-tiles-panel.tsx'
import type { RoundedOverview } from './rounded-overview.ts'

type Props = { context: OverviewContext; overview: RoundedOverview }

/** Shows rounded figures for the role `report`: no events, and nothing that needs attention. */
export const roundedOverviewPage = ({ context, overview }: Props): string => {
  const { language } = context
  const say = sayIn(language)
  const moneyDay = lastDayOfMonth(overview.moneyMonth)
  const state = withoutEvents(context.state, context.now)
  return overviewFrame({
    context: { ...context, state },
    sentence:
      overview.active < SMALL
        ? say('rounded.sentence.few')
        : say('rounded.sentence.active', { now: overview.active }),
    children: (
      <>
        <p>
          {say('overview.rounded', { day: formatDayRange(moneyDay, moneyDay, { language, withYear: true }) })}
        </p>
        <Tiles context={{ ...context, state }} overview={overview} />
      </>
    ),
  })
}

const fewOr = (people: number | null): Figure =>
  people === null || people < SMALL ? { is: 'too-few' } : countFigure(people)

const countText = (people: number | null, language: Language): string =>
  people === null || people < SMALL
    ? sayIn(language)('rounded.few')
    : people.toLocaleString(localeOf(language))

const Tiles = ({ context: { newsroom, language, timeZone, days, state }, overview }: Props) => {
  const say = sayIn(language)
  const month = periodWords({ from: `${monthOf(days.today)}-01`, to: days.today }, language)
  const counted = { language, timeZone, period: month, state }
  const unit = countUnit(language, say('plots.people'))
  const few = 'few' as const
  const points = overview.course.map((each) => ({
    name: each.month,
    value: each.active < SMALL ? few : each.active,
  }))
  return (
    <dl class="headlines headlines-lead">
      <FigureTile
        metric="active-supporters"
        figures={[
          {
            figure: fewOr(overview.active),
            before: fewOr(overview.activeBefore),
            text: countText(overview.active, language),
          },
        ]}
        counted={counted}
        explanation={{ definition: say('rounded.activeHelp') }}
      >
        <Course metric="active-supporters" unit={unit} language={language} points={points} />
      </FigureTile>
      <FigureTile
        metric="mrr"
        figures={newsroom.giving.map(({ currency }) => {
          const [now, before] = [overview.mrr.get(currency), overview.mrrBefore.get(currency)]
          const figure = (minor: number | undefined): Figure =>
            minor === undefined ? { is: 'too-few' } : moneyFigure(minor, currency)
          const shown = { figure: figure(now), before: figure(before), currency }
          return now === undefined ? { ...shown, text: say('rounded.fewInCurrency', { currency }) } : shown
        })}
        counted={counted}
        explanation={{ definition: say('rounded.mrrHelp') }}
      />
      <FigureTile
        metric="new-supporters"
        label={say('overview.newThisMonth')}
        figures={[
          {
            figure: overview.new === null ? { is: 'too-few' } : countFigure(overview.new),
            before: null,
            text: countText(overview.new, language),
          },
        ]}
        counted={counted}
        explanation={{ definition: say('rounded.newHelp') }}
      />
    </dl>
  )
}
