import type { State } from './state.ts'

export type SandboxClock = {
  /** Milliseconds. Ahead of the machine by what the clock has been advanced. */
  now: () => number
  seconds: () => number
  offsetMs: () => number
  /** Runs `work` as though it were `at` (ms): things that fell due while the clock jumped happen on their day. */
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
