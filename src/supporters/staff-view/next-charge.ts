import type { AccountContribution } from '../account/account-store.ts'
import { stateOf } from '../account/allowed-changes.ts'
import { nextChargeAfterPause } from '../account/contribution-panel.tsx'

/** Returns when a contribution is charged next; null if no charge is planned. */
export const nextChargeOf = (contribution: AccountContribution): Date | null => {
  const { periodEnd, nextAttemptAt, resumesAt } = contribution
  switch (stateOf(contribution)) {
    case 'active':
      return periodEnd
    case 'pastDue':
      return nextAttemptAt
    case 'paused':
      return resumesAt && nextChargeAfterPause(contribution, resumesAt)
    default:
      return null
  }
}

type Planned = { contribution: AccountContribution; at: Date }

/** Finds the earliest charge planned for any of the contributions. */
export const findNextCharge = (contributions: readonly AccountContribution[]): Planned | null => {
  const planned = contributions.flatMap((contribution) => {
    const at = nextChargeOf(contribution)
    return at ? [{ contribution, at }] : []
  })
  return planned.toSorted((one, other) => one.at.getTime() - other.at.getTime())[0] ?? null
}
