import type { Language, Say } from '../../messages/messages.ts'
import { CasePanel } from '../../staff/case-panel.tsx'
import type { RejectedCancellation } from '../actions/rejected-cancellation-store.ts'

type Props = {
  say: Say
  language: Language
  rows: readonly RejectedCancellation[]
  at: (instant: Date) => string
}

/** Lists cancellations that Stripe rejected. These readers are still charged. */
export const RejectedPanel = ({ say, language, rows, at }: Props) => (
  <CasePanel
    say={say}
    id="rejected"
    title={say('inbox.rejected')}
    help={say('inbox.rejectedHelp')}
    rows={rows}
  >
    <ul class="cases">
      {rows.map((row) => (
        <li key={row.id}>
          <p>
            <code>{row.subscriptionId}</code>{' '}
            {say('inbox.rejectedRow', { at: at(row.createdAt), cause: row.cause, because: row.because })}
          </p>
          <form action="/staff/inbox/cancellations/retry" method="post">
            <input type="hidden" name="language" value={language} />
            <input type="hidden" name="call" value={row.id} />
            <button type="submit" class="secondary">
              {say('inbox.retry')}
            </button>
          </form>
        </li>
      ))}
    </ul>
  </CasePanel>
)
