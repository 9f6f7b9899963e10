import type { Database, Queryable } from '../../platform/database/database.ts'
import { requestFullFetch } from '../webhooks/webhook-event-store.ts'

type ImportedSubscription = {
  id: string
  customerId: string
  products: readonly string[]
  newSupporterId: string
}

/**
 * Records an imported subscription, makes its customer a supporter and schedules a sync. Returns false if it
 * was imported before.
 */
export const importSubscription = (
  database: Database,
  { id, customerId, products, newSupporterId }: ImportedSubscription,
  now: Date,
): Promise<boolean> =>
  database.inTransaction(async (transaction) => {
    await transaction.query(
      `insert into imported_products (id, imported_at) select id, $2 from unnest($1::text[]) as id on conflict do nothing`,
      [products, now],
    )
    const rows = await transaction.query(
      `insert into imported_subscriptions (id, customer_id, imported_at) values ($1, $2, $3)
       on conflict (id) do nothing returning id`,
      [id, customerId, now],
    )
    if (rows.length === 0) return false
    await transaction.query(
      `insert into stripe_customers (id, supporter_id) values ($1, null) on conflict (id) do nothing`,
      [customerId],
    )
    await transaction.query(
      `with made as (
         insert into supporters (id, created_at) select $2, $3
         where exists (select 1 from stripe_customers where id = $1 and supporter_id is null) returning id)
       update stripe_customers set supporter_id = made.id, address_fetch_due_at = $3 from made where stripe_customers.id = $1`,
      [customerId, newSupporterId, now],
    )
    // Part of the customer's history may have been synced before it was ours.
    await requestFullFetch(transaction, customerId, now)
    return true
  })

export const isImported = async (database: Queryable, id: string): Promise<boolean> =>
  (await database.query('select 1 from imported_subscriptions where id = $1', [id])).length > 0

export const isKnownCheckout = async (database: Queryable, id: string): Promise<boolean> =>
  (await database.query('select 1 from known_checkouts where id = $1', [id])).length > 0
