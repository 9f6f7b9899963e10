import type { Language, Say } from '../../messages/messages.ts'
import type { AuditRow } from '../../staff/audit-store.ts'

type ActProps = {
  customerId: string
  language: Language
  action: 'end' | 'return' | 'link'
  label: string
  /** What it does, where it cannot be taken back: said before it is agreed to. */
  sure?: string
  field?: readonly [name: string, value: string]
}

/** A button for one deed; where it cannot be taken back, behind another. */
export const Act = ({ customerId, language, action, label, sure, field }: ActProps) => {
  const form = (
    <form action={`/staff/supporters/${customerId}/${action}`} method="post">
      <input type="hidden" name="language" value={language} />
      {field ? <input type="hidden" name={field[0]} value={field[1]} /> : null}
      {sure ? <p>{sure}</p> : null}
      <button type="submit" class={sure ? 'primary' : 'secondary'}>
        {label}
      </button>
    </form>
  )
  if (!sure) return form
  return (
    <details class="staff-action">
      <summary>{label}</summary>
      {form}
    </details>
  )
}

const TOLD = [
  ...(['supporter-find', 'supporter-view', 'contribution-end', 'sign-in-link', 'payment-return'] as const),
  ...(['payment-return-done', 'payment-return-was-done'] as const),
  ...(['payment-return-refused', 'payment-return-unanswered'] as const),
]

type AuditedProps = { say: Say; rows: readonly AuditRow[]; at: (day: Date) => string }

/** Who of the staff looked at one supporter, and what they did, the last first. */
export const Audited = ({ say, rows, at }: AuditedProps) => {
  const deed = (action: string) => {
    const known = TOLD.find((each) => each === action)
    return known ? say(`supporterView.audit.${known}`) : action
  }
  return (
    <section>
      <h2>{say('supporterView.audit')}</h2>
      <ul class="cases">
        {rows.map(({ name, action, subject, createdAt }) => (
          <li key={`${name} ${action} ${createdAt.toISOString()}`}>
            {at(createdAt)} <strong>{name}</strong>: {deed(action)} <code>{subject}</code>
          </li>
        ))}
      </ul>
    </section>
  )
}
