import type { Language } from '../messages/messages.ts'
import type { Calendar } from '../platform/calendar.ts'
import type { SnoozeLength } from '../snooze/lengths/length.ts'
import type { Suppression } from '../snooze/suppression.ts'
import { numberOf } from '../web/page/number-of.ts'
import type { GoalProgress } from './goal-progress.ts'
import type { AppealDecision } from './policy/decision.ts'

type Shown = {
  decision: AppealDecision
  suppression: Suppression
  language: Language
  currency: string
  goal: GoalProgress | null
  offered: readonly SnoozeLength[]
  /** The newsroom's day at an instant. */
  dayAt: Calendar['dayAt']
}

/**
 * Names every value that `AppealPanel` and `withAppealLine` read. Two requests for one article on one day of the
 * newsroom get the same appeal if their keys are equal.
 */
export const appealKey = (shown: Shown): string =>
  shown.decision.show ? shownKey(shown, shown.decision) : suppressedKey(shown, shown.decision.because)

const shownKey = (
  { suppression, language, currency, goal, offered, dayAt }: Shown,
  { campaign, form }: Extract<AppealDecision, { show: true }>,
): string =>
  [
    campaign.key,
    form,
    campaign.afterParagraph,
    numberOf(campaign.findLetter(language)),
    numberOf(campaign.findOffer(currency)),
    goal ? [goal.currency, goal.target, goal.since, goal.given].join(' ') : '',
    offered.join(' '),
    suppression.isSuppressed ? '' : remindedKey(suppression, dayAt),
  ].join('/')

type NotSuppressed = Extract<Suppression, { isSuppressed: false }>

const remindedKey = (
  { remindedOn, lastChoice, snoozesInRow }: NotSuppressed,
  dayAt: Shown['dayAt'],
): string => [remindedOn ? dayAt(remindedOn) : '', lastChoice ?? '', snoozesInRow].join(' ')

const suppressedKey = ({ suppression, offered, dayAt }: Shown, because: string): string => {
  const until = suppression.isSuppressed && 'until' in suppression ? suppression : null
  return [
    because,
    suppression.isSuppressed ? suppression.because : '',
    until ? `${dayAt(until.until)} ${until.choice}` : '',
    offered.join(' '),
  ].join('/')
}
