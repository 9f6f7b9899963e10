import type { Queryable } from '../../platform/database/database.ts'
import type { SupporterStatus } from '../history/supporter-status.ts'
import { LOCKED_SUPPORTER, type LockedSupporter, saveSupporterStatus } from '../record/supporter-store.ts'

export type LinkReader = (
  transaction: Queryable,
  link: { readerHash: Uint8Array; supporterIds: readonly string[]; now: Date },
) => Promise<void>

/**
 * Links a browser to the one of these supporters whose status lasts longest. Signing in proved that they own
 * it. The link stays if it already belongs to an active one of them. It also stays if it belongs to another
 * active supporter and none of these is active. Publishes the status with a version above any the browser may
 * know.
 */
export const linkReader: LinkReader = async (transaction, { readerHash, supporterIds, now }) => {
  const [best] = await transaction.query<LockedSupporter>(
    `select ${LOCKED_SUPPORTER} from supporters s where s.id = any($1::uuid[])
     order by coalesce(s.status = 'supports' and s.status_until > $2, false) desc, s.status_until desc nulls last, s.id
     limit 1 for update`,
    [supporterIds, now],
  )
  if (!best) return
  const linked = await transaction.query(
    `select 1 from supporter_readers r join supporters s on s.id = r.supporter_id
     where r.reader_hash = $1 and s.id = any($2::uuid[]) and s.status = 'supports' and s.status_until > $3`,
    [readerHash, supporterIds, now],
  )
  if (linked.length > 0) return
  const before = await supporterStatusOfReader(transaction, Buffer.from(readerHash).toString('hex'))
  if (!isActive(best.status, best.statusUntil, now) && before && isActive(before.status, before.until, now))
    return
  await transaction.query(
    `with before as (select s.status_version as version from supporter_readers r join supporters s on s.id = r.supporter_id
       where r.reader_hash = $2),
     linked as (insert into supporter_readers (reader_hash, supporter_id, linked_at) values ($2, $1, $3)
       on conflict (reader_hash) do update set supporter_id = excluded.supporter_id,
         linked_at = case when supporter_readers.supporter_id = excluded.supporter_id then supporter_readers.linked_at
           else excluded.linked_at end)
     update supporters set status_version = greatest(status_version, coalesce((select version from before), 0))
     where id = $1`,
    [best.id, readerHash, now],
  )
  if (best.status !== null && best.statusUntil !== null)
    await saveSupporterStatus(
      transaction,
      { supporterId: best.id, status: best.status, until: best.statusUntil },
      now,
    )
}

const isActive = (status: SupporterStatus | null, until: Date | null, now: Date): boolean =>
  status === 'supports' && until !== null && until > now

/** Returns the recorded status of one browser, for a suppression store that lost it. */
export const supporterStatusOfReader = async (
  queryable: Queryable,
  readerHash: string,
): Promise<{ status: SupporterStatus; until: Date; version: number } | null> => {
  const [row] = await queryable.query<{ status: SupporterStatus; until: Date; version: number }>(
    `select s.status, s.status_until as until, s.status_version as version
     from supporter_readers r join supporters s on s.id = r.supporter_id
     where r.reader_hash = $1 and s.status is not null`,
    [Buffer.from(readerHash, 'hex')],
  )
  return row ?? null
}

/**
 * Returns true if this browser may show that it belongs to an active supporter.
 */
export const canShowAsSupporter = async (
  database: Queryable,
  readerHash: string,
  now: Date,
): Promise<boolean> => {
  const rows = await database.query(
    'select 1 from linked_readers where reader_hash = $1 and supports_until > $2',
    [Buffer.from(readerHash, 'hex'), now],
  )
  return rows.length > 0
}
