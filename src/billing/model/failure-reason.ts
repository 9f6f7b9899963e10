import type { Say } from '../../messages/messages.ts'

const UNKNOWN = [
  'unknown-currency',
  'unknown-interval',
  'no-customer',
  'cut-off',
  'rejected-by-stripe',
  'constraint-violated',
  'internal-error',
] as const

/** Why something cannot be entered as it is. */
export type Unknown = (typeof UNKNOWN)[number]

const PASSING = [
  'stripe-failed',
  'stripe-unreachable',
  'stripe-throttled',
  'payment-not-known',
  'payment-pending',
  'dispute-open',
  'other',
] as const

/** Why something could not be done now, and is tried again. */
export type PassingFailure = (typeof PASSING)[number]

const TOLD = [...PASSING, ...UNKNOWN] as const

/** In words for staff, with the code of whoever said no; what is not one of ours, a code of Stripe's, as it is. */
export const failureText = (say: Say, because: string): string => {
  const [, reason, code] = /^([a-z-]+)(?: \((.+)\))?$/.exec(because) ?? []
  const known = TOLD.find((each) => each === reason)
  if (!known) return because
  return code === undefined ? say(`inbox.failure.${known}`) : `${say(`inbox.failure.${known}`)} (${code})`
}
