import type { Queryable } from '../../platform/database/database.ts'
import type { Days } from '../rollups/movement-figures-store.ts'

/** The snoozes of one length in one month. */
export type SnoozeSum = {
  /** `2026-11`. */
  month: string
  /** `7d`, `1m` or `never`. */
  length: string
  snoozes: number
}

/** Sums the snoozes of a period by month and length. */
export const findSnoozeSums = (database: Queryable, { from, to }: Days): Promise<SnoozeSum[]> =>
  database.query<SnoozeSum>(
    `select month_of(day) as month, length, sum(snoozes)::bigint as snoozes from snooze_figures
     where day between $1 and $2 group by 1, 2 having sum(snoozes) <> 0 order by 1, 2`,
    [from, to],
  )

/** How many snoozes end on a day. Below zero if snoozes were undone that nobody had counted. */
export type ReminderSum = { day: string; reminders: number }

export const findReminderSums = (database: Queryable, { from, to }: Days): Promise<ReminderSum[]> =>
  database.query<ReminderSum>(
    `select day, sum(reminders)::bigint as reminders from reported_reminders
     where day between $1 and $2 group by 1 order by 1`,
    [from, to],
  )

/** The first payments that reminders of one month led to, within 30 days of the reminder. */
export type RemindedSum = { month: string; payments: number }

/** Sums the payments after reminders, by the month of the reminder. Months are included, the first and last too. */
export const findRemindedSums = (
  database: Queryable,
  { from, to }: { from: string; to: string },
): Promise<RemindedSum[]> =>
  database.query<RemindedSum>(
    `select reminded as month, sum(payments)::bigint as payments from reported_appeal_payments
     where reminded between $1 and $2 group by 1 order by 1`,
    [from, to],
  )

export type ShownSum = { month: string; shown: number }

/** Sums the appeals that were shown by month. */
export const findShownSums = (database: Queryable, { from, to }: Days): Promise<ShownSum[]> =>
  database.query<ShownSum>(
    `select month_of(day) as month, sum(shown)::bigint as shown from appeal_figures
     where day between $1 and $2 group by 1 order by 1`,
    [from, to],
  )
