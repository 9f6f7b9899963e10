import { formatDayRange } from '../../messages/dates.ts'
import { type Language, sayIn } from '../../messages/messages.ts'
import { countFigure } from '../explained/figure.ts'
import { figureText } from '../explained/figure-words.ts'
import type { Counted } from '../explained/how-counted-panel.tsx'
import type { Metric } from '../explained/metric.ts'
import { isPeopleIdentity, type PeopleIdentity } from '../movements/people-identity.ts'

type SumPart = { sign: '+' | '−'; part: Exclude<keyof PeopleIdentity, 'start' | 'end'>; metric: Metric }

/** The parts of the sum, in the order in which it is read. */
export const SUM_PARTS = [
  { sign: '+', part: 'new', metric: 'new-supporters' },
  { sign: '+', part: 'reactivated', metric: 'reactivated-supporters' },
  { sign: '+', part: 'resumed', metric: 'resumed-supporters' },
  { sign: '+', part: 'transferredIn', metric: 'transferred-in' },
  { sign: '−', part: 'paused', metric: 'paused-supporters' },
  { sign: '−', part: 'lost', metric: 'lost-supporters' },
  { sign: '−', part: 'transferredOut', metric: 'transferred-out' },
] as const satisfies readonly SumPart[]

const START = { sign: '', part: 'start', metric: 'supporters-at-start' } as const

type Props = {
  people: PeopleIdentity
  /** The people of the compared period. Null: nothing is compared. */
  before: PeopleIdentity | null
  counted: Counted
  /** The last day, and the failing renewals if that is today. */
  until: string
  failing: number | null
}

/** Shows how the number of supporters came about as a sum, and checks it. */
export const SumPanel = ({ people, before, counted, until, failing }: Props) => {
  const { language } = counted
  const say = sayIn(language)
  const text = (count: number): string => figureText(countFigure(count), language)
  const cellBefore = (count: number | undefined) => (count === undefined ? null : <td>{text(count)}</td>)
  return (
    <section class="scroll" tabindex={0} aria-label={say('supporters.sum')}>
      <table class="sum">
        <caption class="visually-hidden">{say('supporters.sum')}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{say('supporters.people')}</th>
            {before === null ? null : <th scope="col">{say('plots.earlier.before')}</th>}
          </tr>
        </thead>
        <tbody>
          {[START, ...SUM_PARTS].map(({ sign, part, metric }) => (
            <tr key={part}>
              <th scope="row">
                <span class="sum-sign">{sign}</span> <a href={`#how-${metric}`}>{say(`metric.${metric}`)}</a>
              </th>
              <td>
                <data data-metric={metric} value={String(people[part])}>
                  {text(people[part])}
                </data>
              </td>
              {cellBefore(before?.[part])}
            </tr>
          ))}
          <tr class="sum-result">
            <th scope="row">
              <span class="sum-sign">=</span>{' '}
              {say('supporters.sum.end', {
                day: formatDayRange(until, until, { language, withYear: false }),
              })}
            </th>
            <td>{text(people.end)}</td>
            {cellBefore(before?.end)}
          </tr>
          {failing === null ? null : (
            <tr>
              <th scope="row">
                <span class="sum-sign">{failing > 0 ? '⚠' : ''}</span> {say('supporters.sum.failing')}
              </th>
              <td>{text(failing)}</td>
              {before === null ? null : <td />}
            </tr>
          )}
        </tbody>
      </table>
      <SumCheck people={people} language={language} />
      <SumWords counted={counted} />
    </section>
  )
}

/** Writes the sum in one line. Staff can check it by hand. */
const SumCheck = ({ people, language }: { people: PeopleIdentity; language: Language }) => {
  const say = sayIn(language)
  const text = (count: number): string => figureText(countFigure(count), language)
  const parts = SUM_PARTS.map(({ sign, part }) => `${sign} ${text(people[part])}`)
  const sum = [text(people.start), ...parts].join(' ')
  return isPeopleIdentity(people) ? (
    <p class="hint">{say('supporters.sum.right', { sum: `${sum} = ${text(people.end)}` })}</p>
  ) : (
    <p class="remark" role="alert">
      {say('supporters.sum.wrong', { sum, end: text(people.end) })}
    </p>
  )
}

/** Defines all parts of the sum in one panel. The name of each part leads into it. */
const SumWords = ({ counted: { language, period, timeZone } }: { counted: Counted }) => {
  const say = sayIn(language)
  return (
    <details class="how">
      <summary>
        {say('how.title')}
        <span class="visually-hidden">: {say('supporters.sum')}</span>
      </summary>
      <dl>
        {[START, ...SUM_PARTS].map(({ metric }) => (
          <div key={metric} id={`how-${metric}`}>
            <dt>{say(`metric.${metric}`)}</dt>
            <dd>{say(`definition.${metric}`)}</dd>
          </div>
        ))}
      </dl>
      <p>{say('supporters.sum.transfers')}</p>
      <p>{say('how.period', { period, zone: timeZone })}</p>
    </details>
  )
}
