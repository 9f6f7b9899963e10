import type { Say } from '../messages/messages.ts'
import type { FailedSignIns } from './failed-sign-in-store.ts'

type Props = { say: Say; rows: readonly FailedSignIns[]; at: (instant: Date) => string }

/** Lists failed sign-ins of staff by hour and name. */
export const FailedSignInsPanel = ({ say, rows, at }: Props) => (
  <section>
    <h2>{say('inbox.failedSignIns')}</h2>
    <p class="hint">{say('inbox.failedSignInsHelp')}</p>
    {rows.length === 0 ? <p>{say('inbox.none')}</p> : null}
    <ul class="cases">
      {rows.map((row) => (
        <li key={`${row.createdAt.toISOString()} ${row.name ?? ''}`}>
          {at(row.createdAt)} <strong>{row.name ?? say('inbox.unknownName')}</strong>{' '}
          {say('inbox.failedSignInsRow', { count: row.count })}
        </li>
      ))}
    </ul>
  </section>
)
