import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import type { SupporterStatus } from '../history/supporter-status.ts'

type Row = { hash: string; status: SupporterStatus; until: Date; version: number; attempts: number }

/** Writes a supporter status to one browser's suppression entry, unless the entry has a newer version. */
export type WriteSupporterStatus = (
  hash: string,
  change: { status: SupporterStatus; until: Date; version: number },
  now: Date,
) => Promise<void>

export type SuppressionNeeds = {
  database: Database
  writeSupporterStatus: WriteSupporterStatus
  now: Clock
  log: Log
}

/** Publishes each supporter's current status to the suppression entries of their browsers. Safe to repeat. */
export const publishStatusJob = (needs: SuppressionNeeds): Repeating =>
  repeat({
    pauseMs: 1_000,
    step: () => publishStatuses(needs),
    onError: (error) =>
      needs.log.error('publishing supporter statuses failed', {
        component: 'supporter-status',
        ...errorFields(error),
      }),
  })

/** Publishes what is due. Returns true if there may be more. */
export const publishStatuses = async ({
  database,
  writeSupporterStatus,
  now,
  log,
}: SuppressionNeeds): Promise<boolean> => {
  const rows = await database.query<Row>(
    `select encode(reader_hash, 'hex') as hash, status, status_until as until, version, attempts
     from supporter_status_outbox where due_at <= $1 order by due_at limit 100`,
    [now()],
  )
  for (const { hash, status, until, version, attempts } of rows) {
    try {
      await writeSupporterStatus(hash, { status, until, version }, now())
      await database.query(
        `delete from supporter_status_outbox where reader_hash = decode($1, 'hex') and version <= $2`,
        [hash, version],
      )
    } catch (error) {
      log.warn('supporter status not published yet', { component: 'supporter-status', ...errorFields(error) })
      const retryAt = new Date(now().getTime() + Math.min(1_000 * 2 ** attempts, 60_000))
      await database.query(
        `update supporter_status_outbox set attempts = attempts + 1, due_at = $3 where reader_hash = decode($1, 'hex') and version = $2`,
        [hash, version, retryAt],
      )
    }
  }
  return rows.length === 100
}
