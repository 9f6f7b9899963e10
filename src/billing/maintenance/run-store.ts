import type { Queryable } from '../../platform/database/database.ts'

export type RunKind = 'events' | 'scan'

type Run = { at: string } & Record<string, number | string>

/** When this kind of reconciliation last went through. */
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
  kind: RunKind,
  at: Date,
  found: Record<string, number>,
): Promise<void> => {
  await database.query(
    `insert into settings (name, value) values ($1, $2)
     on conflict (name) do update set value = excluded.value`,
    [`reconciled-${kind}`, JSON.stringify({ at: at.toISOString(), ...found })],
  )
}

/**
 * Whether this process is the one to do it now: of several only one is, and none before `everyMs` is over. Who
 * takes it and dies leaves it to be taken again after as long.
 */
export const takeTurn = async (
  database: Queryable,
  kind: RunKind,
  now: Date,
  everyMs: number,
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

/** What was begun did not go through: it is to be tried again after `againMs`. */
export const releaseTurn = async (
  database: Queryable,
  kind: RunKind,
  { now, everyMs, againMs }: { now: Date; everyMs: number; againMs: number },
): Promise<void> => {
  const taken = new Date(now.getTime() - everyMs + againMs)
  await database.query('update settings set value = $2 where name = $1', [
    `turn-${kind}`,
    taken.toISOString(),
  ])
}
