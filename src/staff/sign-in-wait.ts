const LONGEST_WAIT_S = 60

/** Returns the seconds until the next attempt after so many failures: 1, 2, 4 and so on, at most 60. */
export const signInWaitS = (failures: number): number =>
  Math.min(LONGEST_WAIT_S, 2 ** Math.max(0, failures - 1))
