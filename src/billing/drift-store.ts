import type { Queryable } from '../platform/database.ts'
import type { AccountPage } from './account-gateway.ts'
import type { SweptObject } from './sweep.ts'

const GIVEN = `jsonb_to_recordset($1::jsonb) as g (id text, "customerId" text, "chargeId" text, "ownerId" text, "namesUs" boolean,
  status text, "endedAt" timestamptz, "cancelAt" timestamptz, amount bigint, "settlementId" text)`

/** What is another's is passed over: an account may be shared, and a supporter may be a shop's customer too. */
const STATEMENTS: Record<Exclude<AccountPage['kind'], 'sessions'>, string> = {
  subscriptions: `select g.id, g."customerId" as unit from ${GIVEN} left join stripe_subscriptions s on s.id = g.id
    where (g."namesUs" or exists (select 1 from adopted_subscriptions a where a.id = g.id)) and (s.id is null or s.status <> g.status
      or s.ended_at is distinct from g."endedAt" or s.cancel_at is distinct from g."cancelAt")`,
  invoices: `select g.id, g."customerId" as unit from ${GIVEN} left join stripe_invoices i on i.id = g.id
    where g.status <> 'draft' and ((i.id is null
        and (g."namesUs" or exists (select 1 from adopted_subscriptions a where a.id = g."ownerId")))
      or i.status <> g.status or i.amount_paid <> g.amount)`,
  charges: `select g.id, g."customerId" as unit from ${GIVEN} left join stripe_charges c on c.id = g.id
    where g."customerId" is not null and g.status <> 'failed' and ((c.id is null
        and (g."namesUs" or exists (select 1 from stripe_invoice_payments p where p.payment_intent_id = g."ownerId")))
      or c.status <> g.status or (c.id is not null and c.balance_transaction_id is null and g."settlementId" is not null))`,
  refunds: `select g.id, coalesce(c.customer_id, c.payment_intent_id) as unit from ${GIVEN}
    join stripe_charges c on c.id = g."chargeId" left join stripe_refunds r on r.id = g.id
    where r.id is null or r.status <> g.status`,
  disputes: `select g.id, coalesce(c.customer_id, c.payment_intent_id) as unit from ${GIVEN}
    join stripe_charges c on c.id = g."chargeId" left join stripe_disputes d on d.id = g.id
    where d.id is null or d.status <> g.status or jsonb_array_length(d.transaction_ids) <> g.amount`,
}

/** An object that our record does not have as Stripe has it, and the unit to fetch for it. */
export type Drift = { id: string; unit: string }

/** What on this page of Stripe's account our record has otherwise, or not at all. */
export const findDrift = async (
  database: Queryable,
  kind: AccountPage['kind'],
  objects: readonly SweptObject[],
): Promise<Drift[]> => {
  if (objects.length === 0 || kind === 'sessions') return []
  const rows = await database.query<{ id: string; unit: string | null }>(STATEMENTS[kind], [
    JSON.stringify(objects),
  ])
  return rows.flatMap(({ id, unit }) => (unit === null ? [] : [{ id, unit }]))
}
