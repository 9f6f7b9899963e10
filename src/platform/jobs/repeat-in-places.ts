import { type Repeating, repeat } from './repeat.ts'

type Options = {
  pauseMs: number
  /** The number of pieces that are worked on at once. */
  places: number
  /** Leases the next piece and resolves to its work; null if none is due. */
  take: () => Promise<(() => Promise<void>) | null>
  onError: (error: unknown) => void
}

/** Creates a job that works on several pieces at once. Stopping waits for the running pieces. */
export const repeatInPlaces = ({ pauseMs, places, take, onError }: Options): Repeating => {
  const running = new Set<Promise<void>>()
  const begin = (work: () => Promise<void>) => {
    const piece = work()
      .catch(onError)
      .finally(() => running.delete(piece))
    running.add(piece)
  }
  const taking = repeat({
    pauseMs,
    step: async () => {
      if (running.size >= places) {
        await Promise.race(running)
        return true
      }
      const work = await take()
      if (work) begin(work)
      return work !== null
    },
    onError,
  })
  return {
    start: taking.start,
    pauseMs,
    wake: taking.wake,
    runDue: async () => {
      const found = await taking.runDue()
      await Promise.all(running)
      return found
    },
    stop: async () => {
      await taking.stop()
      await Promise.all(running)
    },
  }
}
