import { isDemoCustomer } from '../../billing/demo/demo-id.ts'
import type { PastDueContribution } from '../../billing/staff-inbox/attention-store.ts'
import { formatDate, formatInstant } from '../../messages/dates.ts'
import { type Language, localeOf, sayIn } from '../../messages/messages.ts'
import { moneyFigure } from '../explained/figure.ts'
import { figureText } from '../explained/figure-words.ts'
import { monthlyOf } from '../monthly.ts'
import { reasonText } from './at-risk-words.ts'

export const LISTED = 100

type Props = { language: Language; timeZone: string; rows: readonly PastDueContribution[] }

/** Lists contributions past due with a link to the supporter. Names no person and no address. */
export const WorkingList = ({ language, timeZone, rows }: Props) => {
  const say = sayIn(language)
  if (rows.length === 0) return null
  return (
    <section>
      <h2>{say('atRisk.list')}</h2>
      <p class="hint">
        {say('atRisk.listHelp')}{' '}
        {rows.length < LISTED
          ? null
          : say('atRisk.listLimit', { limit: LISTED.toLocaleString(localeOf(language)) })}
      </p>
      <ul class="cases">
        {rows.map((row) => (
          <li key={row.subscriptionId} data-past-due={row.subscriptionId}>
            <p>
              <strong>
                {say('atRisk.row', {
                  amount: figureText(moneyFigure(monthlyOf(row.annualAmount), row.currency), language),
                  since: formatDate(row.since, language, timeZone),
                })}
              </strong>{' '}
              {reasonText(say, row.reason)}. {say('atRisk.row.attempts', { attempts: row.attempts })}{' '}
              {row.nextAttemptAt === null
                ? say('atRisk.row.last')
                : say('atRisk.row.next', { at: formatInstant(row.nextAttemptAt, language, timeZone) })}
            </p>
            <p>
              {isDemoCustomer(row.customerId) ? (
                say('demo.noPage')
              ) : (
                <a href={`/staff/supporters/${encodeURIComponent(row.customerId)}?language=${language}`}>
                  {say('atRisk.open')}
                </a>
              )}{' '}
              <code>{row.customerId}</code>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
