import { type Language, localeOf, type Say } from '../../messages/messages.ts'
import { formatMoney, money } from '../../money/money.ts'
import type { AccountContribution } from '../account/account-store.ts'
import { amountWords } from '../account/contribution-panel.tsx'
import { findNextCharge } from './next-charge.ts'
import type { PaidTotal } from './staff-supporter-store.ts'

type Props = {
  say: Say
  language: Language
  contributions: readonly AccountContribution[]
  totals: readonly PaidTotal[]
  at: (day: Date) => string
}

/** Shows what a supporter paid in all, since when, and the next charge. */
export const SupporterSummary = ({ say, language, contributions, totals, at }: Props) => {
  const starts = [...totals.map(({ since }) => since), ...contributions.map(({ startedAt }) => startedAt)]
  const since = starts.toSorted((one, other) => one.getTime() - other.getTime())[0]
  const next = findNextCharge(contributions)
  return (
    <dl class="headlines supporter-summary">
      <div>
        <dt>{say('supporterView.total')}</dt>
        <dd>
          {totals.length === 0 ? <span class="fact">{say('supporterView.noTotal')}</span> : null}
          {totals.map(({ currency, amount }) => (
            <bdi class="fact" key={currency}>
              {formatMoney(money(amount, currency), localeOf(language))}
            </bdi>
          ))}
          <span class="hint">{say('supporterView.totalHelp')}</span>
        </dd>
      </div>
      {since ? (
        <div>
          <dt>{say('supporterView.since')}</dt>
          <dd class="fact">{at(since)}</dd>
        </div>
      ) : null}
      <div>
        <dt>{say('supporterView.nextCharge')}</dt>
        <dd>
          <span class="fact">{next ? at(next.at) : say('supporterView.noCharge')}</span>
          {next ? <span class="hint">{amountWords(next.contribution, language)}</span> : null}
        </dd>
      </div>
    </dl>
  )
}
