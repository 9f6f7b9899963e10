import type { Queryable, Transaction } from '../../platform/database/database.ts'

export type ErasedContribution = { id: string; isEnded: boolean; isCancellationPending: boolean }

export const findCustomersToErase = async (
  database: Queryable,
  addressIndex: Uint8Array,
): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    'select customer_id as id from customer_addresses where address_index = $1 order by 1',
    [addressIndex],
  )
  return rows.map(({ id }) => id)
}

/** Finds contributions, with whether each has ended and whether a cancellation of it is pending. */
export const findContributionsToErase = (
  database: Queryable,
  customerIds: readonly string[],
): Promise<ErasedContribution[]> =>
  database.query<ErasedContribution>(
    // A pending refund after the cancellation does not block the erasure.
    `select s.id, s.ended_at is not null as "isEnded", s.ended_at is null and exists (select 1 from subscription_actions a
       where a.subscription_id = s.id and a.kind = 'cancel' and a.due_at is not null) as "isCancellationPending"
     from stripe_subscriptions s where s.customer_id = any($1::text[]) order by s.id`,
    [customerIds],
  )

/** Resolves to whether no status of their browsers waits to be published. */
export const areStatusesPublished = async (
  database: Queryable,
  customerIds: readonly string[],
): Promise<boolean> => {
  const rows = await database.query(
    `select 1 from supporter_status_outbox o join supporter_readers r on r.reader_hash = o.reader_hash
     join stripe_customers c on c.supporter_id = r.supporter_id where c.id = any($1::text[]) limit 1`,
    [customerIds],
  )
  return rows.length === 0
}

/** Returns the customers that are not recorded yet. */
export const findUnrecordedCustomers = async (
  database: Queryable,
  customerIds: readonly string[],
): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    `select id from unnest($1::text[]) as given (id) where id not in (select id from stripe_customers)`,
    [customerIds],
  )
  return rows.map(({ id }) => id)
}

/** Resolves to whether a customer who gave before `before` has an address that is not fetched yet. */
export const hasUnfetchedAddress = async (database: Queryable, before: Date): Promise<boolean> => {
  const rows = await database.query(
    `select 1 from stripe_customers c where c.address_fetch_due_at is not null
       and (exists (select 1 from stripe_subscriptions s where s.customer_id = c.id and s.started_at <= $1)
         or exists (select 1 from stripe_charges h where h.customer_id = c.id and h.created_at <= $1)) limit 1`,
    [before],
  )
  return rows.length > 0
}

/**
 * Makes the condition that these customers used the linked browser `r`.
 * They gave in it, signed in there by their address before, or are signed in now.
 */
const used = (customers: string): string => `(coalesce(r.linked_by_customer_id ${customers}, false)
  or exists (select 1 from checkouts k join stripe_customers o on o.supporter_id = r.supporter_id
    where k.reader_hash = r.reader_hash and o.id ${customers}
      and (k.id in (select checkout_id from stripe_subscriptions where customer_id = o.id)
        or k.id in (select checkout_id from stripe_charges where customer_id = o.id)))
  or exists (select 1 from supporter_sessions e join customer_addresses a on a.address_index = e.address_index
    join stripe_customers o on o.id = a.customer_id
    where e.reader_hash = r.reader_hash and o.supporter_id = r.supporter_id and o.id ${customers}))`

const [THESE, OTHERS] = ['= any($1::text[])', '<> all($1::text[])']

// If the supporter has other customers, a browser stays linked only if those customers used it.
const ONLY_OF_THESE = `r.supporter_id in (select supporter_id from stripe_customers where id ${THESE})
  and (not exists (select 1 from stripe_customers o where o.supporter_id = r.supporter_id and o.id ${OTHERS})
    or not ${used(OTHERS)})`

/** Returns the hashes, in hex, of browsers that only these customers used. */
export const findBrowsersToUnlink = async (
  database: Queryable,
  customerIds: readonly string[],
): Promise<string[]> => {
  const rows = await database.query<{ hash: string }>(
    `select encode(r.reader_hash, 'hex') as hash from supporter_readers r where ${ONLY_OF_THESE} order by 1`,
    [customerIds],
  )
  return rows.map(({ hash }) => hash)
}

/**
 * Unlinks the browsers that only these customers used, and anonymizes unpaid checkouts that were started there.
 * The links that stay are dated now, so that earlier unpaid checkouts belong to nobody.
 */
export const unlinkBrowsers = async (
  transaction: Transaction,
  { supporterId, customerIds }: { supporterId: string; customerIds: readonly string[] },
  now: Date,
): Promise<void> => {
  await transaction.query(
    `update checkouts set reader_hash = sha256(uuid_send(gen_random_uuid())), sent_by_hash = null, session_url = null,
       session_id = case when state = 'complete' then 'erased_' || id else session_id end
     where supporter_id is null and exists (
       select 1 from supporter_readers r where r.reader_hash in (checkouts.reader_hash, checkouts.sent_by_hash)
         and r.supporter_id = $2
         and r.linked_at <= checkouts.created_at and ${ONLY_OF_THESE})`,
    [customerIds, supporterId],
  )
  await transaction.query(`delete from supporter_readers r where r.supporter_id = $2 and ${ONLY_OF_THESE}`, [
    customerIds,
    supporterId,
  ])
  await transaction.query(
    `update supporter_readers set linked_at = $3, linked_by_customer_id = case when linked_by_customer_id ${OTHERS} then linked_by_customer_id end
     where supporter_id = $2`,
    [customerIds, supporterId, now],
  )
}
