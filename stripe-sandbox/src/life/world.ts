import type { Invoice } from '../builders/wire.ts'
import type { Due, State } from '../state.ts'
import type { Emit } from './events.ts'
import type { SandboxTime } from './time.ts'

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

export const schedule = ({ state }: World, due: Due): void =>
  state.put('due', `${due.kind}:${due.object}`, due)

export const unschedule = ({ state }: World, kind: Due['kind'], object: string): void =>
  state.remove('due', `${kind}:${object}`)

/** The id where Stripe's types allow an id or the whole object. */
export const idOf = (reference: string | { id: string } | null | undefined): string | undefined =>
  typeof reference === 'string' ? reference : reference?.id

export const subscriptionOfInvoice = (invoice: Invoice): string | undefined =>
  idOf(invoice.parent?.subscription_details?.subscription)
