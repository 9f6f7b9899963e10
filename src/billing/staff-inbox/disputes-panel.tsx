import { type Language, localeOf, type Say } from '../../messages/messages.ts'
import { formatMoney, money } from '../../money/money.ts'
import { isDemoCustomer } from '../demo/demo-id.ts'
import type { DisputeRow } from './staff-inbox-store.ts'

type Props = { say: Say; language: Language; rows: readonly DisputeRow[]; at: (instant: Date) => string }

/** Lists open disputes. Staff answer them in Stripe's dashboard, where the evidence is. */
export const DisputesPanel = ({ say, language, rows, at }: Props) => (
  <section id="disputes">
    <h2>{say('inbox.disputes')}</h2>
    <p class="hint">{say('inbox.disputesHelp')}</p>
    {rows.length === 0 ? <p>{say('inbox.none')}</p> : null}
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
  </section>
)
