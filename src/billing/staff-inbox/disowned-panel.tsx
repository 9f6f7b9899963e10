import type { Language, Say } from '../../messages/messages.ts'
import type { DisownedRow } from './staff-inbox-store.ts'

type Props = { say: Say; language: Language; rows: readonly DisownedRow[]; at: (instant: Date) => string }

/** Lists contributions that the reader of their address did not make. Staff cancel or refund on their page. */
export const DisownedPanel = ({ say, language, rows, at }: Props) => (
  <section id="disowned">
    <h2>{say('inbox.disowned')}</h2>
    <p class="hint">{say('inbox.disownedHelp')}</p>
    {rows.length === 0 ? <p>{say('inbox.none')}</p> : null}
    <ul class="cases">
      {rows.map((row) => (
        <li key={row.customerId} data-disowned={row.customerId}>
          <p>
            <a href={`/staff/supporters/${encodeURIComponent(row.customerId)}?language=${language}`}>
              {row.customerId}
            </a>
            {': '}
            {say('inbox.disownedRow', { at: at(row.at) })}
          </p>
          <div class="case-actions">
            <SettleForm say={say} language={language} id={row.customerId} decision="settle" />
            <SettleForm say={say} language={language} id={row.customerId} decision="keep" />
          </div>
        </li>
      ))}
    </ul>
  </section>
)

type SettleFormProps = { say: Say; language: Language; id: string; decision: 'keep' | 'settle' }

const SettleForm = ({ say, language, id, decision }: SettleFormProps) => (
  <form action={`/staff/inbox/disowned/${decision}`} method="post">
    <input type="hidden" name="language" value={language} />
    <input type="hidden" name="customer" value={id} />
    <button type="submit" class="secondary">
      {say(`inbox.disowned.${decision}`)}
    </button>
  </form>
)
