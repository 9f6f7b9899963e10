import type { Language, Say } from '../../messages/messages.ts'
import { CasePanel } from '../../staff/case-panel.tsx'
import type { BouncedRow } from './staff-inbox-store.ts'

type Props = { say: Say; language: Language; rows: readonly BouncedRow[]; at: (instant: Date) => string }

/** Lists supporters whose address rejects mails. A sign-in link from their page tests the address again. */
export const BouncedPanel = ({ say, language, rows, at }: Props) => (
  <CasePanel say={say} id="bounced" title={say('inbox.bounced')} help={say('inbox.bouncedHelp')} rows={rows}>
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
  </CasePanel>
)
