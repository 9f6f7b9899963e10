import type { Language, Say } from '../../messages/messages.ts'
import type { BouncedRow } from './staff-inbox-store.ts'

type Props = { say: Say; language: Language; rows: readonly BouncedRow[]; at: (instant: Date) => string }

/** Lists supporters whose address rejects mails. A sign-in link from their page tests the address again. */
export const BouncedPanel = ({ say, language, rows, at }: Props) => (
  <section id="bounced">
    <h2>{say('inbox.bounced')}</h2>
    <p class="hint">{say('inbox.bouncedHelp')}</p>
    {rows.length === 0 ? <p>{say('inbox.none')}</p> : null}
    <ul class="cases">
      {rows.map((row) => (
        <li key={row.customerId} data-bounced={row.customerId}>
          <a href={`/staff/supporters/${encodeURIComponent(row.customerId)}?language=${language}`}>
            {row.customerId}
          </a>
          {': '}
          {say('inbox.bouncedRow', { at: at(row.at) })}
        </li>
      ))}
    </ul>
  </section>
)
