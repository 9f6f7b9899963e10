import type { Suppression } from '../snooze/suppression.ts'

export type AppealReason = 'snoozed' | 'supports' | 'gave' | 'canceled' | 'sensitive' | 'unsure' | 'off'

export type AppealDecision =
  /** `isReminder`: the reader asked for a reminder, and the appeal says so. */
  { show: true; isReminder: boolean } | { show: false; because: AppealReason }

type Situation = {
  article: { sensitive: boolean; appeal: boolean }
  /** There is a letter in the article's language. */
  hasLetter: boolean
  suppression: Suppression
}

/** Decides whether an article shows the appeal, with the reason if it does not. */
export const decideAppeal = ({ article, hasLetter, suppression }: Situation): AppealDecision => {
  if (article.sensitive) return { show: false, because: 'sensitive' }
  if (!article.appeal || !hasLetter) return { show: false, because: 'off' }
  if (!suppression.isSuppressed) return { show: true, isReminder: suppression.isReminderDue }
  return { show: false, because: suppression.because === 'claimed' ? 'gave' : suppression.because }
}

/** Returns the decision as one word, for the `data-appeal` attribute. */
export const stateOf = (decision: AppealDecision): string => (decision.show ? 'shown' : decision.because)
