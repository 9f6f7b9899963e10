import type { SandboxTime } from './clock.ts'
import type { Emit } from './emit-event.ts'
import type { State } from './state.ts'

/** What everything that happens at Stripe happens in. Changes are made inside `state.commit`. */
export type World = {
  state: State
  time: SandboxTime
  emit: Emit
  /** The sandbox's own address, for the pages it hosts. */
  origin: () => string
  /** Moves the clock once the present call is answered, then does `work`. */
  later: (seconds: number, work: () => void) => void
}
