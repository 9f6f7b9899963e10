import type { Say } from '../../messages/messages.ts'
import type { AuditRow } from '../../staff/audit-store.ts'
import { FoldedCases } from '../../staff/case-panel.tsx'

/** The actions of this page as the audit log names them. */
export const INBOX_ACTIONS = [
  'inbox-replay',
  'inbox-replay-all',
  'inbox-retry',
  'cancellation-retry',
  'duplicate-refund',
  'duplicate-cancel',
  'duplicate-keep',
  'disowned-keep',
  'disowned-settle',
  'demo-fill',
  'demo-remove',
] as const

const actionText = (say: Say, action: string): string => {
  const known = INBOX_ACTIONS.find((each) => each === action)
  return known ? say(`inbox.action.${known}`) : action
}

/** Lists what staff did here, newest first. */
export const InboxAuditPanel = ({
  say,
  rows,
  at,
}: {
  say: Say
  rows: readonly AuditRow[]
  at: (instant: Date) => string
}) => (
  <FoldedCases say={say} id="audit" title={say('inbox.audit')} rows={rows}>
    <ul class="cases">
      {rows.map((row) => (
        <li key={`${row.createdAt.toISOString()} ${row.subject ?? ''}`}>
          {at(row.createdAt)} <strong>{row.name}</strong> {actionText(say, row.action)}{' '}
          {row.subject ? <code>{row.subject}</code> : null}
        </li>
      ))}
    </ul>
  </FoldedCases>
)
