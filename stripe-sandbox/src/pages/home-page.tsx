import { type DeliveryMode, MODES } from '../deliveries/delivery-mode.ts'
import type { State } from '../state/state.ts'
import { formatAmount, htmlDocument } from './html-document.tsx'

type Props = { state: State; now: Date; mode: DeliveryMode }

const HOUR_S = 3600
const ADVANCES: readonly (readonly [string, number])[] = [
  ['1 hour', HOUR_S],
  ['1 day', 24 * HOUR_S],
  ['7 days', 7 * 24 * HOUR_S],
  ['32 days', 32 * 24 * HOUR_S],
]

/** The state of the sandbox, with buttons for the control actions. */
export const homePage = ({ state, now, mode }: Props): string =>
  htmlDocument({
    language: 'en',
    title: 'Stripe sandbox',
    children: (
      <main class="home">
        <h1>
          Stripe sandbox <span class="badge">no money moves here</span>
        </h1>
        <section>
          <h2>Clock</h2>
          <p>
            It is <time dateTime={now.toISOString()}>{now.toUTCString()}</time>. Subscriptions renew and
            reminders come due as it is moved.
          </p>
          <div class="buttons">
            {ADVANCES.map(([label, seconds]) => (
              <form key={label} method="post" action="/control/clock">
                <input type="hidden" name="advanceSeconds" value={String(seconds)} />
                <button type="submit">Advance {label}</button>
              </form>
            ))}
          </div>
        </section>
        <section>
          <h2>Webhooks</h2>
          <p>
            Deliveries are in the mode <strong>{mode}</strong>.
          </p>
          <div class="buttons">
            {MODES.map((each) => (
              <form key={each} method="post" action="/control/deliveries">
                <input type="hidden" name="mode" value={each} />
                <button type="submit" disabled={each === mode}>
                  {each}
                </button>
              </form>
            ))}
            <form method="post" action="/control/flush">
              <button type="submit">Send what is held</button>
            </form>
          </div>
        </section>
        <PendingPayments state={state} />
        <Subscriptions state={state} />
        <Charges state={state} />
        <RecentDeliveries state={state} />
      </main>
    ),
  })

const Subscriptions = ({ state }: { state: State }) => {
  const subscriptions = state.all('subscription').reverse().slice(0, 25)
  return (
    <section>
      <h2>Subscriptions</h2>
      {subscriptions.length === 0 ? <p>None yet.</p> : null}
      <ul class="rows">
        {subscriptions.map((subscription) => {
          const [item] = subscription.items.data
          const amount = formatAmount(item?.price.unit_amount ?? 0, subscription.currency, 'en')
          return (
            <li key={subscription.id}>
              <code>{subscription.id}</code> {amount} a {item?.price.recurring?.interval},{' '}
              {subscription.status}
              {subscription.status === 'canceled' ? null : (
                <form method="post" action={`/control/subscriptions/${subscription.id}/cancel`}>
                  <button type="submit">Cancel at once</button>
                </form>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const ActionButton = ({ to, children }: { to: string; children: string }) => (
  <form method="post" action={`/control/${to}`}>
    <button type="submit">{children}</button>
  </form>
)

/** Payments that wait for a bank or for authentication. */
const PendingPayments = ({ state }: { state: State }) => {
  const waiting = state
    .all('payment_intent')
    .filter((intent) => intent.status === 'processing' || intent.status === 'requires_action')
    .slice(-25)
    .reverse()
  if (waiting.length === 0) return null
  return (
    <section>
      <h2>Payments that wait</h2>
      <ul class="rows">
        {waiting.map((intent) => (
          <li key={intent.id}>
            <code>{intent.id}</code> {formatAmount(intent.amount, intent.currency, 'en')}, {intent.status}
            <ActionButton to={`payment_intents/${intent.id}/settle`}>Let it succeed</ActionButton>
            <ActionButton to={`payment_intents/${intent.id}/fail`}>Let it fail</ActionButton>
          </li>
        ))}
      </ul>
    </section>
  )
}

const Charges = ({ state }: { state: State }) => {
  const charges = state.all('charge').slice(-25).reverse()
  const refunds = state.all('refund').filter((refund) => refund.status === 'succeeded')
  return (
    <section>
      <h2>Charges</h2>
      {charges.length === 0 ? <p>None yet.</p> : null}
      <ul class="rows">
        {charges.map((charge) => (
          <li key={charge.id}>
            <code>{charge.id}</code> {formatAmount(charge.amount, charge.currency, 'en')}, {charge.status}
            {charge.disputed ? ', disputed' : ''}
            {charge.refunded ? ', refunded' : ''}
            {charge.status === 'succeeded' && !charge.refunded && !charge.disputed ? (
              <ActionButton to={`charges/${charge.id}/refund`}>Refund</ActionButton>
            ) : null}
            {charge.status === 'succeeded' && !charge.disputed ? (
              <ActionButton to={`charges/${charge.id}/needs_response`}>Dispute</ActionButton>
            ) : null}
            {charge.disputed ? (
              <ActionButton to={`charges/${charge.id}/won`}>Dispute won</ActionButton>
            ) : null}
            {charge.disputed ? (
              <ActionButton to={`charges/${charge.id}/lost`}>Dispute lost</ActionButton>
            ) : null}
            {refunds
              .filter((refund) => refund.charge === charge.id)
              .map((refund) => (
                <ActionButton key={refund.id} to={`refunds/${refund.id}/fail`}>
                  Let its refund fail
                </ActionButton>
              ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

const RecentDeliveries = ({ state }: { state: State }) => {
  const attempts = state.all('attempt').slice(-40).reverse()
  return (
    <section>
      <h2>Latest deliveries</h2>
      {attempts.length === 0 ? <p>Nothing has been sent yet.</p> : null}
      <ul class="rows">
        {attempts.map((attempt) => (
          <li key={`${attempt.event} ${attempt.attempt} ${attempt.at}`}>
            <code>{attempt.type}</code> {attempt.status === null ? 'dropped' : attempt.status || 'no answer'}
            {attempt.attempt > 1 ? `, try ${attempt.attempt}` : ''}
          </li>
        ))}
      </ul>
    </section>
  )
}
