import type { Stripe } from 'stripe'
import { checkRecord } from '../../../src/billing/maintenance/record-check-store.ts'
import type { Database } from '../../../src/platform/database/database.ts'
import type { Person } from './life-context.ts'

const DAY_S = 86_400

export type Recorded = {
  ledger: string[]
  movements: string[]
  /** Whether a supporter counts as one, and until when. */
  statuses: string[]
  /** How each checkout ended. */
  checkouts: string[]
  settled: string[]
  inForce: string[]
  /** What each contribution that goes on charges next, and when. */
  plans: string[]
  /** What contradicts itself. */
  broken: string[]
}
export type Truth = Pick<Recorded, 'settled' | 'inForce' | 'plans'>

/** What a record holds of these people, told without the ids that each record draws for itself. */
export const recordOf = async (
  database: Database,
  people: readonly Person[],
  now: Date,
): Promise<Recorded> => {
  const customers = people.flatMap((person) => person.customers)
  const checkouts = people.flatMap((person) => person.checkouts)
  const ledger = await database.query<{ told: string; settled: string }>(
    `select concat_ws(' ', l.kind, l.amount, l.currency, l.occurred_at, l.charge_id, l.balance_transaction_id) as told,
       concat_ws(' ', l.balance_transaction_id, l.net) as settled
     from ledger_entries l join stripe_charges c on c.id = l.charge_id where c.customer_id = any($1::text[])
     order by l.balance_transaction_id`,
    [customers],
  )
  // A supporter's id is drawn anew by each record; its customers tell who it is.
  const movements = await database.query<{ told: string; force: string | null }>(
    `with who as (select supporter_id, min(id) as person from stripe_customers where id = any($1::text[]) group by 1)
     select concat_ws(' ', w.person, m.sequence, m.currency, m.kind, m.annual_change, m.annual_after, m.cause, m.occurred_at) as told,
       case when m.annual_after > 0 and m.sequence = (select max(sequence) from movements l
         where l.supporter_id = m.supporter_id and l.currency = m.currency)
         then concat_ws(' ', w.person, m.currency, m.annual_after) end as force
     from movements m join who w on w.supporter_id = m.supporter_id order by w.person, m.sequence`,
    [customers],
  )
  // The weeks after somebody went to pay and has not yet are counted from when the record learnt of it.
  const statuses = await database.query<{ told: string }>(
    `select concat_ws(' ', min(c.id), s.status, s.status_until) as told
     from stripe_customers c join supporters s on s.id = c.supporter_id where c.id = any($1::text[])
       and s.status_until > $2 and (s.status = 'supports' or s.status_until > $2 + interval '15 days')
     group by s.id order by 1`,
    [customers, now],
  )
  const ended = await database.query<{ told: string }>(
    `select concat_ws(' ', id, case when state = 'open' and session_expires_at <= $2 then 'expired' else state end)
       as told
     from checkouts where id = any($1::uuid[]) order by id`,
    [checkouts, now],
  )
  const plans = await database.query<{ told: string }>(
    `select concat_ws(' ', id, amount, interval, extract(epoch from period_end)::bigint) as told from stripe_subscriptions
     where customer_id = any($1::text[]) and ended_at is null`,
    [customers],
  )
  const checks = await checkRecord(database)
  return {
    ledger: ledger.map((row) => row.told),
    settled: ledger.map((row) => row.settled),
    movements: movements.map((row) => row.told),
    statuses: statuses.map((row) => row.told),
    checkouts: ended.map((row) => row.told),
    plans: plans.map((row) => row.told).sort(),
    inForce: movements
      .map((row) => row.force)
      .filter((each) => each !== null)
      .sort(),
    broken: checks.filter(({ count }) => count > 0).map(({ rule, example }) => `${rule}: ${example}`),
  }
}

/** What Stripe itself says by its own state, without a word of ours: who gives how much, and what was settled. */
export const checkBeforeSending = async (
  stripe: Stripe,
  people: readonly Person[],
  now: Date,
): Promise<Truth> => {
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
      sums.set(each.currency, (sums.get(each.currency) ?? 0) + annualOf(each, invoices, now))
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

/** What a subscription gives a year as things stand now, read off its invoices without any history. */
const annualOf = (subscription: Stripe.Subscription, all: readonly Stripe.Invoice[], now: Date): number => {
  if (subscription.ended_at !== null || subscription.pause_collection !== null) return 0
  const invoices = all
    .filter((each) => each.parent?.subscription_details?.subscription === subscription.id && each.total > 0)
    .sort((one, other) => one.created - other.created || String(one.id).localeCompare(String(other.id)))
  const paid = invoices.filter((each) => each.status_transitions.paid_at !== null)
  const newest = paid.at(-1)
  if (!newest) return 0
  const settledAt = (each: Stripe.Invoice) =>
    each.status_transitions.paid_at ?? each.status_transitions.voided_at
  const lapsed = invoices.some((each, index) => {
    const { finalized_at: finalized } = each.status_transitions
    if (finalized === null) return false
    const deadline = finalized + 21 * DAY_S
    const isSaved = invoices
      .slice(index)
      .some((later) => (settledAt(later) ?? Number.POSITIVE_INFINITY) <= deadline)
    return !isSaved && deadline <= now.getTime() / 1000 && (newest.status_transitions.paid_at ?? 0) < deadline
  })
  if (lapsed) return 0
  const line = newest.lines.data.find((each) => each.parent?.type === 'subscription_item_details')
  const days = ((line?.period.end ?? 0) - (line?.period.start ?? 0)) / DAY_S
  return (line?.subtotal ?? 0) * (days > 100 ? 1 : 12)
}
