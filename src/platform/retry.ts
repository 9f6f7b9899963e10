const FIRST_MS = 2_000
const LONGEST_MS = 15 * 60_000

/** How long what could not be done is put off: longer each time, up to a quarter of an hour. */
export const retryAfterMs = (attempts: number): number =>
  Math.min(FIRST_MS * 2 ** Math.min(attempts, 12), LONGEST_MS)
