import type { StripeAnswer } from '../billing/stripe/shapes/stripe-answer.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import { errorFields, type Log } from '../platform/log.ts'
import { type Repeating, repeat } from '../platform/repeat.ts'
import { postponeClosing, recordReplacedClosed, replacedSessions } from './replaced-checkout-store.ts'

type Needs = {
  database: Database
  expireSession: (id: string) => Promise<StripeAnswer<'expired' | 'not-open'>>
  now: Clock
  log: Log
}

const AGAIN_MS = 30_000

/** Closes the sessions of other tabs, so that nobody pays twice by them. */
export const closeReplacedCheckoutsJob = (needs: Needs): Repeating =>
  repeat({
    pauseMs: 1_000,
    step: async () => {
      await closeSuperseded(needs)
      return false
    },
    onError: (error) =>
      needs.log.error('replaced sessions stay open', { component: 'checkout', ...errorFields(error) }),
  })

/** One that Stripe cannot close now is put off and holds up no other; doing it twice does no harm. */
const closeSuperseded = async ({ database, expireSession, now }: Needs): Promise<void> => {
  for (const { id, sessionId } of await replacedSessions(database, now())) {
    const answer = await expireSession(sessionId)
    if (answer.ok) await recordReplacedClosed(database, id, answer.value)
    else await postponeClosing(database, id, new Date(now().getTime() + AGAIN_MS))
  }
}
