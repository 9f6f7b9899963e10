import { MINUTE_MS } from '../../platform/clock.ts'
import type { PendingAction } from '../model/pending-action.ts'

/**
 * Returns a new key for every attempt: Stripe answers a known key with its first answer, even a failure. A change that
 * was made before is safe to repeat, because Stripe rejects it as already made.
 */
export const idempotencyKeyOf = ({ id, attempts }: PendingAction): string => `action:${id}:${attempts}`

// Nothing is charged in so short a time unless the charge was about to happen anyway.
const PROMPT_MS = 5 * MINUTE_MS

/** True if Stripe may have charged the subscription between the request and this attempt. */
export const wasDelayed = ({ createdAt }: PendingAction, now: Date): boolean =>
  now.getTime() - createdAt.getTime() > PROMPT_MS
