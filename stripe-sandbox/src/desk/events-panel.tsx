import type { Event } from '../objects/stripe-objects.ts'
import type { Attempt } from '../state/tables.ts'
import { fill } from './desk-texts.ts'
import { amountIn, type DeskView, dayIn } from './desk-view.tsx'
import { amountOfEvent, nameOfEvent } from './names.ts'

const SHOWN_EVENTS = 12
const SHOWN_DELIVERIES = 40

/** The newest events that say something to a person, in words. */
export const RecentEvents = ({ view }: { view: DeskView }) => {
  const { state, texts } = view
  const told = state
    .all('event')
    .filter(({ type }) => texts.eventTexts[type] !== undefined)
    .slice(-SHOWN_EVENTS)
    .reverse()
  return (
    <section id="events">
      <h2>{texts.events}</h2>
      {told.length === 0 ? <p>{texts.noEvents}</p> : null}
      <ul class="rows">
        {told.map((event) => (
          <li key={event.id}>
            <span>
              {inWords(view, event)} <span class="small">{dayIn(view, event.created)}</span>{' '}
              <code>{event.type}</code>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const inWords = (view: DeskView, event: Event): string => {
  const { state, texts } = view
  const currency = event.data.object['currency']
  const amount = amountOfEvent(event)
  return fill(texts.eventTexts[event.type] ?? '', {
    who: nameOfEvent(state, event) ?? texts.nobody,
    amount: amount === null || typeof currency !== 'string' ? '—' : amountIn(view, amount, currency),
  })
}

export const Deliveries = ({ view }: { view: DeskView }) => {
  const { state, texts } = view
  const attempts = state.all('attempt').slice(-SHOWN_DELIVERIES).reverse()
  return (
    <section>
      <h2>{texts.deliveries}</h2>
      {attempts.length === 0 ? <p>{texts.noDeliveries}</p> : null}
      <ul class="rows">
        {attempts.map((attempt) => (
          <li key={`${attempt.event} ${attempt.attempt} ${attempt.at}`}>
            <span>
              <code>{attempt.type}</code> {resultOf(view, attempt)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const resultOf = ({ texts }: DeskView, { status, attempt }: Attempt): string => {
  const result = status === null ? texts.dropped : String(status || texts.noAnswer)
  return attempt > 1 ? `${result}, ${fill(texts.attempt, { number: String(attempt) })}` : result
}
