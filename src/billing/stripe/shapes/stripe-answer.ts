import type { Admission } from '../../../platform/pace.ts'
import { isRejection, isStripeError } from './stripe-errors.ts'

/** `over-budget`: readers asked for too many calls, so this one was not made. */
export type StripeAnswer<T> =
  | { ok: true; value: T }
  | { ok: false; because: 'unavailable' | 'rejected' | 'over-budget' }

/** Limits for calls that a person waits for: a few seconds, one retry. */
export const READER_CALL_OPTIONS = { timeout: 8_000, maxNetworkRetries: 1 }

// Returns Stripe's failures as values. `unavailable`: a retry may succeed. `rejected`: Stripe refuses this
// request for good.
export const callStripe = async <T>(call: () => Promise<T>): Promise<StripeAnswer<T>> => {
  try {
    return { ok: true, value: await call() }
  } catch (error) {
    if (!isStripeError(error)) throw error
    return { ok: false, because: isRejection(error) ? 'rejected' : 'unavailable' }
  }
}

/** Makes a call for a reader's request, if the budget for such calls allows it. */
export type CallForReader = <T>(endpoint: string, call: () => Promise<T>) => Promise<StripeAnswer<T>>

export const callForReaderWith =
  (admit: Admission): CallForReader =>
  async (endpoint, call) =>
    (await admit(endpoint)) ? callStripe(call) : { ok: false, because: 'over-budget' }
