const FIRST_DELAY_MS = 2_000
const MAX_DELAY_MS = 15 * 60_000

/** Returns the delay before the next attempt. It doubles each time, up to 15 minutes. */
export const retryAfterMs = (attempts: number): number =>
  Math.min(FIRST_DELAY_MS * 2 ** Math.min(attempts, 12), MAX_DELAY_MS)
