import type { StripeAnswer } from '../billing/stripe/shapes/stripe-answer.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import { type Repeating, repeat } from '../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../platform/log.ts'
import { findReplacedSessions, postponeClosing, recordReplacedClosed } from './replaced-checkout-store.ts'

type Needs = {
  database: Database
  expireSession: (id: string) => Promise<StripeAnswer<'expired' | 'not-open'>>
  now: Clock
  log: Log
}

const RETRY_MS = 30_000

/** Expires the checkout sessions of other tabs, so that nobody pays twice. */
export const closeReplacedCheckoutsJob = (needs: Needs): Repeating =>
  repeat({
    pauseMs: 1_000,
    step: async () => {
      await closeReplaced(needs)
      return false
    },
    onError: (error) =>
      needs.log.error('closing replaced sessions failed', { component: 'checkout', ...errorFields(error) }),
  })

/** Retries a session that Stripe cannot expire now after a delay. Safe to repeat. */
const closeReplaced = async ({ database, expireSession, now }: Needs): Promise<void> => {
  for (const { id, sessionId } of await findReplacedSessions(database, now())) {
    const answer = await expireSession(sessionId)
    if (answer.ok) await recordReplacedClosed(database, id, answer.value)
    else await postponeClosing(database, id, new Date(now().getTime() + RETRY_MS))
  }
}
