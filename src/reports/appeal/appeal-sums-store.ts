import type { Currency } from '../../money/currency.ts'
import type { Queryable } from '../../platform/database/database.ts'
import type { Days } from '../rollups/movement-figures-store.ts'

export const FUNNEL_GROUPS = ['campaign', 'form', 'section'] as const
export type FunnelGroup = (typeof FUNNEL_GROUPS)[number]
export type FunnelSpan = 'day' | 'month'
export type FunnelChoice = { by: FunnelGroup; span: FunnelSpan }

/** The part of the newsroom's work that a row is about, on one day or in one month. */
export type FunnelPart = {
  /** `2026-11-22` or `2026-11`. */
  span: string
  /** A campaign's number or `letter`, a form, or the slug of a section. */
  key: string
}

/** Page views and answers. No row tells one reader from another. */
export type FunnelSum = FunnelPart & {
  eligible: number
  shown: number
  seen: number
  give: number
  dismissed: number
  checkouts: number
  snoozes: number
}

/** First payments that the appeal led to, in one currency. */
export type PaymentSum = FunnelPart & {
  currency: Currency
  payments: number
  /** Minor units. */
  amount: number
  /** The same contributions for a year. */
  annualAmount: number
}

// `2026-11-22` and `2026-11`.
const NAME_LENGTHS: Record<FunnelSpan, number> = { day: 10, month: 7 }
const STEPS = ['eligible', 'shown', 'seen', 'give', 'dismissed', 'checkouts'] as const

/** Sums all steps of the appeal by day or month and by campaign, form or section, in one statement. */
export const findFunnelSums = (
  database: Queryable,
  { from, to }: Days,
  { by, span }: FunnelChoice,
): Promise<FunnelSum[]> =>
  database.query<FunnelSum>(
    `with steps as (
       select left(day, $3::integer) as span, ${by} as key, ${STEPS.map((step) => `sum(${step})::bigint as ${step}`).join(', ')}
       from appeal_figures where day between $1 and $2 group by 1, 2
     ), answers as (
       select left(day, $3::integer) as span, ${by} as key, sum(snoozes)::bigint as snoozes
       from snooze_figures where day between $1 and $2 group by 1, 2
     )
     select span, key, ${STEPS.map((step) => `coalesce(${step}, 0) as ${step}`).join(', ')},
       coalesce(snoozes, 0) as snoozes
     from steps full join answers using (span, key) order by 1, 2`,
    [from, to, NAME_LENGTHS[span]],
  )

/** Sums the payments in the same way. Currency null: all of them. */
export const findPaymentSums = (
  database: Queryable,
  { from, to }: Days,
  { by, span, currency }: FunnelChoice & { currency: Currency | null },
): Promise<PaymentSum[]> =>
  database.query<PaymentSum>(
    `select left(day, $3::integer) as span, ${by} as key, currency, sum(payments)::bigint as payments,
       sum(amount)::bigint as amount,
       sum(case when cadence = 'monthly' then 12 * amount else amount end)::bigint as "annualAmount"
     from reported_appeal_payments
     where day between $1 and $2 and ($4::text is null or currency = $4::text)
     group by 1, 2, 3 order by 1, 2, 3`,
    [from, to, NAME_LENGTHS[span], currency],
  )

/** Finds the first day on which an appeal was counted. Null: there is none. The index of days answers for the view. */
export const findFirstAppealDay = async (database: Queryable): Promise<string | null> => {
  const [row] = await database.query<{ day: string | null }>(
    `select least((select min(day) from appeal_days where eligible > 0),
       (select day_of(min(hour)) from appeal_deltas where eligible > 0 having count(*) > 0)) as day`,
  )
  return row?.day ?? null
}
