import type { Queryable } from '../../platform/database/database.ts'

export type RunKind = 'events' | 'scan'

type Run = { at: string } & Record<string, number | string>

/** Returns the start of the last completed run of this kind. */
export const lastRun = async (database: Queryable, kind: RunKind): Promise<Date | null> => {
  const run = await findRun(database, kind)
  return run ? new Date(run.at) : null
}

export const findRun = async (database: Queryable, kind: RunKind): Promise<Run | null> => {
  const [row] = await database.query<{ value: string }>('select value from settings where name = $1', [
    `reconciled-${kind}`,
  ])
  return row ? (JSON.parse(row.value) as Run) : null
}

export const recordRun = async (
  database: Queryable,
  { kind, at, counts }: { kind: RunKind; at: Date; counts: Record<string, number> },
): Promise<void> => {
  await database.query(
    `insert into settings (name, value) values ($1, $2)
     on conflict (name) do update set value = excluded.value`,
    [`reconciled-${kind}`, JSON.stringify({ at: at.toISOString(), ...counts })],
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
    `insert into settings (name, value) values ($1, $2)
     on conflict (name) do update set value = excluded.value
       where settings.value::timestamptz <= $3 or settings.value::timestamptz > $2::timestamptz
     returning name`,
    [`turn-${kind}`, now.toISOString(), new Date(now.getTime() - everyMs)],
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
  await database.query('update settings set value = $2 where name = $1', [
    `turn-${kind}`,
    takenAt.toISOString(),
  ])
}
