import type { StripeAnswer } from '../billing/checkout-gateway.ts'
import type { Database } from '../platform/database.ts'
import { errorFields, type Log } from '../platform/log.ts'
import { type Repeating, repeat } from '../platform/repeat.ts'
import { settleSuperseded, supersededSessions } from './checkout-store.ts'

type Needs = {
  database: Database
  expireSession: (id: string) => Promise<StripeAnswer<'expired' | 'not-open'>>
  log: Log
}

/** Closes the sessions of other tabs, so that nobody pays twice by them. */
export const supersedeJob = (needs: Needs): Repeating =>
  repeat({
    pauseMs: 2_000,
    step: async () => {
      await closeSuperseded(needs)
      return false
    },
    onError: (error) =>
      needs.log.error('superseded sessions stay open', { component: 'checkout', ...errorFields(error) }),
  })

/** One that Stripe cannot close now is tried again; doing it twice does no harm. */
export const closeSuperseded = async ({ database, expireSession }: Needs): Promise<void> => {
  for (const { id, sessionId } of await supersededSessions(database)) {
    const answer = await expireSession(sessionId)
    if (!answer.ok) return
    await settleSuperseded(database, id, answer.value)
  }
}
