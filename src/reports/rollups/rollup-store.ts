import type { Database, Queryable, Transaction } from '../../platform/database/database.ts'
import { addDeltas, freshRows, readRows, removeEmpty, replaceRows } from './rollup-statements.ts'
import { FEEDS, type Feed, type Rollup } from './rollups.ts'

// The id of the advisory lock of the rollups. Nothing else may use it.
const LOCK_ID = 4_711_003
const BATCH = 10_000

/** Moves deltas into the rollups. Resolves to true if there may be more. Another process at it changes nothing. */
export const compactRollups = async (database: Database): Promise<boolean> => {
  let hasMore = false
  for (const feed of FEEDS) {
    const moved = await database.inTransaction(async (transaction) => {
      const [lock] = await transaction.query<{ isOurs: boolean }>(
        'select pg_try_advisory_xact_lock($1::bigint) as "isOurs"',
        [LOCK_ID],
      )
      return lock?.isOurs ? compact(transaction, feed) : 0
    })
    hasMore ||= moved === BATCH
  }
  return hasMore
}

const compact = async (transaction: Transaction, { deltas, rollups }: Feed): Promise<number> => {
  const [row] = await transaction.query<{ count: number }>(
    `with taken as (delete from ${deltas} where id in (select id from ${deltas} order by id limit $1) returning *),
       ${rollups.map((rollup) => `${rollup.table}_added as (${addDeltas(rollup)})`).join(', ')}
     select count(*) as count from taken`,
    [BATCH],
  )
  const moved = Number(row?.count ?? 0)
  if (moved > 0) for (const rollup of rollups) await transaction.query(removeEmpty(rollup))
  return moved
}

/** Makes all rollups again from the raw rows. Each feed is one statement, so that no delta is counted twice or lost. */
export const rebuildRollups = async (transaction: Transaction): Promise<void> => {
  await transaction.query('select pg_advisory_xact_lock($1::bigint)', [LOCK_ID])
  for (const { deltas, rollups } of FEEDS) {
    const parts = rollups.flatMap((rollup) => {
      const fresh = `${rollup.table}_fresh`
      const { remove, write } = replaceRows(rollup, fresh)
      return [
        `${fresh} as materialized (${freshRows(rollup)})`,
        `${rollup.table}_removed as (${remove})`,
        `${rollup.table}_written as (${write})`,
      ]
    })
    await transaction.query(`with dropped as (delete from ${deltas}), ${parts.join(', ')} select 1`)
  }
}

export type RollupDifference = { table: string; rows: number }

/** Counts the rows of each rollup that differ from the raw rows, in one statement each. */
export const compareRollups = async (database: Queryable): Promise<RollupDifference[]> => {
  const found: RollupDifference[] = []
  for (const rollup of FEEDS.flatMap(({ rollups }) => rollups))
    found.push({ table: rollup.table, rows: await countDifferences(database, rollup) })
  return found
}

const countDifferences = async (database: Queryable, rollup: Rollup): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    `with fresh as (${freshRows(rollup)}), stored as (${readRows(rollup)})
     select count(*) as count from ((table fresh except table stored) union all (table stored except table fresh)) as d`,
  )
  return Number(row?.count ?? 0)
}
