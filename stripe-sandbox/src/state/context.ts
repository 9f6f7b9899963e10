import type { SandboxClock } from './clock.ts'
import type { Emit } from './emit-event.ts'
import type { State } from './state.ts'

/** What everything that happens at Stripe happens in. Changes are made inside `state.commit`. */
export type Context = {
  state: State
  clock: SandboxClock
  emit: Emit
  /** The sandbox's own address, for the pages it hosts. */
  origin: () => string
  /** Moves the clock once the present call is answered, then does `work`. */
  advanceAfterResponse: (seconds: number, work: () => void) => void
}
