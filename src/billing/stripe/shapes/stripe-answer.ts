import { isRejection, isStripeError } from './stripe-errors.ts'

export type StripeAnswer<T> = { ok: true; value: T } | { ok: false; because: 'away' | 'refused' }

/** Somebody waits at the page: a few seconds, one try more. */
export const READER_CALL_OPTIONS = { timeout: 8_000, maxNetworkRetries: 1 }

// Away: an answer may come later. Refused: Stripe said no to this very request.
export const answered = async <T>(call: () => Promise<T>): Promise<StripeAnswer<T>> => {
  try {
    return { ok: true, value: await call() }
  } catch (error) {
    if (!isStripeError(error)) throw error
    return { ok: false, because: isRejection(error) ? 'refused' : 'away' }
  }
}
