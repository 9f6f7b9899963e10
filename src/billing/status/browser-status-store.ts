import type { Queryable } from '../../platform/database/database.ts'
import type { Standing } from '../history/supporter-status.ts'
import { LOCKED, type LockedSupporter, putStanding } from '../record/supporter-store.ts'

/**
 * Ties a browser to the one of these supporters that stands longest, whoever it was tied to before: its holder has
 * proved to be them. One that is tied to one of them who gives stays so, and so does one of somebody else who gives where
 * none of these does: they are left in peace as well. The standing is lined up for it, under a version above any that the
 * browser may know.
 */
export const tieReader = async (
  transaction: Queryable,
  readerHash: Uint8Array,
  supporterIds: readonly string[],
  now: Date,
): Promise<void> => {
  const [best] = await transaction.query<LockedSupporter>(
    `select ${LOCKED} from supporters s where s.id = any($1::uuid[])
     order by coalesce(s.standing = 'supports' and s.standing_until > $2, false) desc, s.standing_until desc nulls last, s.id
     limit 1 for update`,
    [supporterIds, now],
  )
  if (!best) return
  const tied = await transaction.query(
    `update supporter_readers r set is_discreet = false from supporters s where s.id = r.supporter_id
       and r.reader_hash = $1 and s.id = any($2::uuid[]) and s.standing = 'supports' and s.standing_until > $3
     returning 1`,
    [readerHash, supporterIds, now],
  )
  if (tied.length > 0) return
  const before = await standingOfReader(transaction, Buffer.from(readerHash).toString('hex'))
  if (!gives(best.standing, best.standingUntil, now) && before && gives(before.standing, before.until, now))
    return
  await transaction.query(
    `with before as (select s.standing_version as version from supporter_readers r join supporters s on s.id = r.supporter_id
       where r.reader_hash = $2),
     tied as (insert into supporter_readers (reader_hash, supporter_id, tied_at) values ($2, $1, $3)
       on conflict (reader_hash) do update set supporter_id = excluded.supporter_id, is_discreet = false,
         tied_at = case when supporter_readers.supporter_id = excluded.supporter_id then supporter_readers.tied_at
           else excluded.tied_at end)
     update supporters set standing_version = greatest(standing_version, coalesce((select version from before), 0))
     where id = $1`,
    [best.id, readerHash, now],
  )
  if (best.standing !== null && best.standingUntil !== null)
    await putStanding(transaction, best.id, { standing: best.standing, until: best.standingUntil }, now)
}

const gives = (standing: Standing | null, until: Date | null, now: Date): boolean =>
  standing === 'supports' && until !== null && until > now

/** What the record says of one browser, for a quiet store that has forgotten it. */
export const standingOfReader = async (
  queryable: Queryable,
  readerHash: string,
): Promise<{ standing: Standing; until: Date; version: number } | null> => {
  const [row] = await queryable.query<{ standing: Standing; until: Date; version: number }>(
    `select s.standing, s.standing_until as until, s.standing_version as version
     from supporter_readers r join supporters s on s.id = r.supporter_id
     where r.reader_hash = $1 and s.standing is not null`,
    [Buffer.from(readerHash, 'hex')],
  )
  return row ?? null
}

/** Whether this browser may tell its user that they give monthly or yearly now: nobody has signed out of it since. */
export const givesRegularly = async (
  database: Queryable,
  readerHash: string,
  now: Date,
): Promise<boolean> => {
  const rows = await database.query(
    `select 1 from supporter_readers r join supporters s on s.id = r.supporter_id
     where r.reader_hash = $1 and not r.is_discreet and s.standing = 'supports' and s.standing_until > $2`,
    [Buffer.from(readerHash, 'hex'), now],
  )
  return rows.length > 0
}
