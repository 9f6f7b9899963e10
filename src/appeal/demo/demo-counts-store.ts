import type { Transaction } from '../../platform/database/database.ts'
import { storableJson } from '../../platform/database/storable-text.ts'
import { LETTER } from '../policy/campaign.ts'
import type { DemoCounts } from './demo-counts.ts'

const FORM = 'end'

/** Adds invented counts to those of earlier batches. */
export const saveDemoCounts = async (
  transaction: Transaction,
  { hours, snoozes, reminders, payments }: DemoCounts,
): Promise<void> => {
  await transaction.query(
    `insert into demo_appeal_hours as t (hour, campaign, form, section, eligible, shown, seen, give, checkouts)
     select hour, $2, $3, section, eligible, shown, seen, give, checkouts
     from jsonb_to_recordset($1::jsonb) as given (checkouts bigint, hour timestamptz, section text, eligible bigint,
       shown bigint, seen bigint, give bigint)
     on conflict (hour, campaign, variant, form, section) do update set eligible = t.eligible + excluded.eligible,
       shown = t.shown + excluded.shown, seen = t.seen + excluded.seen, give = t.give + excluded.give,
       checkouts = t.checkouts + excluded.checkouts`,
    [storableJson(hours), LETTER, FORM],
  )
  await transaction.query(
    `insert into demo_appeal_snoozes as t (hour, campaign, form, section, length, count)
     select hour, $2, $3, section, length, count
     from jsonb_to_recordset($1::jsonb) as given (hour timestamptz, section text, length text, count bigint)
     on conflict (hour, campaign, form, section, length) do update set count = t.count + excluded.count`,
    [storableJson(snoozes), LETTER, FORM],
  )
  await transaction.query(
    `insert into demo_reminder_days as t (day, count)
     select day, count from jsonb_to_recordset($1::jsonb) as given (day date, count bigint)
     on conflict (day) do update set count = t.count + excluded.count`,
    [storableJson(reminders)],
  )
  await transaction.query(
    `insert into demo_appeal_payments as t (day, campaign, form, section, reminded, currency, cadence, count, amount)
     select day, $2, $3, section, reminded, currency, cadence, count, amount
     from jsonb_to_recordset($1::jsonb) as given (day date, section text, reminded text, currency text, cadence text,
       count bigint, amount bigint)
     on conflict (day, campaign, variant, form, section, reminded, currency, cadence)
       do update set count = t.count + excluded.count, amount = t.amount + excluded.amount`,
    [storableJson(payments), LETTER, FORM],
  )
}

/** Removes all invented counts. The rollups must be made again in the same transaction. */
export const removeDemoCounts = async (transaction: Transaction): Promise<void> => {
  await transaction.query('delete from demo_appeal_hours')
  await transaction.query('delete from demo_appeal_snoozes')
  await transaction.query('delete from demo_reminder_days')
  await transaction.query('delete from demo_appeal_payments')
}
