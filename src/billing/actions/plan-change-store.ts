import { randomUUID } from 'node:crypto'
import type { Queryable, Transaction } from '../../platform/database/database.ts'
import type { PlanChange } from '../model/plan-change.ts'

/**
 * Records a cancellation in the transaction. The call to Stripe follows after the commit. Returns false if it was
 * recorded before.
 */
export type RequestCancellation = (
  transaction: Transaction,
  cancellation: { subscriptionId: string; cause: 'chosen' | 'staff' },
  now: Date,
) => Promise<boolean>

/** Records a supporter's change. The call to Stripe follows after the commit. */
export type ChangePlan = (transaction: Transaction, change: RequestedChange, now: Date) => Promise<void>

type RequestedChange = { subscriptionId: string; planChange: PlanChange }

/**
 * Records a supporter's change. The call to Stripe follows after the commit. Returns false if nothing would change, as
 * when the same form is sent twice.
 */
export const recordPlanChange = async (
  transaction: Transaction,
  { subscriptionId, planChange }: RequestedChange,
  now: Date,
): Promise<boolean> => {
  // The lock makes a concurrent second request see the first one.
  const [known] = await transaction.query<PlanState>(
    `select s.amount, s.interval, s.is_paused as "isPaused", s.resumes_at as "resumesAt"
     from stripe_subscriptions s where s.id = $1 for update`,
    [subscriptionId],
  )
  if (!known) throw new Error('A plan change for an unknown subscription')
  const requested = await findRequestedState(transaction, subscriptionId)
  if (isUnchanged({ ...known, ...requested }, planChange)) return false
  const plan = planChange.kind === 'change' ? planChange.plan : null
  await transaction.query(
    `insert into subscription_actions (id, subscription_id, kind, created_at, due_at, amount, interval, resumes_at)
     values ($1, $2, $3, $4, $4, $5, $6, $7)`,
    [
      randomUUID(),
      subscriptionId,
      planChange.kind,
      now,
      plan?.amount ?? null,
      plan?.interval ?? null,
      planChange.kind === 'pause' ? planChange.resumesAt : null,
    ],
  )
  return true
}

type PlanState = {
  amount: number | null
  interval: string | null
  isPaused: boolean
  resumesAt: Date | null
}

const isUnchanged = (
  { amount, interval, isPaused, resumesAt }: PlanState,
  planChange: PlanChange,
): boolean => {
  if (planChange.kind === 'change')
    return amount === planChange.plan.amount && interval === planChange.plan.interval
  if (planChange.kind === 'resume') return !isPaused
  return isPaused && resumesAt?.getTime() === planChange.resumesAt.getTime()
}

// The state after the changes that Stripe has not confirmed yet.
const findRequestedState = async (
  transaction: Queryable,
  subscriptionId: string,
): Promise<Partial<PlanState>> => {
  const rows = await transaction.query<{
    kind: PlanChange['kind']
    amount: number
    interval: string
    resumesAt: Date | null
  }>(
    'select kind, amount, interval, resumes_at as "resumesAt" from unconfirmed_changes where subscription_id = $1 order by created_at, id',
    [subscriptionId],
  )
  return Object.assign(
    {},
    ...rows.map(({ kind, amount, interval, resumesAt }) =>
      kind === 'change' ? { amount, interval } : { isPaused: kind === 'pause', resumesAt },
    ),
  )
}
