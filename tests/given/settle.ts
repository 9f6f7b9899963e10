import { IS_READY } from '../../src/billing/actions/pending-action-store.ts'
import type { Database } from '../../src/platform/database/database.ts'

/** An event waits a second for others that come with it; a call or mail that fails once is tried again after four. */
const STEP_S = 5
/** Far more than any chain of events, calls and mails takes. */
const MOST_STEPS = 60
/** Some work stays due for as long as what it waits for is away. */
const STEPS_BETWEEN_CHECKS = 6
const POLL_MS = 50
const WITHIN_MS = 60_000
/** Work that was put off comes due while a condition is waited for. */
const PUT_OFF_STEP_S = 5

type Needs = {
  database: Database
  now: () => Date
  /** Moves the sandbox's clock; resolves when all that fell due has been delivered once. */
  advance: (seconds: number) => Promise<void>
  /** False if no job has found work since the last time. */
  runPromptJobs: () => Promise<boolean>
}

export type Settling = {
  /** Does all work that is due, or comes due within seconds: the clock is advanced over the waits in between. */
  settle: () => Promise<void>
  /** Waits until `check` passes, doing what is due meanwhile; its last failure is thrown when it never does. */
  eventually: (check: () => Promise<void> | void) => Promise<void>
}

export const settling = ({ database, now, advance, runPromptJobs }: Needs): Settling => {
  const work = async (steps: number): Promise<boolean> => {
    let isDue = false
    for (let step = 0; step < steps; step += 1) {
      await advance(isDue ? STEP_S : 0)
      const hasFound = await runPromptJobs()
      isDue = await isWorkDue(database, new Date(now().getTime() + STEP_S * 1000))
      // A job that has just found work may have taken more, which is not due while it is at it, or made Stripe send events.
      if (!isDue && !hasFound) return true
    }
    return false
  }
  const settle = async () => {
    if (!(await work(MOST_STEPS)))
      throw new Error(`Work is still due after ${MOST_STEPS * STEP_S} s of the sandbox's time`)
  }
  const eventually: Settling['eventually'] = async (check) => {
    const deadline = Date.now() + WITHIN_MS
    for (let failures = 0; ; failures += 1) {
      try {
        return await check()
      } catch (error) {
        if (Date.now() > deadline) throw error
      }
      if (failures > 0) {
        await new Promise((resolve) => setTimeout(resolve, POLL_MS))
        await advance(PUT_OFF_STEP_S)
      }
      await work(STEPS_BETWEEN_CHECKS)
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
