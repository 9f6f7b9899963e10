import type { Queryable } from '../platform/database.ts'

const ENDING = `(s.ended_at is not null or exists (select 1 from contribution_actions e where e.subscription_id = s.id
  and e.kind in ('end', 'duplicate') and e.failed_because is null and e.withdrawn_at is null))`

const PAUSE = `select 1 from contribution_actions a join stripe_subscriptions s on s.id = a.subscription_id
  where a.id = $1::uuid and (${ENDING} or exists (select 1 from contribution_actions l
    where l.subscription_id = s.id and l.kind in ('pause', 'resume') and l.failed_because is null
      and (l.made_at, l.id) > (a.made_at, a.id)))`

/** Of what a mail speaks, and the id in its cause: where a row is left, it is true no more. */
const UNTRUE: Readonly<Record<string, string>> = {
  thanks: `select 1 from contribution_actions a where a.subscription_id = $1 and a.kind = 'duplicate'
    and a.failed_because is null and a.withdrawn_at is null`,
  failed: `select 1 from stripe_invoices i join stripe_subscriptions s on s.id = i.subscription_id
    where i.id = $1 and (i.status <> 'open' or ${ENDING})`,
  renewal: `select 1 from stripe_subscriptions s where s.id = $1 and (${ENDING} or s.cancel_at is not null or s.is_paused
    or s.interval <> 'year' or s.amount <> ($2::jsonb ->> 'amount')::bigint
    or s.period_end <> ($2::jsonb ->> 'at')::timestamptz
    or exists (select 1 from newer_choices n where n.subscription_id = s.id))`,
  changed: `select 1 from contribution_actions a join stripe_subscriptions s on s.id = a.subscription_id
    where a.id = $1::uuid and a.kind = 'change' and (${ENDING} or exists (select 1 from contribution_actions l
      where l.subscription_id = s.id and l.kind = 'change' and l.failed_because is null
        and (l.made_at, l.id) > (a.made_at, a.id)))`,
  paused: PAUSE,
  resumed: PAUSE,
}

type Waiting = { kind: string; cause: string; facts: Record<string, unknown> }

/** Whether what a mail says is so at this moment: it may have waited for hours. */
export const isMailTrue = async (database: Queryable, { kind, cause, facts }: Waiting): Promise<boolean> => {
  const untrue = UNTRUE[kind]
  const id = cause.split(':')[1]
  if (!untrue || id === undefined) return true
  const values = kind === 'renewal' ? [id, JSON.stringify(facts)] : [id]
  return (await database.query(untrue, values)).length === 0
}
