import type { SandboxClock } from './clock.ts'
import type { Emit } from './emit-event.ts'
import type { State } from './state.ts'

/** The simulated Stripe account. Changes are made inside `state.commit`. */
export type Context = {
  state: State
  clock: SandboxClock
  emit: Emit
  /** The address of the sandbox's hosted pages. */
  origin: () => string
  /** Moves the clock after the response to this call, then does `work`. */
  advanceAfterResponse: (seconds: number, work: () => void) => void
}
