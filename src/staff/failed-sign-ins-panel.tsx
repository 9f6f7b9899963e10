import type { Say } from '../messages/messages.ts'
import { CasePanel } from './case-panel.tsx'
import type { FailedSignIns } from './failed-sign-in-store.ts'

type Props = { say: Say; rows: readonly FailedSignIns[]; at: (instant: Date) => string }

/** Lists failed sign-ins of staff by hour and name. */
export const FailedSignInsPanel = ({ say, rows, at }: Props) => (
  <CasePanel
    say={say}
    id="failed-sign-ins"
    title={say('inbox.failedSignIns')}
    help={say('inbox.failedSignInsHelp')}
    rows={rows}
  >
    <ul class="cases">
      {rows.map((row) => (
        <li key={`${row.createdAt.toISOString()} ${row.name ?? ''}`}>
          {at(row.createdAt)} <strong>{row.name ?? say('inbox.unknownName')}</strong>{' '}
          {say('inbox.failedSignInsRow', { count: row.count })}
        </li>
      ))}
    </ul>
  </CasePanel>
)
