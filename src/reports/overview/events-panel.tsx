import { formatInstant } from '../../messages/dates.ts'
import { type Language, sayIn } from '../../messages/messages.ts'
import { moneyFigure } from '../explained/figure.ts'
import { figureText } from '../explained/figure-words.ts'
import { monthlyOf } from '../monthly.ts'
import type { LatestEvent } from './event-store.ts'

type Props = { language: Language; timeZone: string; events: readonly LatestEvent[] }

/** Lists the latest events, newest first, without names. */
export const LatestEvents = ({ language, timeZone, events }: Props) => {
  const say = sayIn(language)
  return (
    <section>
      <h2>{say('overview.events')}</h2>
      {events.length === 0 ? <p>{say('overview.events.none')}</p> : null}
      <ul class="cases events">
        {events.map((event, index) => (
          <li key={index} data-event={event.kind}>
            <span>{eventText(event, language)}</span>{' '}
            <time class="hint" dateTime={event.at.toISOString()}>
              {formatInstant(event.at, language, timeZone)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Says one event: `New supporter: $5.00 a month`. */
export const eventText = (event: LatestEvent, language: Language): string => {
  const say = sayIn(language)
  const cause = event.is === 'movement' && event.cause !== null ? event.cause.replace('-', '') : 'other'
  return say(`overview.event.${event.kind}`, { amount: amountText(event, language), cause })
}

const amountText = (event: LatestEvent, language: Language): string => {
  const say = sayIn(language)
  const text = (minor: number): string => figureText(moneyFigure(minor, event.currency), language)
  if (event.is === 'entry') return text(event.amount)
  return event.cadence === 'yearly'
    ? say('overview.event.aYear', { amount: text(event.amount) })
    : say('overview.event.aMonth', { amount: text(monthlyOf(event.amount)) })
}
