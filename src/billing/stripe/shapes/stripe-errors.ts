import type { TemporaryFailure } from '../../model/failure-reason.ts'

/** The fields that every error of Stripe's client carries. */
type StripeFailure = { type: string; code?: string; statusCode?: number; requestId?: string }

const failureOf = (error: unknown): StripeFailure | null =>
  error instanceof Error && /^Stripe\w+Error$/.test(String((error as { type?: unknown }).type))
    ? (error as Error & StripeFailure)
    : null

export const isStripeError = (error: unknown): boolean => failureOf(error) !== null

/** Returns true if Stripe has no such object. */
export const isMissing = (error: unknown): boolean => failureOf(error)?.code === 'resource_missing'

/** Returns true if Stripe rejects this request for good. A retry would change nothing. */
export const isRejection = (error: unknown): boolean => {
  const type = failureOf(error)?.type
  return type === 'StripeInvalidRequestError' || type === 'StripeIdempotencyError'
}

/** Returns true if our key lacks the permission for this call. */
export const isForbidden = (error: unknown): boolean => failureOf(error)?.type === 'StripePermissionError'

export const isThrottled = (error: unknown): boolean =>
  failureOf(error)?.type === 'StripeRateLimitError' || failureOf(error)?.statusCode === 429

export const temporaryFailure = (error: unknown): TemporaryFailure => {
  if (isThrottled(error)) return 'stripe-throttled'
  const type = failureOf(error)?.type
  if (type === undefined) return 'other'
  return type === 'StripeConnectionError' ? 'stripe-unreachable' : 'stripe-failed'
}

export const stripeCode = (error: unknown): string | null => failureOf(error)?.code ?? null
