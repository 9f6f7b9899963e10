import type { Language, Say } from '../../messages/messages.ts'
import { CasePanel } from '../../staff/case-panel.tsx'
import type { DisownedRow } from './staff-inbox-store.ts'

type Props = { say: Say; language: Language; rows: readonly DisownedRow[]; at: (instant: Date) => string }

/** Lists contributions that the reader of their address did not make. Staff cancel or refund on their page. */
export const DisownedPanel = ({ say, language, rows, at }: Props) => (
  <CasePanel
    say={say}
    id="disowned"
    title={say('inbox.disowned')}
    help={say('inbox.disownedHelp')}
    rows={rows}
  >
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
  </CasePanel>
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
