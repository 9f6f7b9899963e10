import { type Language, localeOf, type Say, sayIn } from '../../messages/messages.ts'
import type { Currency } from '../../money/currency.ts'
import { moneyFigure } from '../explained/figure.ts'
import { figureText } from '../explained/figure-words.ts'
import { monthlyOf } from '../monthly.ts'
import type { FailureOutcome } from './failure-sums-store.ts'
import type { PastDue } from './past-due.ts'
import type { Recovery } from './recovery.ts'

const REASONS = ['funds', 'expired', 'details', 'action', 'limit', 'declined', 'technical'] as const

/** Names the reason of a failed charge for staff. */
export const reasonText = (say: Say, reason: string): string =>
  say(`atRisk.reason.${REASONS.find((each) => each === reason) ?? 'other'}`)

export const outcomeText = (say: Say, outcome: FailureOutcome): string =>
  isRetry(outcome)
    ? say('atRisk.outcome.retry', { attempt: outcome.replace('retry-', '') })
    : say(`atRisk.outcome.${outcome}`)

const isRetry = (outcome: FailureOutcome): outcome is `retry-${number}` => outcome.startsWith('retry-')

/** Lists amounts of a year as amounts a month: `$5 and €10`. */
export const monthlyAmountsText = (annual: ReadonlyMap<Currency, number>, language: Language): string =>
  new Intl.ListFormat(localeOf(language), { type: 'conjunction' }).format(
    [...annual]
      .sort(([one], [other]) => one.localeCompare(other, 'en'))
      .map(([currency, amount]) => figureText(moneyFigure(monthlyOf(amount), currency), language)),
  )

/** Says what is past due today and what was recovered in the period. */
export const atRiskSentence = (pastDue: PastDue, recovery: Recovery, language: Language): string => {
  const say = sayIn(language)
  const { contributions, annual } = pastDue.all
  const now =
    contributions === 0
      ? say('atRisk.sentence.none')
      : say('atRisk.sentence.pastDue', {
          count: contributions,
          amounts: monthlyAmountsText(annual, language),
        })
  const { failed, recovered } = recovery
  const past =
    failed.invoices === 0
      ? say('atRisk.sentence.noFailures')
      : say('atRisk.sentence.recovered', { failed: failed.invoices, recovered: recovered.invoices })
  return `${now} ${past}`
}
