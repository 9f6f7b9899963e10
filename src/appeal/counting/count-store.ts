import type { Transaction } from '../../platform/database/database.ts'
import { storableJson } from '../../platform/database/storable-text.ts'
import type { DayKey, HourKey, SnoozeKey, Step } from './appeal-counts.ts'
import type { Entry } from './tally.ts'

/**
 * Adds steps to the hours in which they were counted. A browser that saw or closed an appeal does not say when it was
 * shown: never more is added than was shown in its hour and the hour before. A click on another day than the appeal
 * still counts, if the appeal was shown after `shownSince`.
 */
export const addHours = async (
  transaction: Transaction,
  entries: readonly Entry<HourKey, Step>[],
  shownSince: Date,
): Promise<void> => {
  // One process writes at a time: two with the same new rows could deadlock. Reading goes on.
  await transaction.run('lock table appeal_hours in share row exclusive mode')
  await transaction.query(ADD_HOURS, [jsonOf(entries), shownSince])
}

const ADD_HOURS = `
  with news as (
    select * from jsonb_to_recordset($1::jsonb) as given (checkouts bigint, hour timestamptz,
      "hourBefore" timestamptz, campaign text, variant text, form text, section text, eligible bigint, shown bigint, seen bigint, give bigint,
      dismissed bigint)
  ),
  places as (
    select hour, campaign, variant, form, section from news
    union select "hourBefore", campaign, variant, form, section from news where seen + dismissed > 0
  ),
  kept as (
    select h.* from appeal_hours h join places using (hour, campaign, variant, form, section)
    order by h.hour, h.campaign, h.variant, h.form, h.section for update of h
  ),
  room as (
    select hour, "hourBefore", campaign, variant, form, section, k.shown is not null as is_kept,
      coalesce(n.eligible, 0) as eligible, coalesce(n.shown, 0) as shown, coalesce(n.give, 0) as give,
      coalesce(n.checkouts, 0) as checkouts, coalesce(n.seen, 0) as seen, coalesce(n.dismissed, 0) as dismissed,
      coalesce(k.shown, 0) + coalesce(n.shown, 0) - coalesce(k.seen, 0) as seen_room,
      coalesce(k.shown, 0) + coalesce(n.shown, 0) - coalesce(k.dismissed, 0) as dismissed_room
    from news n full join kept k using (hour, campaign, variant, form, section)
  ),
  added as (
    select r.hour, r.campaign, r.variant, r.form, r.section, r.is_kept, r.eligible, r.shown, r.give, r.checkouts,
      least(r.seen + greatest(coalesce(later.seen - later.seen_room, 0), 0), r.seen_room) as seen,
      least(r.dismissed + greatest(coalesce(later.dismissed - later.dismissed_room, 0), 0), r.dismissed_room) as dismissed
    from room r left join room later on (later."hourBefore", later.campaign, later.variant, later.form, later.section)
      = (r.hour, r.campaign, r.variant, r.form, r.section)
  ),
  changed as (
    update appeal_hours h set eligible = h.eligible + a.eligible, shown = h.shown + a.shown, seen = h.seen + a.seen,
      give = h.give + a.give, dismissed = h.dismissed + a.dismissed, checkouts = h.checkouts + a.checkouts
    from added a where a.is_kept and (h.hour, h.campaign, h.variant, h.form, h.section)
      = (a.hour, a.campaign, a.variant, a.form, a.section)
  )
  insert into appeal_hours as h (hour, campaign, variant, form, section, eligible, shown, seen, give, dismissed, checkouts)
  select hour, campaign, variant, form, section, eligible, shown, seen, give, dismissed, checkouts from added a
  where not is_kept and (eligible + shown > 0 or give + checkouts > 0 and exists (
    select from appeal_hours s where s.campaign = a.campaign and s.variant = a.variant and s.form = a.form
      and s.section = a.section and s.hour > $2 and s.shown > 0))
  order by hour, campaign, variant, form, section
  on conflict (hour, campaign, variant, form, section) do update set eligible = h.eligible + excluded.eligible,
    shown = h.shown + excluded.shown, seen = h.seen + excluded.seen, give = h.give + excluded.give,
    dismissed = h.dismissed + excluded.dismissed, checkouts = h.checkouts + excluded.checkouts`

/** Adds snoozes of appeals that were shown after `shownSince`. */
export const addSnoozes = async (
  transaction: Transaction,
  entries: readonly Entry<SnoozeKey, 'count'>[],
  shownSince: Date,
): Promise<void> => {
  await transaction.query(
    `insert into appeal_snoozes as s (hour, campaign, form, section, length, count)
     select hour, campaign, form, section, length, count
     from jsonb_to_recordset($1::jsonb) as n (hour timestamptz, campaign text, form text, section text, length text, count bigint)
     where exists (select from appeal_hours h where h.campaign = n.campaign and h.form = n.form
       and h.section = n.section and h.hour > $2 and h.shown > 0)
     order by hour, campaign, form, section, length
     on conflict (hour, campaign, form, section, length) do update set count = s.count + excluded.count`,
    [jsonOf(entries), shownSince],
  )
}

export const addReminders = async (
  transaction: Transaction,
  entries: readonly Entry<DayKey, 'count'>[],
): Promise<void> => {
  await transaction.query(
    `insert into reminder_days as r (day, count)
     select day, count from jsonb_to_recordset($1::jsonb) as n (day date, count bigint) order by day
     on conflict (day) do update set count = r.count + excluded.count`,
    [jsonOf(entries)],
  )
}

const jsonOf = (entries: readonly Entry<object, string>[]): string =>
  storableJson(entries.map(({ key, sums }) => ({ ...key, ...sums })))
