import { formatDate } from '../messages/dates.ts'
import { type Language, moneyLocaleOf, sayIn } from '../messages/messages.ts'
import { formatMoney, money } from '../money/money.ts'
import type { GoalProgress } from './goal-progress.ts'

type Props = { language: Language; goal: GoalProgress }

/** Says how far the campaign's goal is reached. It moves once a minute at most, and never while it is read. */
export const GoalPanel = ({ language, goal }: Props) => {
  const { currency, given, target, since } = goal
  const amount = (minor: number) => formatMoney(money(minor, currency), moneyLocaleOf(language))
  return (
    <div class="appeal-goal">
      <p>
        {sayIn(language)('appeal.goal', {
          given: amount(given),
          target: amount(target),
          // A day of the newsroom has no time, so no zone may move it.
          day: formatDate(new Date(`${since}T12:00:00Z`), language, 'UTC'),
        })}
      </p>
      {/* The sentence says the same. */}
      <progress value={Math.min(given, target)} max={target} aria-hidden="true" />
    </div>
  )
}
