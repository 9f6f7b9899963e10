import { randomUUID } from 'node:crypto'
import type { Queryable, Transaction } from '../platform/database.ts'
import type { Choice } from './choice.ts'

/** Writes down that a contribution is ended, and by whom; Stripe is called after it is committed. */
export type EndFor = (
  transaction: Transaction,
  subscriptionId: string,
  cause: 'chosen' | 'staff',
  now: Date,
) => Promise<void>

/**
 * Writes down what a giver chose; Stripe is called after it is committed. False where it is so already, or was chosen
 * before: the same form sent twice is one choice.
 */
export const recordChoice = async (
  transaction: Transaction,
  subscriptionId: string,
  choice: Choice,
  now: Date,
): Promise<boolean> => {
  // Of two taps at once the second sees what the first did.
  const [known] = await transaction.query<Stands>(
    `select s.amount, s.interval, s.is_paused as "isPaused" from stripe_subscriptions s where s.id = $1 for update`,
    [subscriptionId],
  )
  if (!known) throw new Error('A choice for a contribution that is not known')
  if (isSo({ ...known, ...(await chosenBefore(transaction, subscriptionId)) }, choice)) return false
  const plan = choice.kind === 'change' ? choice.plan : null
  await transaction.query(
    `insert into contribution_actions (id, subscription_id, kind, made_at, due_at, amount, interval, resumes_at)
     values ($1, $2, $3, $4, $4, $5, $6, $7)`,
    [
      ...[randomUUID(), subscriptionId, choice.kind, now, plan?.amount ?? null, plan?.interval ?? null],
      choice.kind === 'pause' ? choice.resumesAt : null,
    ],
  )
  return true
}

type Stands = { amount: number | null; interval: string | null; isPaused: boolean }

const isSo = ({ amount, interval, isPaused }: Stands, choice: Choice): boolean =>
  choice.kind === 'change'
    ? amount === choice.plan.amount && interval === choice.plan.interval
    : isPaused === (choice.kind === 'pause')

const chosenBefore = async (transaction: Queryable, subscriptionId: string): Promise<Partial<Stands>> => {
  const rows = await transaction.query<{ kind: Choice['kind']; amount: number; interval: string }>(
    'select kind, amount, interval from newer_choices where subscription_id = $1 order by made_at, id',
    [subscriptionId],
  )
  return Object.assign(
    {},
    ...rows.map(({ kind, amount, interval }) =>
      kind === 'change' ? { amount, interval } : { isPaused: kind === 'pause' },
    ),
  )
}
