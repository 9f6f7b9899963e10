import { type Language, localeOf, type Say } from '../../messages/messages.ts'
import { formatMoney, money } from '../../money/money.ts'
import { ActionForm, FoldedId } from './staff-action-panel.tsx'
import type { Payment, RecordedAction } from './staff-supporter-store.ts'

type PanelProps = { say: Say; at: (day: Date) => string }
type PaymentsProps = PanelProps & { language: Language; customerId: string; payments: readonly Payment[] }

/** Shows payments as a table, newest first. A payment that is left can be refunded. */
export const Payments = ({ say, language, customerId, payments, at }: PaymentsProps) => (
  <section id="payments">
    <h2 id="payments-heading">{say('supporterView.payments')}</h2>
    {payments.length === 0 ? (
      <p>{say('supporterView.noPayments')}</p>
    ) : (
      <table class="payments" aria-labelledby="payments-heading">
        <thead>
          <tr>
            {(['date', 'amount', 'status', 'actions'] as const).map((each) => (
              <th scope="col" key={each}>
                {say(`supporterView.${each}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {payments.map((payment) => (
            <PaymentRow
              key={payment.id}
              say={say}
              language={language}
              customerId={customerId}
              payment={payment}
              at={at}
            />
          ))}
        </tbody>
      </table>
    )}
  </section>
)

type RowProps = PanelProps & { language: Language; customerId: string; payment: Payment }

const PaymentRow = ({ say, language, customerId, payment, at }: RowProps) => {
  const { id, amount, refunded, isDisputed } = payment
  const status = shownStatus(payment)
  const show = (minor: number) => formatMoney(money(minor, payment.currency), localeOf(language))
  const state = [
    say(`supporterView.payment.${status}`),
    ...(refunded > 0 ? [say('supporterView.refunded', { amount: show(refunded) })] : []),
    ...(isDisputed ? [say('supporterView.disputed')] : []),
  ]
  return (
    <tr>
      <th scope="row">{at(payment.at)}</th>
      <td class="payment-amount">
        <bdi>{show(amount)}</bdi>
      </td>
      <td>{state.join(', ')}</td>
      <td>
        {status === 'succeeded' && refunded < amount && !isDisputed ? (
          <ActionForm
            customerId={customerId}
            language={language}
            action="refund"
            label={say('supporterView.refund', { amount: show(amount - refunded) })}
            warning={say('supporterView.refund.sure')}
            field={['charge', id]}
          />
        ) : null}
        <FoldedId say={say} id={id} />
      </td>
    </tr>
  )
}

const shownStatus = ({ status }: Payment) =>
  status === 'succeeded' || status === 'failed' ? status : 'pending'

type HistoryProps = PanelProps & { actions: readonly RecordedAction[] }

/** Lists what the server or staff did to the supporter's subscriptions. */
export const ActionHistory = ({ say, actions, at }: HistoryProps) =>
  actions.length === 0 ? null : (
    <section id="history">
      <h2>{say('supporterView.history')}</h2>
      <ul class="cases">
        {actions.map((action) => (
          <li key={`${action.subscriptionId} ${action.what} ${action.at.toISOString()}`}>
            {at(action.at)}: {say(actionMessage(action))}{' '}
            {action.failed ? <strong>{action.failed}</strong> : null}
            <FoldedId say={say} id={action.subscriptionId} />
          </li>
        ))}
      </ul>
    </section>
  )

const KINDS = ['change', 'pause', 'resume', 'duplicate', 'replacement', 'refund'] as const
const CAUSES = ['chosen', 'dispute', 'staff', 'stopped', 'replaced'] as const

const actionMessage = ({ what, cause }: RecordedAction) => {
  const kind = KINDS.find((each) => each === what)
  return kind
    ? (`supporterView.action.${kind}` as const)
    : (`supporterView.canceled.${CAUSES.find((each) => each === cause) ?? 'stopped'}` as const)
}
