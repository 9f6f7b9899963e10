import { isRejection, isStripeError } from './stripe-errors.ts'

export type StripeAnswer<T> = { ok: true; value: T } | { ok: false; because: 'unavailable' | 'rejected' }

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
