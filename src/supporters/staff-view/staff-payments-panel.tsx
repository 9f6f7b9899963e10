import { type Language, localeOf, type Say } from '../../messages/messages.ts'
import { formatMoney, money } from '../../money/money.ts'
import { ActionForm } from './staff-action-panel.tsx'
import type { Payment, RecordedAction } from './staff-supporter-store.ts'

type PanelProps = { say: Say; at: (day: Date) => string }
type PaymentsProps = PanelProps & { language: Language; customerId: string; payments: readonly Payment[] }

export const Payments = ({ say, language, customerId, payments, at }: PaymentsProps) => (
  <section>
    <h2>{say('supporterView.payments')}</h2>
    {payments.length === 0 ? <p>{say('inbox.none')}</p> : null}
    <ul class="cases">
      {payments.map((payment) => (
        <PaymentLine
          key={payment.id}
          say={say}
          language={language}
          customerId={customerId}
          payment={payment}
          at={at}
        />
      ))}
    </ul>
  </section>
)

type LineProps = PanelProps & { language: Language; customerId: string; payment: Payment }

const PaymentLine = ({ say, language, customerId, payment, at }: LineProps) => {
  const { id, amount, refunded, isDisputed } = payment
  const status = shownStatus(payment)
  const show = (minor: number) => formatMoney(money(minor, payment.currency), localeOf(language))
  return (
    <li>
      <p>
        {at(payment.at)}: {show(amount)}, {say(`supporterView.payment.${status}`)} <code>{id}</code>{' '}
        {refunded > 0 ? say('supporterView.refunded', { amount: show(refunded) }) : null}{' '}
        {isDisputed ? say('supporterView.disputed') : null}
      </p>
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
    </li>
  )
}

const shownStatus = ({ status }: Payment) =>
  status === 'succeeded' || status === 'failed' ? status : 'pending'

type HistoryProps = PanelProps & { actions: readonly RecordedAction[] }

/** Lists what the server or staff did to the supporter's subscriptions. */
export const ActionHistory = ({ say, actions, at }: HistoryProps) => (
  <section>
    <h2>{say('supporterView.history')}</h2>
    {actions.length === 0 ? <p>{say('inbox.none')}</p> : null}
    <ul class="cases">
      {actions.map((action) => (
        <li key={`${action.subscriptionId} ${action.what} ${action.at.toISOString()}`}>
          {at(action.at)} <code>{action.subscriptionId}</code> {say(actionMessage(action))}{' '}
          {action.failed ? <strong>{action.failed}</strong> : null}
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
