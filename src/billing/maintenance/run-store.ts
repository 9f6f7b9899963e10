import type { Queryable } from '../../platform/database/database.ts'
import { storableJson } from '../../platform/database/storable-text.ts'

export type RunKind = 'events' | 'scan'

type Run = { at: string } & Record<string, number | string>

/** Returns the start of the last completed run of this kind. */
export const lastRun = async (database: Queryable, kind: RunKind): Promise<Date | null> => {
  const run = await findRun(database, kind)
  return run ? new Date(run.at) : null
}

export const findRun = async (database: Queryable, kind: RunKind): Promise<Run | null> => {
  const [row] = await database.query<{ at: Date; counts: Record<string, number> }>(
    'select finished_at as at, counts from reconciliation_runs where kind = $1 and finished_at is not null',
    [kind],
  )
  return row ? { at: row.at.toISOString(), ...row.counts } : null
}

export const recordRun = async (
  database: Queryable,
  { kind, at, counts }: { kind: RunKind; at: Date; counts: Record<string, number> },
): Promise<void> => {
  await database.query(
    `insert into reconciliation_runs (kind, finished_at, counts) values ($1, $2, $3::text::jsonb)
     on conflict (kind) do update set finished_at = excluded.finished_at, counts = excluded.counts`,
    [kind, at, storableJson(counts)],
  )
}

/**
 * Returns true if this process should run now. Only one process gets the turn in each `everyMs`. If it dies,
 * the turn is free again after `everyMs`.
 */
export const takeTurn = async (
  database: Queryable,
  kind: RunKind,
  { now, everyMs }: { now: Date; everyMs: number },
): Promise<boolean> => {
  const rows = await database.query(
    `insert into reconciliation_runs as r (kind, started_at) values ($1, $2)
     on conflict (kind) do update set started_at = excluded.started_at
       where r.started_at is null or r.started_at <= $3 or r.started_at > $2
     returning kind`,
    [kind, now, new Date(now.getTime() - everyMs)],
  )
  return rows.length > 0
}

/** Allows another run after `retryAfterMs`, because this one failed. */
export const releaseTurn = async (
  database: Queryable,
  kind: RunKind,
  { now, everyMs, retryAfterMs }: { now: Date; everyMs: number; retryAfterMs: number },
): Promise<void> => {
  const takenAt = new Date(now.getTime() - everyMs + retryAfterMs)
  await database.query('update reconciliation_runs set started_at = $2 where kind = $1', [kind, takenAt])
}
