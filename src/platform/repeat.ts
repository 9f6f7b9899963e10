/** A loop that runs `step` again and again until stopped; `wake` cuts the pause short. */
export type Repeating = { wake: () => void; stop: () => Promise<void> }

type Options = {
  pauseMs: number
  /** Resolves to true when there is more to do at once. */
  step: () => Promise<boolean>
  onError: (error: unknown) => void
}

export const repeat = ({ pauseMs, step, onError }: Options): Repeating => {
  let stopped = false
  let woken = false
  let endPause = () => {}
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pauseMs)
      endPause = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const loop = async () => {
    while (!stopped) {
      woken = false
      const more = await step().catch((error) => {
        onError(error)
        return false
      })
      if (!more && !woken && !stopped) await pause()
    }
  }
  const ended = loop()
  const wake = () => {
    woken = true
    endPause()
  }
  return {
    wake,
    stop: () => {
      stopped = true
      wake()
      return ended
    },
  }
}
