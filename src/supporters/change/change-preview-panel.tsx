import type { Plan } from '../../billing/model/plan-change.ts'
import { formatDate } from '../../messages/dates.ts'
import type { Language, Say } from '../../messages/messages.ts'
import { formatPlainAmount, money } from '../../money/money.ts'
import type { AccountContribution } from '../account/account-store.ts'
import { type State, stateOf } from '../account/allowed-changes.ts'
import { amountWords } from '../account/contribution-panel.tsx'

type Props = {
  say: Say
  language: Language
  timeZone: string
  contribution: AccountContribution
  plan: Plan
}

/** Says what happens to an open charge. */
const OPEN_CHARGE: Partial<Record<State, 'change.failing' | 'change.charging'>> = {
  pastDue: 'change.failing',
  charging: 'change.charging',
}

/** Previews the typed plan, with the button that makes the change. */
export const ChangePreview = ({ say, language, timeZone, contribution, plan }: Props) => {
  const { id, currency, periodEnd } = contribution
  const before = amountWords(contribution, language)
  const after = amountWords({ ...contribution, ...plan, intervalCount: 1 }, language)
  if (before === after) return <p role="status">{say('change.same')}</p>
  const state = stateOf(contribution)
  return (
    <form action="/account/amount" method="post" class="change-preview">
      <input type="hidden" name="contribution" value={id} />
      <input type="hidden" name="language" value={language} />
      <input type="hidden" name="amount" value={formatPlainAmount(money(plan.amount, currency))} />
      <input type="hidden" name="frequency" value={plan.interval === 'year' ? 'yearly' : 'monthly'} />
      <p role="status">
        {state === 'active' && periodEnd
          ? say('change.preview', { at: formatDate(periodEnd, language, timeZone), before, after })
          : say('change.previewNext', { before, after })}
      </p>
      <p>{say(OPEN_CHARGE[state] ?? 'change.nothingNow')}</p>
      <button type="submit" class="primary">
        {say('change.button')}
      </button>
    </form>
  )
}
