import type { Language, Say } from '../../messages/messages.ts'
import type { AuditRow } from '../../staff/audit-store.ts'
import { FoldedCases } from '../../staff/case-panel.tsx'

type FormProps = {
  customerId: string
  language: Language
  action: 'cancel' | 'refund' | 'link'
  label: string
  /** Warns of an action that cannot be undone. */
  warning?: string
  field?: readonly [name: string, value: string]
}

/** Folds an id of Stripe. Staff need it only in Stripe’s dashboard or the log. */
export const FoldedId = ({ say, id }: { say: Say; id: string }) => (
  <details class="folded-id">
    <summary>{say('supporterView.id')}</summary>
    <code>{id}</code>
  </details>
)

/** Shows the button of one staff action. An action with a warning takes a second tap. */
export const ActionForm = ({ customerId, language, action, label, warning, field }: FormProps) => {
  const form = (
    <form action={`/staff/supporters/${customerId}/${action}`} method="post">
      <input type="hidden" name="language" value={language} />
      {field ? <input type="hidden" name={field[0]} value={field[1]} /> : null}
      {warning ? <p>{warning}</p> : null}
      <button type="submit" class={warning ? 'primary' : 'secondary'}>
        {label}
      </button>
    </form>
  )
  if (!warning) return form
  return (
    <details class="staff-action">
      <summary>{label}</summary>
      {form}
    </details>
  )
}

const NAMED_ACTIONS = [
  'supporter-find',
  'supporter-view',
  'contribution-cancel',
  'sign-in-link',
  'payment-refund',
  'payment-refund-done',
  'payment-refund-already-done',
  'payment-refund-rejected',
  'payment-refund-unanswered',
] as const

type AuditProps = { say: Say; rows: readonly AuditRow[]; at: (day: Date) => string }

/** Lists which staff members looked at the supporter and what they did, newest first. */
export const AuditLog = ({ say, rows, at }: AuditProps) => {
  const actionName = (action: string) => {
    const known = NAMED_ACTIONS.find((each) => each === action)
    return known ? say(`supporterView.audit.${known}`) : action
  }
  return (
    <FoldedCases say={say} id="audit" title={say('supporterView.audit')} rows={rows}>
      <ul class="cases">
        {rows.map(({ name, action, subject, createdAt }) => (
          <li key={`${name} ${action} ${createdAt.toISOString()}`}>
            {at(createdAt)} <strong>{name}</strong>: {actionName(action)} <code>{subject}</code>
          </li>
        ))}
      </ul>
    </FoldedCases>
  )
}
