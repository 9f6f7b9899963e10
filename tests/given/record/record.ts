import assert from 'node:assert/strict'
import { checkRecord } from '../../../src/billing/maintenance/record-check-store.ts'
import type { Queryable } from '../../../src/platform/database/database.ts'
import type { GivenMainstay } from '../mainstay.ts'
import { eventually } from '../people/reader.ts'

/** Asserts the invariants of the record: movements add up, and no payment is in the ledger twice. */
export const assertRecordHolds = async (database: Queryable): Promise<void> => {
  const chains = await database.query(
    `select supporter_id, currency from movements group by 1, 2
     having sum(annual_change) <> (array_agg(annual_after order by sequence desc))[1]`,
  )
  assert.deepEqual(chains, [], 'the movements of a supporter do not add up')
  const steps = await database.query(
    `select * from (select *, lag(annual_after, 1, 0::bigint) over (partition by supporter_id, currency order by sequence) as before
       from movements) as each where before + annual_change <> annual_after`,
  )
  assert.deepEqual(steps, [], 'a movement does not start where the last one ended')
  const doubled = await database.query(
    `select charge_id from ledger_entries where kind = 'payment' group by 1 having count(*) > 1`,
  )
  assert.deepEqual(doubled, [], 'a payment is in the ledger twice')
  const pastDue = 'invoice_id, customer_id, currency, annual_amount, since, attempts, next_attempt_at, reason'
  const different = await database.query(
    `with one as (select ${pastDue.replace('currency', 'p.currency')} from past_due_subscriptions p join stripe_subscriptions s on s.id = p.subscription_id),
       all_ones as (select ${pastDue} from all_past_due)
     (table one except table all_ones) union all (table all_ones except table one)`,
  )
  assert.deepEqual(different, [], 'reports see other contributions past due than a supporter')
  assert.deepEqual(
    (await checkRecord(database)).filter(({ count }) => count > 0),
    [],
  )
}

/** Events wait up to a second for others of the same customer. */
const SOON_MS = 3_000

/** Waits until no sync is due or running: every delivered event is recorded. */
export const waitForRecord = ({ database, now }: GivenMainstay): Promise<void> =>
  eventually(async () => {
    const waiting = await database.query(
      'select sync_key, last_failure from sync_jobs where lease_token is not null or due_at <= $1',
      [new Date(now().getTime() + SOON_MS)],
    )
    assert.deepEqual(waiting, [], 'the record does not settle')
  }, 30_000)

export type Figures = { active: number; ledger: number; sum: number; movements: string[] }

export const readFigures = async (database: Queryable): Promise<Figures> => {
  const [ledger] = await database.query<{ count: number; sum: number }>(
    'select count(*) as count, coalesce(sum(amount), 0)::bigint as sum from ledger_entries',
  )
  const [active] = await database.query<{ count: number }>(
    `select count(distinct supporter_id) as count from (select distinct on (supporter_id, currency) * from movements
       order by supporter_id, currency, sequence desc) as last where annual_after > 0`,
  )
  const movements = await database.query<{ kind: string }>(
    'select kind from movements order by occurred_at, sequence',
  )
  return {
    active: active?.count ?? 0,
    ledger: ledger?.count ?? 0,
    sum: ledger?.sum ?? 0,
    movements: movements.map((row) => row.kind),
  }
}
