import type { Customer, Subscription } from '../objects/stripe-objects.ts'
import { fill } from './desk-texts.ts'
import { amountIn, type DeskView, dayIn, PostButton, statusIn } from './desk-view.tsx'
import { nameOfCustomer } from './names.ts'
import { renewalOf } from './scenarios.ts'

const SHOWN = 25

/** The newest customers with their subscriptions. */
export const Customers = ({ view }: { view: DeskView }) => {
  const { state, texts } = view
  const customers = state.all('customer').slice(-SHOWN).reverse()
  return (
    <section id="customers">
      <h2>{texts.customers}</h2>
      {customers.length === 0 ? <p>{texts.noCustomers}</p> : null}
      {customers.map((customer) => (
        <CustomerRow key={customer.id} view={view} customer={customer} />
      ))}
    </section>
  )
}

const CustomerRow = ({ view, customer }: { view: DeskView; customer: Customer }) => {
  const { state, texts } = view
  const subscriptions = state.idsOf('subscription', customer.id).flatMap((id) => {
    const found = state.get('subscription', id)
    return found ? [found] : []
  })
  return (
    <article class="customer">
      <h3>
        <bdi>{nameOfCustomer(state, customer.id) ?? texts.nobody}</bdi>
      </h3>
      <p class="small">
        {customer.name && customer.email ? <bdi>{customer.email} · </bdi> : null}
        {fill(texts.since, { date: dayIn(view, customer.created) })} · <code>{customer.id}</code>
      </p>
      <ul class="rows">
        {subscriptions.map((subscription) => (
          <SubscriptionRow key={subscription.id} view={view} subscription={subscription} />
        ))}
      </ul>
    </article>
  )
}

const SubscriptionRow = ({ view, subscription }: { view: DeskView; subscription: Subscription }) => {
  const { texts } = view
  const { id, status, currency, items, start_date: startedAt, ended_at: endedAt } = subscription
  const price = items.data[0]?.price
  const amount = amountIn(view, price?.unit_amount ?? 0, currency)
  return (
    <li>
      <span>
        <strong>{fill(patternOf(view, price?.recurring?.interval), { amount })}</strong>,{' '}
        {statusIn(view, status)} · {fill(texts.started, { date: dayIn(view, startedAt) })} ·{' '}
        {nextDate(view, subscription)} · <code>{id}</code>
      </span>
      {endedAt === null ? (
        <PostButton view={view} to={`subscriptions/${id}/cancel`}>
          {texts.cancelNow}
        </PostButton>
      ) : null}
    </li>
  )
}

const patternOf = ({ texts }: DeskView, interval: string | undefined): string => {
  if (interval === 'month') return texts.month
  return interval === 'year' ? texts.year : texts.otherInterval
}

const nextDate = (view: DeskView, subscription: Subscription): string => {
  const { texts } = view
  const { ended_at: endedAt, cancel_at: cancelAt, pause_collection: pause } = subscription
  if (endedAt !== null) return fill(texts.ended, { date: dayIn(view, endedAt) })
  if (cancelAt !== null) return fill(texts.endsOn, { date: dayIn(view, cancelAt) })
  if (pause?.resumes_at) return fill(texts.pausedUntil, { date: dayIn(view, pause.resumes_at) })
  return fill(texts.renews, { date: dayIn(view, renewalOf(subscription)) })
}
