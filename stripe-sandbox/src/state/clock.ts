import type { State } from './state.ts'

export type SandboxTime = {
  /** Milliseconds. Ahead of the machine by what the clock has been advanced. */
  now: () => number
  seconds: () => number
  offsetMs: () => number
  /** Runs `work` as though it were `at` (ms): things that fell due while the clock jumped happen on their day. */
  as: <T>(at: number, work: () => T) => T
  advance: (ms: number) => void
}

export const sandboxTime = (state: State): SandboxTime => {
  let pretended: number | null = null
  const offsetMs = () => Number(state.get('setting', 'offsetMs') ?? 0)
  const now = () => pretended ?? Date.now() + offsetMs()
  return {
    now,
    seconds: () => Math.floor(now() / 1000),
    offsetMs,
    as: (at, work) => {
      const outer = pretended
      pretended = at
      try {
        return work()
      } finally {
        pretended = outer
      }
    },
    advance: (ms) => state.commit(() => state.put('setting', 'offsetMs', offsetMs() + ms)),
  }
}
