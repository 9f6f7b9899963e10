import type { Transaction } from '../../platform/database/database.ts'
import { storableJson } from '../../platform/database/storable-text.ts'
import type { CountedPayment } from './paid-label.ts'

/** Adds first payments to the days on which their checkouts were completed. */
export const addPayments = async (
  transaction: Transaction,
  payments: readonly CountedPayment[],
): Promise<void> => {
  if (payments.length === 0) return
  await transaction.query(
    `insert into appeal_payments as p (day, campaign, variant, form, section, reminded, currency, cadence, count, amount)
     select day, campaign, variant, form, section, reminded, currency, cadence, count(*), sum(amount)
     from jsonb_to_recordset($1::jsonb) as n (day date, campaign text, variant text, form text, section text, reminded text,
       currency text, cadence text, amount bigint)
     group by day, campaign, variant, form, section, reminded, currency, cadence
     order by day, campaign, variant, form, section, reminded, currency, cadence
     on conflict (day, campaign, variant, form, section, reminded, currency, cadence)
     do update set count = p.count + excluded.count, amount = p.amount + excluded.amount`,
    [storableJson(payments)],
  )
}
