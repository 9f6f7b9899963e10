import { DAY_MS, HOUR_MS } from '../platform/clock.ts'
import type { Queryable } from '../platform/database/database.ts'

/** Closes mails interrupted by a crash as `unsure`. Returns how many. */
export const closeInterruptedMails = async (database: Queryable, now: Date): Promise<number> => {
  const rows = await database.query(
    `update mails set state = 'unsure', last_failure = 'interrupted while sending', settled_at = $1
     where state = 'sending' and due_at <= now() returning 1`,
    [now],
  )
  return rows.length
}

const RETENTION_DAYS = 90
/** With the hour between two cleanups, the mail of an ask is deleted within a day. */
const SIGN_IN_RETENTION_HOURS = 20

/** Deletes old mails. Until then a mail's cause prevents a second one. */
export const deleteOldMails = async (database: Queryable, now: Date): Promise<void> => {
  await database.query(
    `delete from mails where settled_at < $1 or (sign_in_request is not null and settled_at < $2)`,
    [
      new Date(now.getTime() - RETENTION_DAYS * DAY_MS),
      new Date(now.getTime() - SIGN_IN_RETENTION_HOURS * HOUR_MS),
    ],
  )
}

/**
 * Makes every mail that is being sent count as interrupted now. Only for a database that no other process has open: the
 * one that was sending is gone.
 */
export const expireMailLeases = async (database: Queryable): Promise<void> => {
  await database.query(`update mails set due_at = now() where state = 'sending' and due_at > now()`)
}
