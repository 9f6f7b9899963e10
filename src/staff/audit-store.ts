import type { Queryable } from '../platform/database/database.ts'

export type AuditEntry = { staffId: string; action: string; subject: string | null }

/** Records a staff member's action, in the transaction that performs it. */
export const recordAudit = async (
  transaction: Queryable,
  { staffId, action, subject }: AuditEntry,
  now: Date,
): Promise<void> => {
  await transaction.query(
    'insert into staff_audit (staff_id, action, subject, created_at) values ($1, $2, $3, $4)',
    [staffId, action, subject, now],
  )
}

export type AuditRow = { name: string; action: string; subject: string | null; createdAt: Date }

export const listAudit = (database: Queryable, actions: readonly string[]): Promise<AuditRow[]> =>
  database.query<AuditRow>(
    `select s.name, a.action, a.subject, a.created_at as "createdAt" from staff_audit a join staff s on s.id = a.staff_id
     where a.action = any($1::text[]) order by a.number desc limit 20`,
    [actions],
  )
