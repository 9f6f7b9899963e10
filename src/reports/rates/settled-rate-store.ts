import type { Currency } from '../../money/currency.ts'
import type { Queryable } from '../../platform/database/database.ts'

/** The latest payment in one currency that Stripe converted into another. */
export type SettledRate = {
  currency: Currency
  settledCurrency: Currency
  /** The newsroom's day of the payment, `2026-11-22`. */
  day: string
  /** The payment in minor units of `currency`, and as it was settled. */
  amount: number
  settledAmount: number
  /** As Stripe gave it. */
  exchangeRate: number
}

/** Finds the latest exchange rate of each pair of currencies. Looks for the payment only on the last day of a pair. */
export const findSettledRates = (database: Queryable): Promise<SettledRate[]> =>
  database.query<SettledRate>(
    `with latest as (
       select currency, settled_currency, max(day) as day from ledger_figures
       where basis = 'occurred' and kind = 'payment' and currency <> settled_currency group by 1, 2
     )
     select l.currency, l.settled_currency as "settledCurrency", l.day, e.amount, e.settled_amount as "settledAmount",
       e.exchange_rate::double precision as "exchangeRate"
     from latest l join calendar_days d on d.day = l.day cross join lateral (
       select amount, settled_amount, exchange_rate from ledger_export x
       where x.occurred_at >= d.starts_at and x.occurred_at < d.ends_at and x.kind = 'payment'
         and x.currency = l.currency and x.settled_currency = l.settled_currency and x.exchange_rate > 0
       order by x.occurred_at desc, x.balance_transaction_id desc limit 1
     ) as e order by 1, 2`,
  )
