import { DAY_MS } from '../../platform/clock.ts'
import type { Queryable } from '../../platform/database/database.ts'
import { storableJson } from '../../platform/database/storable-text.ts'
import type { AccountPage } from '../stripe/read/account-gateway.ts'
import type { ScannedObject } from './scanned-object.ts'

const SCANNED_OBJECTS = `jsonb_to_recordset($1::jsonb) as g (id text, "customerId" text, "chargeId" text, "ownerId" text, "checkoutId" uuid, "isPaused" boolean,
  "resumesAt" timestamptz,
  status text, "endedAt" timestamptz, "cancelAt" timestamptz, amount bigint, "settlementId" text,
  interval text, "intervalCount" integer, "periodEnd" timestamptz, attempts integer, "nextAttemptAt" timestamptz)`

/**
 * Ignores objects that are not ours. The account may be shared, and a supporter may also be a customer of a
 * shop.
 */
const STATEMENTS: Record<AccountPage['kind'], string> = {
  subscriptions: `select g.id, g."chargeId" as "chargeId", g."customerId" as "syncKey" from ${SCANNED_OBJECTS} left join stripe_subscriptions s on s.id = g.id
    where (exists (select 1 from known_checkouts k where k.id = g."checkoutId") or exists (select 1 from imported_subscriptions a where a.id = g.id)) and (s.id is null or s.status <> g.status
      or s.ended_at is distinct from g."endedAt" or s.cancel_at is distinct from g."cancelAt" or s.is_paused <> g."isPaused"
      or s.resumes_at is distinct from g."resumesAt" or (s.ended_at is null and (s.amount is distinct from g.amount
        or s.interval is distinct from g.interval or s.interval_count is distinct from g."intervalCount" or s.period_end is distinct from g."periodEnd")))`,
  invoices: `select g.id, g."chargeId" as "chargeId", g."customerId" as "syncKey" from ${SCANNED_OBJECTS} left join stripe_invoices i on i.id = g.id
    where g.status <> 'draft' and ((i.id is null
        and (exists (select 1 from known_checkouts k where k.id = g."checkoutId") or exists (select 1 from imported_subscriptions a where a.id = g."ownerId")))
      or i.status <> g.status or i.amount_paid <> g.amount or (g.status = 'open' and (i.attempts <> g.attempts
        or i.next_attempt_at is distinct from g."nextAttemptAt")))`,
  charges: `select g.id, g."chargeId" as "chargeId", g."customerId" as "syncKey" from ${SCANNED_OBJECTS} left join stripe_charges c on c.id = g.id
    where g."customerId" is not null and (g.status <> 'failed' or c.id is not null) and ((c.id is null
        and (exists (select 1 from known_checkouts k where k.id = g."checkoutId") or exists (select 1 from stripe_invoice_payments p where p.payment_intent_id = g."ownerId")))
      or c.status <> g.status or (c.id is not null and c.balance_transaction_id is null and g."settlementId" is not null))`,
  refunds: `select g.id, g."chargeId" as "chargeId", coalesce(c.customer_id, c.payment_intent_id) as "syncKey" from ${SCANNED_OBJECTS}
    join stripe_charges c on c.id = g."chargeId" left join stripe_refunds r on r.id = g.id
    where r.id is null or r.status <> g.status
      or (r.balance_transaction_id is null and g."settlementId" is not null)`,
  disputes: `select g.id, g."chargeId" as "chargeId", coalesce(c.customer_id, c.payment_intent_id) as "syncKey" from ${SCANNED_OBJECTS}
    join stripe_charges c on c.id = g."chargeId" left join stripe_disputes d on d.id = g.id
    where d.id is null or d.status <> g.status or jsonb_array_length(d.transaction_ids) <> g.amount`,
  // All money of ours that moved must have a ledger entry, no matter how old its charge is.
  settlements: `select g."ownerId" as id, c.id as "chargeId", coalesce(c.customer_id, c.payment_intent_id) as "syncKey" from ${SCANNED_OBJECTS}
    join stripe_charges c on c.id = coalesce((select r.charge_id from stripe_refunds r where r.id = g."ownerId"),
      (select d.charge_id from stripe_disputes d where d.id = g."ownerId"), g."ownerId")
    where not exists (select 1 from ledger_entries l where l.balance_transaction_id = g.id)`,
  // Sessions that were completed, even if the bank then declined.
  sessions: `select g.id, g."chargeId" as "chargeId", g."customerId" as "syncKey" from ${SCANNED_OBJECTS}
    join known_checkouts k on k.id = g."checkoutId" where g.status = 'complete' and k.state <> 'complete'`,
}

/** An object that differs from our record, and the sync key to fetch it by. */
export type Drift = { id: string; chargeId: string | null; syncKey: string }

/** Finds the objects of a page that differ from our record or are missing in it. */
export const findDrift = async (
  database: Queryable,
  kind: AccountPage['kind'],
  objects: readonly ScannedObject[],
): Promise<Drift[]> => {
  if (objects.length === 0) return []
  const rows = await database.query<Omit<Drift, 'syncKey'> & { syncKey: string | null }>(STATEMENTS[kind], [
    storableJson(objects),
  ])
  return rows.flatMap(({ syncKey, ...drift }) => (syncKey === null ? [] : [{ ...drift, syncKey }]))
}

// A later payment creates a charge, which the pages contain.
const UNCOLLECTIBLE_DAYS = 90

/**
 * Finds objects of ours from before the scanned period that a bank, a dispute or a retry may still change. Skips the
 * demo, which Stripe does not have.
 */
export const findUnfinishedBefore = (database: Queryable, before: Date): Promise<Drift[]> =>
  database.query<Drift>(
    `select d.id, d.charge_id as "chargeId", coalesce(c.customer_id, c.payment_intent_id) as "syncKey"
     from open_disputes d join stripe_charges c on c.id = d.charge_id
     where d.created_at < $1 and not is_demo(d.id)
     union all
     select r.id, r.charge_id, coalesce(c.customer_id, c.payment_intent_id) from stripe_refunds r
     join stripe_charges c on c.id = r.charge_id where r.created_at < $1 and r.status = 'pending' and not is_demo(r.id)
     union all
     select c.id, c.id, coalesce(c.customer_id, c.payment_intent_id) from stripe_charges c
     where c.created_at < $1 and c.status = 'pending' and not is_demo(c.id)
     union all
     select i.id, null, i.customer_id from stripe_invoices i where i.created_at < $1 and not is_demo(i.id) and (i.status = 'open'
       or (i.status = 'uncollectible' and i.created_at > $2))`,
    [before, new Date(before.getTime() - UNCOLLECTIBLE_DAYS * DAY_MS)],
  )
