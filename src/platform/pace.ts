/** Resolves when another call to this endpoint is within the rate limit. */
export type Pace = (endpoint: string) => Promise<void>

/**
 * Counts one call in the current second. Returns false when the limit is reached. Processes may share the
 * count.
 */
type Count = (key: string) => Promise<boolean>

const CHECK_AGAIN_MS = 60

type Limits = {
  endpoint: Count
  whole: Count
  /** Resolves when the limit should be checked again. */
  pause?: () => Promise<void>
}

/** Delays calls until both their endpoint and the account are within the limits. Never rejects a call. */
export const paceBy =
  ({ endpoint: countEndpoint, whole: countWhole, pause = randomPause }: Limits): Pace =>
  async (endpoint) => {
    // Checks the endpoint first, so that a waiting endpoint does not use up the account's limit.
    while (!((await countEndpoint(endpoint)) && (await countWhole('all')))) await pause()
  }

const randomPause = (): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, CHECK_AGAIN_MS * (0.5 + Math.random())))

export const unpaced: Pace = () => Promise.resolve()

/** Resolves to true if another call to this endpoint is within the rate limit, now or soon. */
export type Admission = (endpoint: string) => Promise<boolean>

/** A person waits about three seconds. */
const MAX_CHECKS = 50

/** Waits a little for both limits, then gives up. For calls that a person waits for. */
export const admitBy =
  ({ endpoint: countEndpoint, whole: countWhole, pause = randomPause }: Limits): Admission =>
  async (endpoint) => {
    for (let checks = 0; checks < MAX_CHECKS; checks += 1) {
      if (checks > 0) await pause()
      if ((await countEndpoint(endpoint)) && (await countWhole('all'))) return true
    }
    return false
  }

export const admitAll: Admission = () => Promise.resolve(true)
