import { newId } from '../objects/new-id.ts'
import type { Context } from '../state/context.ts'
import type { Delivery } from '../state/tables.ts'

const MINUTE_MS = 60_000

// Stripe retries for up to three days with growing pauses. It does not publish the exact steps.
const RETRY_DELAYS_MS: readonly number[] = [
  5_000,
  MINUTE_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  120 * MINUTE_MS,
  300 * MINUTE_MS,
  ...Array<number>(6).fill(600 * MINUTE_MS),
]

/** The status of each copy that was sent: 0 without an answer, null if it was dropped. */
type Statuses = readonly (number | null)[]

/** Stores the result of an attempt, and schedules the next one unless every copy was accepted. */
export const recordAttempt = (
  { state, clock }: Pick<Context, 'state' | 'clock'>,
  delivery: Delivery,
  statuses: Statuses,
): void =>
  state.commit(() => {
    const attempts = delivery.attempts + 1
    const isAccepted = statuses.every((status) => status === null || (status >= 200 && status < 300))
    const retryInMs = isAccepted ? undefined : RETRY_DELAYS_MS[attempts - 1]
    const { event: id, type } = delivery
    const at = new Date(clock.now()).toISOString()
    for (const [copy, status] of statuses.entries()) {
      state.put('attempt', newId('att'), { event: id, type, attempt: attempts + copy, status, at })
    }
    if (retryInMs !== undefined) {
      const nextAt = clock.now() + retryInMs
      state.put('delivery', delivery.id, { ...delivery, attempts, nextAt, held: false })
      return
    }
    state.remove('delivery', delivery.id)
    const event = state.get('event', id)
    if (!event) return
    state.put('event', id, { ...event, pending_webhooks: Math.max(0, event.pending_webhooks - 1) })
  })
