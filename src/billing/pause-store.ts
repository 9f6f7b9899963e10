import type { Queryable } from '../platform/database.ts'
import type { SubscriptionFact } from './facts.ts'

/**
 * Dates pauses: our own actions are facts, whatever Stripe shows by the time we look; what Stripe shows beyond them is
 * dated on the day that was named for its end, or else when it is first seen.
 */
export const datePauses = async (
  transaction: Queryable,
  subscriptions: readonly SubscriptionFact[],
  now: Date,
): Promise<void> => {
  for (const subscription of subscriptions) {
    const isUnderWay = await applyActions(transaction, subscription.id)
    // A call of ours that has not been answered yet is not to be taken back by what Stripe showed before it.
    if (!isUnderWay) await compareWithStripe(transaction, subscription, now)
  }
}

type Acted = { kind: 'pause' | 'resume'; madeAt: Date; isDone: boolean }

/** True while the newest action has not been confirmed. */
const applyActions = async (transaction: Queryable, id: string): Promise<boolean> => {
  const actions = await transaction.query<Acted>(
    `select kind, made_at as "madeAt", done_at is not null as "isDone" from contribution_actions
     where subscription_id = $1 and kind in ('pause', 'resume') and failed_because is null order by made_at`,
    [id],
  )
  for (const { kind, madeAt } of actions) {
    await transaction.query(
      kind === 'pause'
        ? `insert into stripe_pauses (subscription_id, paused_at, dated_by)
           select $1, $2, 'action' where not exists (select 1 from stripe_pauses where subscription_id = $1
             and paused_at <= $2 and (resumed_at is null or resumed_at > $2)) on conflict do nothing`
        : `update stripe_pauses set resumed_at = $2
           where subscription_id = $1 and paused_at <= $2 and resumed_at is null`,
      [id, madeAt],
    )
  }
  return actions.at(-1)?.isDone === false
}

const compareWithStripe = async (
  transaction: Queryable,
  { id, isPaused, resumesAt }: SubscriptionFact,
  now: Date,
): Promise<void> => {
  const [open] = await transaction.query<{ pausedAt: Date; resumesAt: Date | null }>(
    `select paused_at as "pausedAt", resumes_at as "resumesAt" from stripe_pauses
     where subscription_id = $1 and resumed_at is null`,
    [id],
  )
  if (isPaused && open)
    await transaction.query(
      'update stripe_pauses set resumes_at = $2 where subscription_id = $1 and resumed_at is null',
      [id, resumesAt],
    )
  if (isPaused && !open)
    await transaction.query(
      `insert into stripe_pauses (subscription_id, paused_at, resumes_at, dated_by) values ($1, $2, $3, 'sight')`,
      [id, now, resumesAt],
    )
  if (isPaused || !open) return
  const named =
    open.resumesAt && open.resumesAt <= now && open.resumesAt >= open.pausedAt ? open.resumesAt : null
  await transaction.query(
    'update stripe_pauses set resumed_at = $2 where subscription_id = $1 and resumed_at is null',
    [id, named ?? now],
  )
}
