import { randomUUID } from 'node:crypto'
import type { Queryable, Transaction } from '../../platform/database/database.ts'
import type { PlanChange } from '../model/plan-change.ts'

/**
 * Writes down that a contribution is ended, and by whom; Stripe is called after it is committed. False where that was
 * written before.
 */
export type RequestCancellation = (
  transaction: Transaction,
  subscriptionId: string,
  cause: 'chosen' | 'staff',
  now: Date,
) => Promise<boolean>

/**
 * Writes down what a giver chose; Stripe is called after it is committed. False where it is so already, or was chosen
 * before: the same form sent twice is one planChange.
 */
export const recordPlanChange = async (
  transaction: Transaction,
  subscriptionId: string,
  planChange: PlanChange,
  now: Date,
): Promise<boolean> => {
  // Of two taps at once the second sees what the first did.
  const [known] = await transaction.query<Stands>(
    `select s.amount, s.interval, s.is_paused as "isPaused", s.resumes_at as "resumesAt"
     from stripe_subscriptions s where s.id = $1 for update`,
    [subscriptionId],
  )
  if (!known) throw new Error('A planChange for a contribution that is not known')
  if (isSo({ ...known, ...(await chosenBefore(transaction, subscriptionId)) }, planChange)) return false
  const plan = planChange.kind === 'change' ? planChange.plan : null
  await transaction.query(
    `insert into subscription_actions (id, subscription_id, kind, created_at, due_at, amount, interval, resumes_at)
     values ($1, $2, $3, $4, $4, $5, $6, $7)`,
    [
      ...[randomUUID(), subscriptionId, planChange.kind, now, plan?.amount ?? null, plan?.interval ?? null],
      planChange.kind === 'pause' ? planChange.resumesAt : null,
    ],
  )
  return true
}

type Stands = {
  amount: number | null
  interval: string | null
  isPaused: boolean
  resumesAt: Date | null
}

const isSo = ({ amount, interval, isPaused, resumesAt }: Stands, planChange: PlanChange): boolean => {
  if (planChange.kind === 'change')
    return amount === planChange.plan.amount && interval === planChange.plan.interval
  if (planChange.kind === 'resume') return !isPaused
  return isPaused && resumesAt?.getTime() === planChange.resumesAt.getTime()
}

const chosenBefore = async (transaction: Queryable, subscriptionId: string): Promise<Partial<Stands>> => {
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
