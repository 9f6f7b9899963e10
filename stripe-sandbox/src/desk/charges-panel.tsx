import type { Charge } from '../objects/stripe-objects.ts'
import { amountIn, type DeskView, dayIn, PostButton, statusIn } from './desk-view.tsx'
import { nameOfCharge, nameOfCustomer } from './names.ts'

const SHOWN = 25

/** Payments that wait for a bank or for authentication. */
export const PendingPayments = ({ view }: { view: DeskView }) => {
  const { state, texts } = view
  const waiting = state
    .all('payment_intent')
    .filter((intent) => intent.status === 'processing' || intent.status === 'requires_action')
    .slice(-SHOWN)
    .reverse()
  if (waiting.length === 0) return null
  return (
    <section>
      <h2>{texts.waiting}</h2>
      <ul class="rows">
        {waiting.map(({ id, amount, currency, status, created, customer }) => (
          <li key={id}>
            <span>
              <strong>{amountIn(view, amount, currency)}</strong>{' '}
              <bdi>{nameOfCustomer(state, customer) ?? texts.nobody}</bdi>, {statusIn(view, status)} ·{' '}
              {dayIn(view, created)} · <code>{id}</code>
            </span>
            <PostButton view={view} to={`payment_intents/${id}/settle`}>
              {texts.settle}
            </PostButton>
            <PostButton view={view} to={`payment_intents/${id}/fail`}>
              {texts.fail}
            </PostButton>
          </li>
        ))}
      </ul>
    </section>
  )
}

export const Charges = ({ view }: { view: DeskView }) => {
  const { state, texts } = view
  const charges = state.all('charge').slice(-SHOWN).reverse()
  return (
    <section>
      <h2>{texts.charges}</h2>
      {charges.length === 0 ? <p>{texts.noCharges}</p> : null}
      <ul class="rows">
        {charges.map((charge) => (
          <li key={charge.id}>
            <span>
              <strong>{amountIn(view, charge.amount, charge.currency)}</strong>{' '}
              <bdi>{nameOfCharge(state, charge) ?? texts.nobody}</bdi>, {statusIn(view, charge.status)}
              {charge.disputed ? `, ${texts.disputed}` : ''}
              {charge.refunded ? `, ${texts.refunded}` : ''} · {dayIn(view, charge.created)} ·{' '}
              <code>{charge.id}</code>
            </span>
            <ChargeButtons view={view} charge={charge} />
          </li>
        ))}
      </ul>
    </section>
  )
}

const ChargeButtons = ({ view, charge }: { view: DeskView; charge: Charge }) => {
  const { state, texts } = view
  const { id, status, disputed, refunded } = charge
  const button = (action: string, label: string) => (
    <PostButton view={view} to={`charges/${id}/${action}`}>
      {label}
    </PostButton>
  )
  const refunds = state
    .idsOf('refund', id)
    .filter((each) => state.get('refund', each)?.status === 'succeeded')
  if (status !== 'succeeded') return null
  return (
    <>
      {!refunded && !disputed ? button('refund', texts.refundButton) : null}
      {disputed ? null : button('needs_response', texts.disputeButton)}
      {disputed ? button('won', texts.won) : null}
      {disputed ? button('lost', texts.lost) : null}
      {refunds.map((refund) => (
        <PostButton key={refund} view={view} to={`refunds/${refund}/fail`}>
          {texts.failRefund}
        </PostButton>
      ))}
    </>
  )
}
