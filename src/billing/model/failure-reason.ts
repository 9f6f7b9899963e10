import type { Say } from '../../messages/messages.ts'

const PERMANENT = [
  'unknown-currency',
  'unknown-interval',
  'no-customer',
  'unreadable',
  'cut-off',
  'rejected-by-stripe',
  'constraint-violated',
  'internal-error',
] as const

/** A reason why a Stripe object cannot be recorded as it is. */
export type UnsupportedReason = (typeof PERMANENT)[number]

const TEMPORARY = [
  'stripe-failed',
  'stripe-unreachable',
  'stripe-throttled',
  'payment-not-known',
  'payment-pending',
  'dispute-open',
  'other',
] as const

/** A reason why something failed now and is attempted again. */
export type TemporaryFailure = (typeof TEMPORARY)[number]

const EXPLAINED = [...TEMPORARY, ...PERMANENT] as const

/** Explains a reason such as `stripe-failed` or `unknown-currency (xyz)` to staff. Returns other codes as they are. */
export const failureText = (say: Say, because: string): string => {
  const [, reason, code] = /^([a-z-]+)(?: \((.+)\))?$/.exec(because) ?? []
  const known = EXPLAINED.find((each) => each === reason)
  if (!known) return because
  return code === undefined ? say(`inbox.failure.${known}`) : `${say(`inbox.failure.${known}`)} (${code})`
}
