import { formatMonth } from '../../messages/dates.ts'
import { type Say, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { monthOf } from '../../platform/calendar.ts'
import { figureText } from '../explained/figure-words.ts'
import { Chips } from '../periods/period-chips-panel.tsx'
import { periodWords } from '../periods/period-words.ts'
import { type ReportQuery, reportHref } from '../periods/report-query.ts'
import { type ReportContext, reportPage } from '../report-frame.tsx'
import { headlineAge, LEAST_PEOPLE, retainedAfter } from './cohort-groups.ts'
import { CohortMap } from './cohort-map-panel.tsx'
import { CADENCES, type CohortCadence, type Cohorts } from './cohorts.ts'
import { AgesTable, RetainedTiles, retentionFigure } from './retained-panel.tsx'
import type { CohortRow } from './retention.ts'

export const PATH = '/staff/reports/cohorts'

type Props = {
  context: ReportContext
  currency: Currency
  cadence: CohortCadence
  cohorts: Cohorts
  /** The cohorts of the compared period. Null: nothing is compared. */
  before: Cohorts | null
  /** The last month that has ended. */
  lastMonth: string
}

/** Shows how many of those who began in a month stay, and how much of their money. */
export const cohortsPage = (props: Props): string => {
  const { context, cohorts } = props
  const { language } = context.query
  const say = sayIn(language)
  return reportPage({
    context,
    path: PATH,
    entry: 'cohorts',
    title: say('cohorts.title'),
    sentence: summarySentence(props),
    csvPath: `${PATH}.csv`,
    tables: [
      ['people', say('cohorts.csv.people')],
      ['money', say('cohorts.csv.money')],
    ],
    isOneCurrency: true,
    children: (
      <>
        <CadenceChips query={context.query} cadence={props.cadence} />
        {cohorts.people.length > 0 ? <Maps {...props} /> : null}
        <p class="hint">{say('cohorts.note', { month: formatMonth(props.lastMonth, language) })}</p>
      </>
    ),
  })
}

const CadenceChips = ({ query, cadence }: { query: ReportQuery; cadence: CohortCadence }) => {
  const say = sayIn(query.language)
  return (
    <div class="report-query">
      <Chips
        label={say('cohorts.cadence')}
        chips={[null, ...CADENCES].map((each) => ({
          text: say(`cohorts.cadence.${each ?? 'all'}`),
          href: reportHref(PATH, { ...query, extra: each === null ? [] : [['cadence', each]] }),
          isCurrent: each === cadence,
        }))}
      />
    </div>
  )
}

const Maps = ({ context, currency, cohorts, before }: Props) => {
  const { query, timeZone, state } = context
  const { language, period } = query
  const say = sayIn(language)
  const counted = { language, timeZone, period: periodWords(period, language), state }
  const age = headlineAge(cohorts.people)
  return (
    <>
      {age === null ? null : (
        <>
          <RetainedTiles {...{ cohorts, before, age, currency, counted }} />
          <AgesTable {...{ cohorts, currency, counted }} />
        </>
      )}
      <CohortMap
        rows={cohorts.people}
        title={say('cohorts.people')}
        unitName={say('cohorts.people.unit')}
        note={say('cohorts.note.people')}
        tableTitle={say('cohorts.people.table')}
        language={language}
      />
      {hasTenPeople(cohorts.money) ? (
        <CohortMap
          rows={cohorts.money}
          title={say('cohorts.money', { currency })}
          unitName={say('cohorts.money.unit')}
          note={say('cohorts.note.money')}
          tableTitle={say('cohorts.money.table')}
          language={language}
        />
      ) : (
        <p class="empty">{say('cohorts.noMoney', { currency })}</p>
      )}
    </>
  )
}

const hasTenPeople = (rows: readonly CohortRow[]): boolean =>
  rows.reduce((sum, { people }) => sum + people, 0) >= LEAST_PEOPLE

const summarySentence = ({ context, cohorts, lastMonth }: Props): string => {
  const { language, period } = context.query
  const say: Say = sayIn(language)
  if (monthOf(period.from) > lastMonth) return say('cohorts.sentence.notOver')
  if (cohorts.people.length === 0) return say('cohorts.sentence.none')
  const age = headlineAge(cohorts.people)
  const retained = age === null ? null : retainedAfter(cohorts.people, age)
  if (retained === null) return say('cohorts.sentence.few')
  const rate = figureText(retentionFigure(retained), language)
  return say('cohorts.sentence', { rate, left: retained.left, people: retained.size, months: retained.age })
}
