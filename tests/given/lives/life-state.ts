import type { Stripe } from 'stripe'
import { checkRecord } from '../../../src/billing/maintenance/record-check-store.ts'
import type { Database } from '../../../src/platform/database/database.ts'
import type { Person } from './life-context.ts'

const DAY_S = 86_400

export type RecordedState = {
  ledger: string[]
  movements: string[]
  /** Each supporter status with its end. */
  statuses: string[]
  /** The outcome of each checkout. */
  checkouts: string[]
  settled: string[]
  inForce: string[]
  /** The next charge of each live subscription. */
  plans: string[]
  /** Contradictions in the record. */
  broken: string[]
}
export type StripeState = Pick<RecordedState, 'settled' | 'inForce' | 'plans'>

/** Reads the record of these people, without the ids that differ between records. */
export const readRecordedState = async (
  database: Database,
  people: readonly Person[],
  now: Date,
): Promise<RecordedState> => {
  const customers = people.flatMap((person) => person.customers)
  const checkouts = people.flatMap((person) => person.checkouts)
  const ledger = await database.query<{ line: string; settled: string }>(
    `select concat_ws(' ', l.kind, l.amount, l.currency, l.occurred_at, l.charge_id, l.balance_transaction_id) as line,
       concat_ws(' ', l.balance_transaction_id, l.net) as settled
     from ledger_entries l join stripe_charges c on c.id = l.charge_id where c.customer_id = any($1::text[])
     order by l.balance_transaction_id`,
    [customers],
  )
  // Supporter ids are random in each record, so a supporter is named by its first customer.
  const movements = await database.query<{ line: string; force: string | null }>(
    `with who as (select supporter_id, min(id) as person from stripe_customers where id = any($1::text[]) group by 1)
     select concat_ws(' ', w.person, m.sequence, m.currency, m.kind, m.annual_change, m.annual_after, m.cause, m.occurred_at) as line,
       case when m.annual_after > 0 and m.sequence = (select max(sequence) from movements l
         where l.supporter_id = m.supporter_id and l.currency = m.currency)
         then concat_ws(' ', w.person, m.currency, m.annual_after) end as force
     from movements m join who w on w.supporter_id = m.supporter_id order by w.person, m.sequence`,
    [customers],
  )
  // Leaves out the two weeks after an unpaid checkout: they count from the time of the sync.
  const statuses = await database.query<{ line: string }>(
    `select concat_ws(' ', min(c.id), s.status, s.status_until) as line
     from stripe_customers c join supporters s on s.id = c.supporter_id where c.id = any($1::text[])
       and s.status_until > $2 and (s.status = 'supports' or s.status_until > $2 + interval '15 days')
     group by s.id order by 1`,
    [customers, now],
  )
  const ended = await database.query<{ line: string }>(
    `select concat_ws(' ', id, case when state = 'open' and session_expires_at <= $2 then 'expired' else state end)
       as line
     from checkouts where id = any($1::uuid[]) order by id`,
    [checkouts, now],
  )
  const plans = await database.query<{ line: string }>(
    `select concat_ws(' ', id, amount, interval, extract(epoch from period_end)::bigint) as line from stripe_subscriptions
     where customer_id = any($1::text[]) and ended_at is null`,
    [customers],
  )
  const checks = await checkRecord(database)
  return {
    ledger: ledger.map((row) => row.line),
    settled: ledger.map((row) => row.settled),
    movements: movements.map((row) => row.line),
    statuses: statuses.map((row) => row.line),
    checkouts: ended.map((row) => row.line),
    plans: plans.map((row) => row.line).sort(),
    inForce: movements
      .map((row) => row.force)
      .filter((each) => each !== null)
      .sort(),
    broken: checks.filter(({ count }) => count > 0).map(({ rule, example }) => `${rule}: ${example}`),
  }
}

/** Reads the same from Stripe's own objects, without our record. */
export const readStripeState = async (
  stripe: Stripe,
  people: readonly Person[],
  now: Date,
): Promise<StripeState> => {
  const pages = { limit: 100 }
  const everything = { limit: 10_000 }
  const transactions = await stripe.balanceTransactions.list(pages).autoPagingToArray(everything)
  const subscriptions = await stripe.subscriptions
    .list({ ...pages, status: 'all' })
    .autoPagingToArray(everything)
  const invoices = await stripe.invoices.list(pages).autoPagingToArray(everything)
  const inForce = people.flatMap(({ customers }) => {
    const sums = new Map<string, number>()
    for (const each of subscriptions.filter(({ customer }) => customers.includes(String(customer))))
      sums.set(each.currency, (sums.get(each.currency) ?? 0) + annualAmountOf(each, invoices, now))
    return [...sums]
      .filter(([, annual]) => annual > 0)
      .map(([currency, annual]) => `${[...customers].sort()[0]} ${currency.toUpperCase()} ${annual}`)
  })
  const customers = people.flatMap((person) => person.customers)
  const plans = subscriptions
    .filter(({ customer, ended_at: ended }) => ended === null && customers.includes(String(customer)))
    .map(({ id, items: { data } }) => {
      const [item] = data
      return [id, item?.price.unit_amount, item?.price.recurring?.interval, item?.current_period_end].join(
        ' ',
      )
    })
  return {
    settled: transactions.map(({ id, net }) => `${id} ${net}`).sort(),
    inForce: inForce.sort(),
    plans: plans.sort(),
  }
}

/** Computes the annual amount of a subscription from its invoices, without any history. */
const annualAmountOf = (
  subscription: Stripe.Subscription,
  all: readonly Stripe.Invoice[],
  now: Date,
): number => {
  if (subscription.ended_at !== null || subscription.pause_collection !== null) return 0
  const invoices = all
    .filter((each) => each.parent?.subscription_details?.subscription === subscription.id && each.total > 0)
    .sort((one, other) => one.created - other.created || String(one.id).localeCompare(String(other.id)))
  const paid = invoices.filter((each) => each.status_transitions.paid_at !== null)
  const newest = paid.at(-1)
  if (!newest) return 0
  const settledAt = (each: Stripe.Invoice) =>
    each.status_transitions.paid_at ?? each.status_transitions.voided_at
  const hasLapsed = invoices.some((each, index) => {
    const { finalized_at: finalized } = each.status_transitions
    if (finalized === null) return false
    const deadline = finalized + 21 * DAY_S
    const isSettled = invoices
      .slice(index)
      .some((later) => (settledAt(later) ?? Number.POSITIVE_INFINITY) <= deadline)
    return (
      !isSettled && deadline <= now.getTime() / 1000 && (newest.status_transitions.paid_at ?? 0) < deadline
    )
  })
  if (hasLapsed) return 0
  const line = newest.lines.data.find((each) => each.parent?.type === 'subscription_item_details')
  const days = ((line?.period.end ?? 0) - (line?.period.start ?? 0)) / DAY_S
  return (line?.subtotal ?? 0) * (days > 100 ? 1 : 12)
}
