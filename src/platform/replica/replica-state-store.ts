import type { Queryable } from '../database/database.ts'

/** Tells whether a database is a standby of ours that reports may read. */
export type ReplicaState =
  /** `asOf`: everything up to then is in it. Null: it is connected and has all that the primary had when asked. */
  | { is: 'usable'; asOf: Date | null }
  /** No standby, such as one that was promoted. It no longer follows us. */
  | { is: 'no-standby' }
  /** A standby of another server. */
  | { is: 'another-server' }
  /** It has not replayed the migrations of this program yet. */
  | { is: 'behind-migrations' }

type StandbyRow = {
  isStandby: boolean
  serverId: string
  isCaughtUp: boolean
  replayedAt: Date | null
  migrations: string
}

// Without new transactions the time of the last one tells nothing. What the standby received tells nothing either: a
// sender that hangs looks idle to it. So its position is compared with that of the primary. A primary that was restored
// stands before it, but does not send. A user without privileges sees the row of the receiver too.
const STANDBY_SQL = `select pg_is_in_recovery() as "isStandby",
    (select system_identifier::text from pg_control_system()) as "serverId",
    coalesce(pg_last_wal_replay_lsn() >= $1::pg_lsn, false)
      and exists (select 1 from pg_stat_wal_receiver) as "isCaughtUp",
    coalesce(pg_last_xact_replay_timestamp(), (select checkpoint_time from pg_control_checkpoint())) as "replayedAt",
    (select coalesce(string_agg(name, ' ' order by name), '') from migrations) as migrations`

const PRIMARY_SQL = `select pg_current_wal_flush_lsn()::text as position,
    (select system_identifier::text from pg_control_system()) as "serverId",
    (select string_agg(name, ' ' order by name) from migrations) as migrations`

type PrimaryRow = Pick<StandbyRow, 'serverId' | 'migrations'> & { position: string }

type Pair = { replica: Queryable; primary: Queryable }

/** Compares a standby with the primary. Throws if one of them does not answer. */
export const findReplicaState = async ({ replica, primary }: Pair): Promise<ReplicaState> => {
  const [own] = await primary.query<PrimaryRow>(PRIMARY_SQL)
  if (!own) throw new Error('A statement that always returns a row returned none')
  const [standby] = await replica.query<StandbyRow>(STANDBY_SQL, [own.position])
  if (!standby?.isStandby) return { is: 'no-standby' }
  if (standby.serverId !== own.serverId) return { is: 'another-server' }
  if (standby.migrations !== own.migrations) return { is: 'behind-migrations' }
  return { is: 'usable', asOf: standby.isCaughtUp ? null : standby.replayedAt }
}
