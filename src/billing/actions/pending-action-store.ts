import { randomUUID } from 'node:crypto'
import type { Database, Queryable } from '../../platform/database/database.ts'
import { leaseEnd } from '../../platform/database/lease.ts'
import type { CancellationCause } from '../model/facts.ts'
import type { Outcome, PendingAction } from '../model/pending-action.ts'
import type { Interval } from '../model/plan-change.ts'

// The changes of one subscription are made in the order they were asked for, so that the last one wins.
const IN_ORDER = `(c.kind in ('cancel', 'duplicate', 'refund') or not exists (
  select 1 from subscription_actions e where e.subscription_id = c.subscription_id and e.due_at is not null
    and e.kind in ('change', 'pause', 'resume') and (e.created_at, e.id) < (c.created_at, c.id)))`

/** SQL condition: a due action `c` waits for no other action. */
export const IS_READY = `(c.kind <> 'replacement' and ${IN_ORDER})`

const replacement = (column: string): string => `(select n.${column} from subscription_actions r
  join stripe_subscriptions n on n.id = r.subscription_id
  where r.kind = 'replacement' and r.other_subscription_id = a.subscription_id and r.final_failure is null
  order by n.started_at, n.id limit 1)`

// The refund of a pause ends when the supporter asked to be charged again, even if they asked later.
const CHARGED_AGAIN_AT = `(select min(case l.kind when 'resume' then l.created_at else l.resumes_at end)
  from subscription_actions l where a.refund_until is not null and l.subscription_id = a.subscription_id
    and l.kind in ('pause', 'resume') and l.final_failure is null and l.created_at > a.refund_from)`

type Row = {
  id: string
  leaseToken: string
  subscriptionId: string
  customerId: string
  kind: PendingAction['kind']
  createdAt: Date
  attempts: number
  wasAttempted: boolean
  cause: CancellationCause | null
  replacementId: string | null
  replacementStartedAt: Date | null
  keptSubscriptionId: string | null
  keptCustomerId: string | null
  isByStaff: boolean
  refundFrom: Date | null
  refundUntil: Date | null
  amount: number | null
  interval: Interval | null
  resumesAt: Date | null
}

/** Leases the action that is due longest. It is due again by itself if this process dies. */
export const leasePendingAction = async (database: Database, now: Date): Promise<PendingAction | null> => {
  const [row] = await database.query<Row>(
    `update subscription_actions a set due_at = $2, lease_token = $3, attempts = a.attempts + 1
     from stripe_subscriptions s
     where s.id = a.subscription_id and a.id = (
       select c.id from subscription_actions c where c.due_at <= $1 and ${IS_READY}
       order by c.due_at limit 1 for update skip locked)
     returning a.id, a.lease_token as "leaseToken", a.subscription_id as "subscriptionId", s.customer_id as "customerId", a.kind, a.created_at as "createdAt",
       a.attempts - 1 as attempts, a.first_attempted_at is not null as "wasAttempted",
       a.cause, ${replacement('id')} as "replacementId", ${replacement('started_at')} as "replacementStartedAt",
       a.other_subscription_id as "keptSubscriptionId",
       (select o.customer_id from stripe_subscriptions o where o.id = a.other_subscription_id) as "keptCustomerId",
       a.is_by_staff as "isByStaff", a.amount, a.interval, a.resumes_at as "resumesAt",
       a.refund_from as "refundFrom", least(a.refund_until, ${CHARGED_AGAIN_AT}) as "refundUntil"`,
    [now, leaseEnd(now), randomUUID()],
  )
  return row ? parse(row) : null
}

// The check constraints of the table promise that a row has exactly the fields of its kind.
const parse = (row: Row): PendingAction => {
  const { id, leaseToken, subscriptionId, customerId, createdAt, attempts, wasAttempted } = row
  const common = { id, leaseToken, subscriptionId, customerId, createdAt, attempts, wasAttempted }
  switch (row.kind) {
    case 'cancel':
      return { ...common, kind: 'cancel', cause: present(row, 'cause'), replacement: replacementOf(row) }
    case 'duplicate': {
      const { keptCustomerId, isByStaff } = row
      const keptSubscriptionId = present(row, 'keptSubscriptionId')
      return { ...common, kind: 'duplicate', keptSubscriptionId, keptCustomerId, isByStaff }
    }
    case 'refund':
      return {
        ...common,
        kind: 'refund',
        window: { since: present(row, 'refundFrom'), until: row.refundUntil },
      }
    case 'change': {
      const plan = { amount: present(row, 'amount'), interval: present(row, 'interval') }
      return { ...common, kind: 'change', plan }
    }
    case 'pause':
      return { ...common, kind: 'pause', resumesAt: present(row, 'resumesAt') }
    case 'resume':
      return { ...common, kind: 'resume' }
  }
}

const present = <Field extends keyof Row>(row: Row, field: Field): NonNullable<Row[Field]> => {
  const value = row[field]
  if (value === null) throw new Error(`A pending action of kind ${row.kind} without ${field}`)
  return value as NonNullable<Row[Field]>
}

const replacementOf = ({ replacementId, replacementStartedAt }: Row) =>
  replacementId !== null && replacementStartedAt !== null
    ? { subscriptionId: replacementId, startedAt: replacementStartedAt }
    : null

type Attempted = { action: PendingAction; outcome: Outcome; retryAt: Date }

/** Records the result of an attempt. Undoes the effects of an action that is given up. */
export const recordOutcome = async (
  transaction: Queryable,
  { action, outcome, retryAt }: Attempted,
  now: Date,
): Promise<void> => {
  const { result } = outcome
  const failure = outcome.result === 'done' ? null : outcome.because
  const isGivenUp = result === 'failed' || result === 'withdrawn'
  await transaction.query(
    `update subscription_actions set lease_token = null, due_at = $2, done_at = $3, final_failure = $4, last_failure = $5, withdrawn_at = $6
     where id = $1`,
    [
      action.id,
      result === 'retry' ? retryAt : null,
      result === 'done' ? now : null,
      isGivenUp ? failure : null,
      failure,
      result === 'withdrawn' ? now : null,
    ],
  )
  if (isGivenUp && action.kind === 'pause') await deletePause(transaction, action.id)
  if (isGivenUp && action.kind === 'duplicate')
    await reopenDuplicate(transaction, action.subscriptionId, result)
  if (action.kind === 'cancel' && action.cause === 'replaced' && result !== 'retry')
    await settleReplacement(transaction, action.subscriptionId, isGivenUp ? now : null)
}

// A pause counts from the moment it is asked for. One that never came about is deleted.
const deletePause = async (transaction: Queryable, actionId: string): Promise<void> => {
  await transaction.query(
    `delete from stripe_pauses p using subscription_actions a where a.id = $1 and p.dated_by = 'action'
       and p.subscription_id = a.subscription_id and p.paused_at = a.created_at`,
    [actionId],
  )
}

// Staff decide what Stripe rejected. A withdrawn refund leaves no trace, so that the rule may find the duplicate again.
const reopenDuplicate = async (
  transaction: Queryable,
  subscriptionId: string,
  result: 'withdrawn' | 'failed',
): Promise<void> => {
  await transaction.query(
    result === 'withdrawn'
      ? 'delete from duplicate_subscriptions where subscription_id = $1'
      : 'update duplicate_subscriptions set decision = null, decided_at = null where subscription_id = $1',
    [subscriptionId],
  )
}

const NOT_REPLACED = 'withdrawn with the cancellation of the first'

// A subscription that continues is not replaced. If a later attempt cancels it after all, it was replaced.
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
