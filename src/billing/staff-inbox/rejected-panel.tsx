import type { Language, Say } from '../../messages/messages.ts'
import type { RejectedCancellation } from '../actions/rejected-cancellation-store.ts'

type Props = {
  say: Say
  language: Language
  rows: readonly RejectedCancellation[]
  at: (instant: Date) => string
}

/** Lists cancellations that Stripe rejected. These readers are still charged. */
export const RejectedPanel = ({ say, language, rows, at }: Props) => (
  <section id="rejected">
    <h2>{say('inbox.rejected')}</h2>
    <p class="hint">{say('inbox.rejectedHelp')}</p>
    {rows.length === 0 ? <p>{say('inbox.none')}</p> : null}
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
  </section>
)
