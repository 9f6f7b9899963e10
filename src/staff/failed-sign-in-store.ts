import { HOUR_MS } from '../platform/clock.ts'
import type { Queryable } from '../platform/database/database.ts'

/**
 * Counts a failed sign-in in the audit log, one row an hour for each member. Null stands for every name that
 * nobody has: what was typed is never stored, because it may be a password.
 */
export const recordFailedSignIn = async (
  queryable: Queryable,
  staffId: string | null,
  now: Date,
): Promise<void> => {
  await queryable.query(
    `insert into staff_audit (staff_id, action, created_at) values ($1, 'sign-in-failed', $2)
     on conflict (staff_id, created_at) where action = 'sign-in-failed'
     do update set count = staff_audit.count + 1`,
    [staffId, new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)],
  )
}

/** `name` is null for names that nobody has. */
export type FailedSignIns = { name: string | null; count: number; createdAt: Date }

/** Lists the last hours in which sign-ins of staff failed, newest first. */
export const listFailedSignIns = (queryable: Queryable): Promise<FailedSignIns[]> =>
  queryable.query<FailedSignIns>(
    `select s.name, a.count, a.created_at as "createdAt" from staff_audit a left join staff s on s.id = a.staff_id
     where a.action = 'sign-in-failed' order by a.number desc limit 20`,
  )
