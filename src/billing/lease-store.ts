import type { Database, Queryable } from '../platform/database.ts'
import type { Waiting } from './inbox-store.ts'

export type Lease = {
  unit: string
  token: string
  attempts: number
  /** What is wanted apart from what the waiting events want. */
  wants: 'everything' | 'charges' | 'nothing'
  waiting: Waiting[]
}

const LEASE_MS = 120_000

/** Takes the unit that is most overdue, for this worker alone until the lease runs out. */
export const leaseUnit = async (database: Database, token: string, now: Date): Promise<Lease | null> =>
  (await leaseUnits(database, token, now, 1))[0] ?? null

/** Takes up to `count` units at once, all under one token. */
export const leaseUnits = (database: Database, token: string, now: Date, count: number): Promise<Lease[]> =>
  database.inTransaction(async (transaction) => {
    const rows = await transaction.query<Omit<Lease, 'token' | 'waiting'>>(
      // Due again when the lease runs out: whoever wakes the unit meanwhile makes it due earlier than that.
      `update sync_units set lease_token = $1, leased_until = $3, due_at = $3 where unit in (
         select unit from sync_units
         where due_at <= $2 and (leased_until is null or leased_until <= $2)
         order by due_at limit $4 for update skip locked)
       returning unit, attempts, wants`,
      [token, now, new Date(now.getTime() + LEASE_MS), count],
    )
    if (rows.length === 0) return []
    const waiting = await transaction.query<Waiting & { unit: string }>(
      `select unit, number, type, object_id as "objectId", related_id as "relatedId", names_us as "namesUs", attempts,
         created_at as "createdAt"
       from inbox where unit = any($1::text[]) and done_at is null and parked_because is null order by number`,
      [rows.map((row) => row.unit)],
    )
    const byUnit = grouped(waiting)
    return rows.map((row) => ({ ...row, token, waiting: byUnit.get(row.unit) ?? [] }))
  })

const grouped = (waiting: readonly (Waiting & { unit: string })[]): Map<string, Waiting[]> => {
  const groups = new Map<string, Waiting[]>()
  for (const { unit, ...event } of waiting) {
    const group = groups.get(unit)
    if (group) group.push(event)
    else groups.set(unit, [event])
  }
  return groups
}

/** How many units are due, up to `enough`. */
export const countDue = async (database: Queryable, now: Date, enough: number): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    `select count(*) as count from (select 1 from sync_units where due_at <= $1
       and (leased_until is null or leased_until <= $1) limit $2) as due`,
    [now, enough],
  )
  return row?.count ?? 0
}

/** Gives leases that are being worked off their full time again. */
export const renewLeases = async (database: Queryable, token: string, now: Date): Promise<void> => {
  const until = new Date(now.getTime() + LEASE_MS)
  await database.query(
    `update sync_units set leased_until = $2, due_at = case when due_at >= leased_until then $2 else due_at end
     where lease_token = $1`,
    [token, until],
  )
}

/** Whether the lease is still this worker's; holds the unit until the transaction ends. */
export const holdsLease = async (
  transaction: Queryable,
  { unit, token }: Pick<Lease, 'unit' | 'token'>,
): Promise<boolean> => {
  const rows = await transaction.query(
    'select 1 from sync_units where unit = $1 and lease_token = $2 for update',
    [unit, token],
  )
  return rows.length > 0
}

const through = ({ waiting }: Lease): number => waiting.at(-1)?.number ?? 0

/** When a unit is to be looked at again though nobody wakes it, and for what. */
export type NextDue = { at: Date; wants: Lease['wants'] } | null

// Of what came while the unit was leased, the earliest wish counts.
const WANTED_SINCE = `select min(wanted_at) from inbox
  where unit = $1 and number > $2 and done_at is null and parked_because is null`

/** What was waiting when the lease was taken is done; what came since keeps the unit due. */
export const finishUnit = async (
  transaction: Queryable,
  lease: Lease,
  next: NextDue,
  now: Date,
): Promise<void> => {
  await transaction.query(
    `update inbox set done_at = $3 where unit = $1 and number <= $2 and done_at is null and parked_because is null`,
    [lease.unit, through(lease), now],
  )
  await transaction.query(
    `update sync_units set lease_token = null, leased_until = null, attempts = 0, last_failure = null,
       wants = case when due_at < leased_until then 'everything' else $5 end,
       due_at = least($3::timestamptz, (${WANTED_SINCE}), case when due_at < leased_until then due_at end)
     where unit = $1 and lease_token = $4`,
    [lease.unit, through(lease), next?.at ?? null, lease.token, next?.wants ?? 'nothing'],
  )
}

/** Not this time: the unit stays due, later. */
export const postponeUnit = async (
  database: Database,
  lease: Lease,
  until: Date,
  failure: string,
): Promise<void> => {
  await database.query(
    `update sync_units set lease_token = null, leased_until = null, attempts = attempts + 1, last_failure = $3, due_at = $2
     where unit = $1 and lease_token = $4`,
    [lease.unit, until, failure, lease.token],
  )
}

const PARKED_AGAIN_MS = 24 * 3_600_000

/**
 * Will not succeed as it is: its events are parked with the reason, for staff, and it blocks nobody. It is tried
 * again daily, for what else may be due of it, and at once for what came meanwhile.
 */
export const parkUnit = (database: Database, lease: Lease, reason: string, now: Date): Promise<void> =>
  database.inTransaction(async (transaction) => {
    if (!(await holdsLease(transaction, lease))) return
    await transaction.query(
      `update inbox set parked_because = $3, parked_at = $4
       where unit = $1 and number <= $2 and done_at is null and parked_because is null`,
      [lease.unit, through(lease), reason, now],
    )
    await transaction.query(
      `update sync_units set lease_token = null, leased_until = null, last_failure = $3, attempts = attempts + 1,
         due_at = least($4::timestamptz, (${WANTED_SINCE}))
       where unit = $1`,
      [lease.unit, through(lease), reason, new Date(now.getTime() + PARKED_AGAIN_MS)],
    )
  })

/** Puts a unit back as it was, for whoever takes it next. */
export const releaseLease = async (database: Queryable, { unit, token }: Lease, now: Date): Promise<void> => {
  await database.query(
    `update sync_units set lease_token = null, leased_until = null, due_at = least(due_at, $3)
     where unit = $1 and lease_token = $2`,
    [unit, token, now],
  )
}
