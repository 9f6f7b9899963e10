import type { Database, Queryable } from '../../platform/database/database.ts'
import type { Outcome, PendingAction } from '../model/pending-action.ts'

const LEASE_MS = 120_000

// What was chosen for one contribution is told in the order in which it was chosen, so that the last word stands.
const IN_ORDER = `(c.kind in ('cancel', 'duplicate', 'refund') or not exists (
  select 1 from subscription_actions e where e.subscription_id = c.subscription_id and e.due_at is not null
    and e.kind in ('change', 'pause', 'resume') and (e.created_at, e.id) < (c.created_at, c.id)))`

/** Whether a call `c` that is due waits for no other. */
export const WAITS_FOR_NONE = `(c.kind <> 'replacement' and ${IN_ORDER})`

const replacement = (column: string): string => `(select n.${column} from subscription_actions r
  join stripe_subscriptions n on n.id = r.subscription_id
  where r.kind = 'replacement' and r.other_subscription_id = a.subscription_id and r.final_failure is null
  order by n.started_at, n.id limit 1)`

// Of a return for a pause: from when its giver wanted to be charged again, chosen at any time since.
const CHARGED_AGAIN = `(select min(case l.kind when 'resume' then l.created_at else l.resumes_at end)
  from subscription_actions l where a.resumes_at is not null and l.subscription_id = a.subscription_id
    and l.kind in ('pause', 'resume') and l.final_failure is null and l.created_at > a.created_at)`

/** Takes the call owed longest: due again by itself if this worker dies over it. */
export const leasePendingAction = async (database: Database, now: Date): Promise<PendingAction | null> => {
  const [row] = await database.query<PendingAction>(
    `update subscription_actions a set due_at = $2, attempts = a.attempts + 1
     from stripe_subscriptions s
     where s.id = a.subscription_id and a.id = (
       select c.id from subscription_actions c where c.due_at <= $1 and ${WAITS_FOR_NONE}
       order by c.due_at limit 1 for update skip locked)
     returning a.id, a.subscription_id as "subscriptionId", a.other_subscription_id as "otherSubscriptionId", a.kind,
       a.cause, a.created_at as "createdAt", a.attempts - 1 as attempts, a.first_attempted_at is not null as "wasAttempted", s.customer_id as "customerId",
       (select o.customer_id from stripe_subscriptions o where o.id = a.other_subscription_id) as "otherCustomerId",
       ${replacement('id')} as "replacedBy", ${replacement('started_at')} as "replacedFrom",
       a.is_by_staff as "isByStaff", a.amount, a.interval,
       case when a.kind = 'refund' then least(a.resumes_at, ${CHARGED_AGAIN}) else a.resumes_at end as "resumesAt"`,
    [now, new Date(now.getTime() + LEASE_MS)],
  )
  return row ?? null
}

type Timing = { now: Date; againMs: number }

export const recordOutcome = async (
  transaction: Queryable,
  action: PendingAction,
  outcome: Outcome,
  { now, againMs }: Timing,
): Promise<void> => {
  const because = 'because' in outcome ? outcome.because : null
  const over = outcome.what === 'failed' || outcome.what === 'withdrawn' ? outcome.what : null
  await transaction.query(
    `update subscription_actions set due_at = $2, done_at = $3, final_failure = $4, last_failure = $5, withdrawn_at = $6
     where id = $1`,
    [
      action.id,
      outcome.what === 'again' ? new Date(now.getTime() + againMs) : null,
      outcome.what === 'done' ? now : null,
      over && because,
      because,
      outcome.what === 'withdrawn' ? now : null,
    ],
  )
  if (over && action.kind === 'pause') await forgetPause(transaction, action.id)
  if (over && action.kind === 'duplicate') await reopenDuplicate(transaction, action.subscriptionId, over)
  if (action.cause === 'replaced' && outcome.what !== 'again')
    await settleReplacement(transaction, action.subscriptionId, over ? now : null)
}

/** Written down before Stripe is asked. */
export const recordFirstAttempt = async (database: Queryable, id: string, now: Date): Promise<void> => {
  await database.query(
    'update subscription_actions set first_attempted_at = $2 where id = $1 and first_attempted_at is null',
    [id, now],
  )
}

// A pause is believed as soon as it is chosen. What never came about was none.
const forgetPause = async (transaction: Queryable, actionId: string): Promise<void> => {
  await transaction.query(
    `delete from stripe_pauses p using subscription_actions a where a.id = $1 and p.dated_by = 'action'
       and p.subscription_id = a.subscription_id and p.paused_at = a.created_at`,
    [actionId],
  )
}

// What Stripe refused is for people to decide. What was withdrawn was never decided: the rule may find it again.
const reopenDuplicate = async (
  transaction: Queryable,
  subscriptionId: string,
  what: 'withdrawn' | 'failed',
): Promise<void> => {
  await transaction.query(
    what === 'withdrawn'
      ? 'delete from duplicate_subscriptions where subscription_id = $1'
      : 'update duplicate_subscriptions set decided = null, decided_at = null where subscription_id = $1',
    [subscriptionId],
  )
}

const NOT_REPLACED = 'withdrawn with the end of the first'

// Nothing replaces what goes on; what is ended after all, on another try, was replaced.
const settleReplacement = async (
  transaction: Queryable,
  replacedId: string,
  withdrawnAt: Date | null,
): Promise<void> => {
  await transaction.query(
    withdrawnAt
      ? `update subscription_actions set final_failure = $2, withdrawn_at = $3
         where kind = 'replacement' and other_subscription_id = $1 and final_failure is null`
      : `update subscription_actions set final_failure = null, withdrawn_at = $3
         where kind = 'replacement' and other_subscription_id = $1 and final_failure = $2`,
    [replacedId, NOT_REPLACED, withdrawnAt],
  )
}
