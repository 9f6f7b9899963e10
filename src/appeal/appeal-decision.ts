import type { Suppression } from '../snooze/suppression.ts'

export type AppealReason = 'snoozed' | 'supports' | 'gave' | 'sensitive' | 'unsure' | 'off'

export type AppealDecision =
  /** `reminded`: the reader asked us to come back, and the letter says so. */
  { show: true; reminded: boolean } | { show: false; because: AppealReason }

type Asked = {
  article: { sensitive: boolean; appeal: boolean }
  /** There is a letter in the article's language. */
  hasLetter: boolean
  quiet: Suppression
}

/** Whether the letter stands under an article, and why not when it does not. */
export const decideAppeal = ({ article, hasLetter, quiet }: Asked): AppealDecision => {
  if (article.sensitive) return { show: false, because: 'sensitive' }
  if (!article.appeal || !hasLetter) return { show: false, because: 'off' }
  if (!quiet.quiet) return { show: true, reminded: quiet.askedToComeBack }
  return { show: false, because: quiet.because === 'claimed' ? 'gave' : quiet.because }
}

/** The decision in one word, as `data-appeal` on the page's main part says it. */
export const stateOf = (decision: AppealDecision): string => (decision.show ? 'shown' : decision.because)
