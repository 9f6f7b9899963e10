import { IS_READY } from '../../src/billing/actions/pending-action-store.ts'
import type { Database } from '../../src/platform/database/database.ts'

/** Events wait one second for related ones. A failed call or mail is retried after four. */
const STEP_S = 5
/** More steps than any chain of events, calls and mails needs. */
const MAX_STEPS = 60
/** Some work stays due while something it waits for is unavailable. */
const STEPS_BETWEEN_CHECKS = 6
const POLL_MS = 50
const EVENTUALLY_TIMEOUT_MS = 60_000
/** Postponed work comes due while a condition is awaited. */
const POSTPONED_STEP_S = 5

type Needs = {
  database: Database
  now: () => Date
  /** Advances the sandbox's clock. Resolves when every due webhook was delivered once. */
  advance: (seconds: number) => Promise<void>
  /** Returns false if no job found work since the last call. */
  runPromptJobs: () => Promise<boolean>
}

export type Settling = {
  /** Does all work that is due within seconds. Advances the clock over the waits in between. */
  settle: () => Promise<void>
  /** Waits until `check` passes and does due work meanwhile. Throws its last failure if it never passes. */
  eventually: (check: () => Promise<void> | void) => Promise<void>
}

export const settling = ({ database, now, advance, runPromptJobs }: Needs): Settling => {
  const doDueWork = async (steps: number): Promise<boolean> => {
    let isDue = false
    for (let step = 0; step < steps; step += 1) {
      await advance(isDue ? STEP_S : 0)
      const hasFound = await runPromptJobs()
      isDue = await isWorkDue(database, new Date(now().getTime() + STEP_S * 1000))
      // A job that found work may have taken more, or caused Stripe to send events.
      if (!isDue && !hasFound) return true
    }
    return false
  }
  const settle = async () => {
    if (!(await doDueWork(MAX_STEPS)))
      throw new Error(`Work is still due after ${MAX_STEPS * STEP_S} s of the sandbox's time`)
  }
  const eventually: Settling['eventually'] = async (check) => {
    const deadline = Date.now() + EVENTUALLY_TIMEOUT_MS
    for (let failures = 0; ; failures += 1) {
      try {
        return await check()
      } catch (error) {
        if (Date.now() > deadline) throw error
      }
      if (failures > 0) {
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
        await advance(POSTPONED_STEP_S)
      }
      await doDueWork(STEPS_BETWEEN_CHECKS)
    }
  }
  return { settle, eventually }
}

const isWorkDue = async (database: Database, at: Date): Promise<boolean> => {
  const [row] = await database.query<{ due: boolean }>(
    `select exists (select 1 from sync_jobs where lease_token is not null or due_at <= $1)
       or exists (select 1 from webhook_events where sync_key is null and done_at is null and parked_reason is null and resolve_at <= $1)
       or exists (select 1 from subscription_actions c where c.due_at <= $1 and ${IS_READY})
       or exists (select 1 from supporter_status_outbox where due_at <= $1)
       or exists (select 1 from mails where state = 'waiting' and due_at <= $1)
       or exists (select 1 from stripe_customers where address_fetch_due_at <= $1)
       or exists (select 1 from erasures where due_at <= $1) as due`,
    [at],
  )
  return row?.due === true
}
