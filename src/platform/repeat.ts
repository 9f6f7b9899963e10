/** A loop that runs `step` again and again, from `start` until `stop`. */
export type Repeating = {
  start: () => void
  /** How long it rests between two steps that found nothing, in milliseconds. */
  pauseMs: number
  /** Cuts the pause short. */
  wake: () => void
  /**
   * Runs the step until it finds nothing more to do; resolves when the loop rests, or has been stopped: to whether
   * a step has found anything since this was last asked.
   */
  runDue: () => Promise<boolean>
  stop: () => Promise<void>
}

type Options = {
  pauseMs: number
  /** Resolves to true when there is more to do at once. */
  step: () => Promise<boolean>
  onError: (error: unknown) => void
}

/** Makes a job that has not started yet, so that jobs can be wired to each other before any runs. */
export const repeat = ({ pauseMs, step, onError }: Options): Repeating => {
  let stopped = false
  let woken = false
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
    while (!stopped) {
      woken = false
      const more = await step().catch((error) => {
        onError(error)
        return false
      })
      hasFound ||= more
      if (!more && !woken && !stopped) await pause()
    }
    rest()
  }
  let ended: Promise<void> | null = null
  const wake = () => {
    woken = true
    endPause()
  }
  return {
    start: () => {
      ended ??= loop()
    },
    pauseMs,
    wake,
    runDue: async () => {
      if (stopped || !ended) return false
      const rested = new Promise<void>((resolve) => {
        onRest.push(resolve)
      })
      // A step that is under way now may have looked too early: being woken, the loop takes another.
      wake()
      await rested
      const found = hasFound
      hasFound = false
      return found
    },
    stop: async () => {
      stopped = true
      wake()
      await ended
    },
  }
}

const PROMPT_MS = 1_000

/** Does now what is due in each job that looks for work at least once a second; false if none has found any since the last time. */
export const runPromptJobs = async (jobs: readonly Repeating[]): Promise<boolean> => {
  const found = await Promise.all(
    jobs.filter(({ pauseMs }) => pauseMs <= PROMPT_MS).map((job) => job.runDue()),
  )
  return found.includes(true)
}

const STOP_GRACE_MS = 5_000

/** Stops all jobs. One that waits for Stripe is not waited for: its lease runs out and another takes the work up. */
export const stopJobs = async (jobs: readonly Repeating[]): Promise<void> => {
  const ended = Promise.all(jobs.map((job) => job.stop()))
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, STOP_GRACE_MS).unref())])
}
