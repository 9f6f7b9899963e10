/** Resolves once one more call to this endpoint is within the budget of the second. */
export type Pace = (endpoint: string) => Promise<void>

/** Counts one use in the present second; false when its budget is spent. Processes that share it count together. */
type Spend = (key: string) => Promise<boolean>

const LOOK_AGAIN_MS = 60

type Budgets = {
  endpoint: Spend
  whole: Spend
  /** Resolves when a spent budget is worth another look. */
  pause?: () => Promise<void>
}

/** Holds calls until their endpoint and the whole have room. Nothing is refused, only later. */
export const paceBy =
  ({ endpoint: spendEndpoint, whole: spendWhole, pause = aMoment }: Budgets): Pace =>
  async (endpoint) => {
    // The endpoint first: what it has no room for must not use up the room of others.
    while (!((await spendEndpoint(endpoint)) && (await spendWhole('all')))) await pause()
  }

const aMoment = (): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS * (0.5 + Math.random())))

export const unpaced: Pace = () => Promise.resolve()
