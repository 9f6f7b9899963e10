/** Resolves once one more call to this endpoint is within the budget of the second. */
export type Pace = (endpoint: string) => Promise<void>

/** Counts one use in the present second; false when its budget is spent. Processes that share it count together. */
type Spend = (key: string) => Promise<boolean>

const LOOK_AGAIN_MS = 60

/** Holds calls until `spend` has room. Nothing is refused, only later. */
export const paceBy =
  (spend: Spend): Pace =>
  async (endpoint) => {
    while (!(await spend(endpoint)))
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS * (0.5 + Math.random())))
  }

export const unpaced: Pace = () => Promise.resolve()
