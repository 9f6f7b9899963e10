import type { Queryable, Transaction } from '../../platform/database/database.ts'
import { storableJson } from '../../platform/database/storable-text.ts'
import type { DatedSupporterStatus } from '../history/supporter-status.ts'
import type { DemoCancellation } from './invented/demo-life.ts'
import type { DemoSupporter } from './invented/demo-supporter.ts'

/** Resolves to whether the record holds demo data. Cheap, because its index holds nothing else. */
export const hasDemoData = async (database: Queryable): Promise<boolean> =>
  (await database.query('select 1 from demo_customers limit 1')).length > 0

/** Resolves to whether the record holds a supporter who is not invented. */
export const hasRealSupporters = async (database: Queryable): Promise<boolean> => {
  const rows = await database.query(
    `select 1 from supporters s
     where not exists (select 1 from demo_customers d where d.supporter_id = s.id) limit 1`,
  )
  return rows.length > 0
}

/** Counts the invented supporters. */
export const countDemoSupporters = async (database: Queryable): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    'select count(distinct supporter_id) as count from demo_customers',
  )
  return row?.count ?? 0
}

/** A supporter with the status that follows from the facts. No browser is linked, so it is published to none. */
type WithStatus = DemoSupporter & { status: DatedSupporterStatus | null }

/** Saves invented supporters with their customers. Their facts follow. */
export const saveDemoSupporters = async (
  transaction: Transaction,
  supporters: readonly WithStatus[],
): Promise<void> => {
  await transaction.query(
    `with people as (
       insert into supporters (id, created_at, status, status_until, status_version)
       select id, "createdAt", status ->> 'status', (status ->> 'until')::timestamptz, case when status is null then 0 else 1 end
       from jsonb_to_recordset($1::jsonb) as given (id uuid, "createdAt" timestamptz, status jsonb)
     )
     insert into stripe_customers (id, supporter_id)
     select customer, id from jsonb_to_recordset($1::jsonb) as given (id uuid, customers jsonb),
       jsonb_array_elements_text(customers) as customer`,
    [
      storableJson(
        supporters.map(({ supporterId: id, createdAt, customerIds: customers, status }) => ({
          id,
          createdAt,
          customers,
          status: status ?? undefined,
        })),
      ),
    ],
  )
}

/** Saves the cancellations as done: nothing must be asked of Stripe. */
export const saveDemoCancellations = async (
  transaction: Transaction,
  cancellations: readonly DemoCancellation[],
): Promise<void> => {
  if (cancellations.length === 0) return
  await transaction.query(
    `insert into subscription_actions (id, subscription_id, kind, cause, reason, created_at, first_attempted_at, done_at)
     select id, "subscriptionId", 'cancel', cause, reason, at, at, at
     from jsonb_to_recordset($1::jsonb) as given (id uuid, "subscriptionId" text, cause text, reason text, at timestamptz)`,
    [storableJson(cancellations)],
  )
}

const OF_DEMO = 'in (select id from demo_customers)'
const DEMO_SUBSCRIPTIONS = `(select id from stripe_subscriptions where customer_id ${OF_DEMO})`
const DEMO_CHARGES = `(select id from stripe_charges where customer_id ${OF_DEMO})`

/** Children before the rows that they name. */
const REMOVALS = [
  `delete from stripe_disputes where charge_id in ${DEMO_CHARGES}`,
  `delete from stripe_refunds where charge_id in ${DEMO_CHARGES}`,
  `delete from stripe_invoice_payments where invoice_id in
     (select id from stripe_invoices where customer_id ${OF_DEMO})`,
  `delete from stripe_charges where customer_id ${OF_DEMO}`,
  `delete from stripe_invoices where customer_id ${OF_DEMO}`,
  `delete from stripe_pauses where subscription_id in ${DEMO_SUBSCRIPTIONS}`,
  `delete from subscription_actions where subscription_id in ${DEMO_SUBSCRIPTIONS}`,
  `delete from stripe_subscriptions where customer_id ${OF_DEMO}`,
  'delete from movements where supporter_id in (select supporter_id from demo_customers)',
]

/** Removes every row of the demo and nothing else. The rollups must be made again in the same transaction. */
export const removeDemoRows = async (transaction: Transaction): Promise<number> => {
  await transaction.query('select remove_demo_entries()')
  for (const removal of REMOVALS) await transaction.query(removal)
  const people = await transaction.query<{ id: string }>(
    'select distinct supporter_id as id from demo_customers where supporter_id is not null',
  )
  await transaction.query(`delete from stripe_customers where id ${OF_DEMO}`)
  await transaction.query('delete from supporters where id = any($1::text[]::uuid[])', [
    people.map(({ id }) => id),
  ])
  return people.length
}
