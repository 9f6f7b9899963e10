import type { Clock } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database/database.ts'
import type { SnoozeStore } from './snooze-store.ts'

/** Longer than a write to the store takes. */
const DELAY_MS = 5_000

/** `keepsSnooze`: only the supporter status is removed. */
export type Removal = { hash: string; keepsSnooze: boolean }

/** Plans to take an entry from the store, so that it goes also if the store is unavailable now. */
export const planRemoval = async (
  transaction: Transaction,
  { hash, keepsSnooze }: Removal,
  now: Date,
): Promise<void> => {
  await transaction.query(
    `insert into suppression_removals (reader_hash, keeps_snooze, due_at) values (decode($1, 'hex'), $2, $3)
     on conflict (reader_hash) do update set keeps_snooze = excluded.keeps_snooze, due_at = excluded.due_at`,
    [hash, keepsSnooze, new Date(now.getTime() + DELAY_MS)],
  )
}

type Needs = { database: Database; store: Pick<SnoozeStore, 'delete' | 'clearSupporterStatus'>; now: Clock }

/** Takes the planned entries that are due from the store. Resolves to true if there may be more. Safe to repeat. */
export const removePlanned = async ({ database, store, now }: Needs): Promise<boolean> => {
  const rows = await database.query<Removal>(
    `select encode(reader_hash, 'hex') as hash, keeps_snooze as "keepsSnooze" from suppression_removals where due_at <= $1 order by due_at limit 100`,
    [now()],
  )
  for (const { hash, keepsSnooze } of rows) {
    await (keepsSnooze ? store.clearSupporterStatus(hash, now()) : store.delete(hash))
    await database.query(
      `delete from suppression_removals where reader_hash = decode($1, 'hex') and due_at <= $2`,
      [hash, now()],
    )
  }
  return rows.length === 100
}
