import type { State } from './state.ts'

export type SandboxClock = {
  /** The machine's time and all advances so far, in milliseconds. */
  now: () => number
  seconds: () => number
  offsetMs: () => number
  /** Runs `work` at the time `at` (ms), so that due work has its own date after a long advance. */
  runAt: <T>(at: number, work: () => T) => T
  advance: (ms: number) => void
}

export const openClock = (state: State): SandboxClock => {
  let override: number | null = null
  const offsetMs = () => Number(state.get('setting', 'offsetMs') ?? 0)
  const now = () => override ?? Date.now() + offsetMs()
  return {
    now,
    seconds: () => Math.floor(now() / 1000),
    offsetMs,
    runAt: (at, work) => {
      const previous = override
      override = at
      try {
        return work()
      } finally {
        override = previous
      }
    },
    advance: (ms) => state.commit(() => state.put('setting', 'offsetMs', offsetMs() + ms)),
  }
}
