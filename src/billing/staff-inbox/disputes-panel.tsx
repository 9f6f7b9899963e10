import { type Language, localeOf, type Say } from '../../messages/messages.ts'
import { formatMoney, money } from '../../money/money.ts'
import { CasePanel } from '../../staff/case-panel.tsx'
import { isDemoCustomer } from '../demo/demo-id.ts'
import type { DisputeRow } from './staff-inbox-store.ts'

type Props = { say: Say; language: Language; rows: readonly DisputeRow[]; at: (instant: Date) => string }

/** Lists open disputes. Staff answer them in Stripe's dashboard, where the evidence is. */
export const DisputesPanel = ({ say, language, rows, at }: Props) => (
  <CasePanel
    say={say}
    id="disputes"
    title={say('inbox.disputes')}
    help={say('inbox.disputesHelp')}
    rows={rows}
  >
    <ul class="cases">
      {rows.map((row) => (
        <li key={row.id} data-dispute={row.id}>
          <code>{row.id}</code>{' '}
          {say('inbox.disputesRow', {
            amount: formatMoney(money(row.amount, row.currency), localeOf(language), true),
            at: at(row.createdAt),
          })}{' '}
          {isDemoCustomer(row.customerId) ? (
            say('demo.noPage')
          ) : (
            <a href={`/staff/supporters/${encodeURIComponent(row.customerId)}?language=${language}`}>
              {row.customerId}
            </a>
          )}
        </li>
      ))}
    </ul>
  </CasePanel>
)
