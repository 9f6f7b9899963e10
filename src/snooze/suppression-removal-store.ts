import type { Clock } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database/database.ts'
import type { SnoozeStore } from './snooze-store.ts'
import { suppressAfterSignOut } from './suppress-after-sign-out-action.ts'

/** Longer than a write to the store takes. */
const DELAY_MS = 5_000

/** `leavesSnooze`: a snooze takes the place of the entry, as after a sign-out. */
export type Removal = { hash: string; leavesSnooze: boolean }

/** Plans to take an entry from the store, so that it goes also if the store is unavailable now. */
export const planRemoval = async (
  transaction: Transaction,
  { hash, leavesSnooze }: Removal,
  now: Date,
): Promise<void> => {
  await transaction.query(
    `insert into suppression_removals (reader_hash, leaves_snooze, due_at) values (decode($1, 'hex'), $2, $3)
     on conflict (reader_hash) do update set leaves_snooze = excluded.leaves_snooze, due_at = excluded.due_at`,
    [hash, leavesSnooze, new Date(now.getTime() + DELAY_MS)],
  )
}

type Needs = { database: Database; store: SnoozeStore; now: Clock }

/** Takes the planned entries that are due from the store. Resolves to true if there may be more. Safe to repeat. */
export const removePlanned = async ({ database, store, now }: Needs): Promise<boolean> => {
  const rows = await database.query<Removal>(
    `select encode(reader_hash, 'hex') as hash, leaves_snooze as "leavesSnooze" from suppression_removals where due_at <= $1 order by due_at limit 100`,
    [now()],
  )
  for (const { hash, leavesSnooze } of rows) {
    await (leavesSnooze ? suppressAfterSignOut({ store, now })(hash) : store.delete(hash))
    await database.query(
      `delete from suppression_removals where reader_hash = decode($1, 'hex') and due_at <= $2`,
      [hash, now()],
    )
  }
  return rows.length === 100
}
