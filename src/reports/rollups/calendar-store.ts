import { type Calendar, yearOf } from '../../platform/calendar.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { rebuildRollups } from './rollup-store.ts'

const FIRST_DAY = '2010-01-01'
const YEARS_AHEAD = 3

/** Returns the day up to which the table of days goes once it was filled at `now`. */
export const lastCalendarDay = (calendar: Calendar, now: Date): string =>
  `${yearOf(calendar.dayAt(now)) + YEARS_AHEAD}-12-31`

/**
 * Fills the table of days for the newsroom's time zone. After a change of the zone, or of Node's zone data, the days
 * and all rollups are made again. All that is later than the last day counts under it, so the rollups are made again
 * also if days are added while figures stand there.
 */
export const prepareCalendar = (database: Database, calendar: Calendar, now: Date): Promise<void> =>
  database.inTransaction(async (transaction) => {
    const version = `${calendar.timeZone} ${process.versions['tz'] ?? ''}`
    const [stored] = await transaction.query<{ version: string }>(
      `insert into calendar_version (version) values ('') on conflict (is_only) do update set is_only = true
       returning version`,
    )
    const [end] = await transaction.query<{ day: string | null }>('select max(day) as day from calendar_days')
    const last = lastCalendarDay(calendar, now)
    const isSame = stored?.version === version
    if (isSame && end?.day && end.day >= last) return
    if (!isSame) await transaction.query('delete from calendar_days')
    await addDays(transaction, calendar, last)
    if (isSame && !(end?.day && (await hasFiguresOn(transaction, end.day)))) return
    await rebuildRollups(transaction)
    await transaction.query('update calendar_version set version = $1', [version])
  })

const hasFiguresOn = async (transaction: Transaction, day: string): Promise<boolean> => {
  const rows = await transaction.query(
    `select 1 from movement_days where day = $1 union all select 1 from ledger_days where day = $1
     union all select 1 from schedule_days where day = $1 union all select 1 from failure_days where day = $1
     union all select 1 from attempt_days where day = $1 union all select 1 from appeal_days where day = $1
     union all select 1 from snooze_days where day = $1 limit 1`,
    [day],
  )
  return rows.length > 0
}

const addDays = async (transaction: Transaction, calendar: Calendar, last: string): Promise<void> => {
  const days = calendar.days(FIRST_DAY, last)
  await transaction.query(
    `insert into calendar_days (day, starts_at, ends_at)
     select day, starts_at::timestamptz, ends_at::timestamptz
     from unnest($1::text[], $2::text[], $3::text[]) as given (day, starts_at, ends_at) on conflict (day) do nothing`,
    [
      days.map(({ name }) => name),
      days.map(({ startsAt }) => startsAt.toISOString()),
      days.map(({ endsAt }) => endsAt.toISOString()),
    ],
  )
}
