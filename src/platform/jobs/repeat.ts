/** A loop that runs `step` from `start` until `stop`. */
export type Repeating = {
  start: () => void
  /** The pause after a step without work. */
  pauseMs: number
  /** Ends the current pause. */
  wake: () => void
  /**
   * Runs steps until one finds no work or the loop is stopped. Returns true if any step has found work since
   * the last call.
   */
  runDue: () => Promise<boolean>
  stop: () => Promise<void>
}

type Options = {
  pauseMs: number
  /** Resolves to true if there is more work now. */
  step: () => Promise<boolean>
  onError: (error: unknown) => void
}

/** Creates a job that is not started yet, so that jobs can be wired to each other first. */
export const repeat = ({ pauseMs, step, onError }: Options): Repeating => {
  let isStopped = false
  let isWoken = false
  let hasFound = false
  let endPause = () => {}
  const onRest: (() => void)[] = []
  const rest = () => {
    for (const resolve of onRest.splice(0)) resolve()
  }
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pauseMs)
      endPause = () => {
        clearTimeout(timer)
        resolve()
      }
      rest()
    })
  const loop = async () => {
    while (!isStopped) {
      isWoken = false
      const hasMore = await step().catch((error) => {
        onError(error)
        return false
      })
      hasFound ||= hasMore
      if (!hasMore && !isWoken && !isStopped) await pause()
    }
    rest()
  }
  let ended: Promise<void> | null = null
  const wake = () => {
    isWoken = true
    endPause()
  }
  return {
    start: () => {
      ended ??= loop()
    },
    pauseMs,
    wake,
    runDue: async () => {
      if (isStopped || !ended) return false
      const rested = new Promise<void>((resolve) => {
        onRest.push(resolve)
      })
      // The current step may have looked too early, so another one follows.
      wake()
      await rested
      const found = hasFound
      hasFound = false
      return found
    },
    stop: async () => {
      isStopped = true
      wake()
      await ended
    },
  }
}

const PROMPT_PAUSE_MS = 1_000

/**
 * Runs the due work of all jobs that look at least once a second. Returns true if any found work since the
 * last call.
 */
export const runPromptJobs = async (jobs: readonly Repeating[]): Promise<boolean> => {
  const found = await Promise.all(
    jobs.filter(({ pauseMs }) => pauseMs <= PROMPT_PAUSE_MS).map((job) => job.runDue()),
  )
  return found.includes(true)
}

const STOP_GRACE_MS = 5_000

/**
 * Stops all jobs. Does not wait for a job blocked by Stripe: its lease expires and another process continues.
 */
export const stopJobs = async (jobs: readonly Repeating[]): Promise<void> => {
  const ended = Promise.all(jobs.map((job) => job.stop()))
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, STOP_GRACE_MS).unref())])
}
