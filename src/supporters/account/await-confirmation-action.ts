import type { AccountContribution } from './account-store.ts'

const TIMEOUT_MS = 2_000
const PAUSE_MS = 100

type Needs = { findAgain: () => Promise<AccountContribution | null>; wait?: (ms: number) => Promise<void> }

/**
 * Waits up to two seconds until Stripe has confirmed or rejected a change of this contribution, so that the next page
 * says what applies. The change itself is recorded before and needs nobody to wait.
 */
export const awaitConfirmation = async ({ findAgain, wait = pause }: Needs): Promise<void> => {
  for (let waitedMs = 0; waitedMs < TIMEOUT_MS; waitedMs += PAUSE_MS) {
    if (!(await findAgain())?.isChanging) return
    await wait(PAUSE_MS)
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Seconds after which the account page looks again, each time it does. They add up to two minutes. */
const LOOK_AGAIN_AFTER_S = [2, 3, 5, 10, 20, 30, 50]

/** Returns when a page that waits for Stripe looks again, after so many times. Null: it does not any more. */
export const lookAgainAfterS = (times: number): number | null => LOOK_AGAIN_AFTER_S[times] ?? null
