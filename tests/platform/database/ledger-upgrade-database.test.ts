import assert from 'node:assert/strict'
import { cp, readdir } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { calendarOf } from '../../../src/platform/calendar.ts'
import type { Database } from '../../../src/platform/database/database.ts'
import { MIGRATIONS, migrate } from '../../../src/platform/database/migrate.ts'
import { prepareCalendar } from '../../../src/reports/rollups/calendar-store.ts'
import { addDeltas } from '../../../src/reports/rollups/rollup-statements.ts'
import { FEEDS } from '../../../src/reports/rollups/rollups.ts'
import { givenDirectory } from '../../given/resources/directories.ts'
import { openAsOwner } from '../../given/resources/owned-database.ts'

const SUPPORTER = '00000000-0000-4000-8000-000000000001'
const NOW = new Date('2026-11-29T12:00:00Z')
const ENTRIES = [
  ['txn_month', 'payment', 'ch_month', '2026-09-02', 500],
  ['txn_year', 'payment', 'ch_year', '2026-10-02', 6000],
  ['txn_refunded', 'refund', 'ch_year', '2026-11-03', -6000],
  ['txn_gift', 'payment', 'ch_gift', '2026-11-04', 900],
  ['txn_unknown', 'payment', 'ch_unknown', '2026-11-05', 700],
] as const
/** A monthly contribution that became yearly, and ended. */
const MOVEMENTS = [
  ['new', '2026-09-02', 6000, 6000],
  ['expansion', '2026-10-02', 1000, 7000],
  ['churn', '2026-11-03', -7000, 0],
] as const

const openAt = async (last: string): Promise<{ database: Database; close: () => Promise<void> }> => {
  const { database, close } = await openAsOwner()
  const before = await givenDirectory()
  for (const file of await readdir(MIGRATIONS))
    if (file.slice(0, 4) <= last) await cp(path.join(MIGRATIONS, file), path.join(before.path, file))
  await migrate(database, before.path)
  await before.remove()
  return { database, close }
}

const OLD_FEEDS = FEEDS.filter(({ deltas }) => ['ledger_deltas', 'movement_deltas'].includes(deltas))

/** Counts as an older version did: today's job knows tables that were not there yet. */
const countAsBefore = async (database: Database): Promise<void> => {
  await database.query(
    `insert into calendar_days (day, starts_at, ends_at)
     select day, starts_at::timestamptz, ends_at::timestamptz
     from unnest($1::text[], $2::text[], $3::text[]) as given (day, starts_at, ends_at)`,
    (['name', 'startsAt', 'endsAt'] as const).map((column) =>
      calendarOf('UTC')
        .days('2010-01-01', '2029-12-31')
        .map((day) => (column === 'name' ? day.name : day[column].toISOString())),
    ),
  )
  await database.query(`insert into calendar_version (version) values ($1)`, [
    `UTC ${process.versions['tz'] ?? ''}`,
  ])
  for (const { deltas, rollups } of OLD_FEEDS) {
    for (const rollup of rollups) await database.query(`with taken as (table ${deltas}) ${addDeltas(rollup)}`)
    await database.query(`delete from ${deltas}`)
  }
}

/** Fills a database as the first version did: without cadence, payout day and time of the charge. */
const fill = async (database: Database): Promise<void> => {
  await database.run(`insert into supporters (id, created_at) values ('${SUPPORTER}', '2026-09-01 00:00Z');
    insert into stripe_customers (id, supporter_id) values ('cus_1', '${SUPPORTER}');
    insert into stripe_invoices (id, customer_id, subscription_id, status, currency, amount_paid, annual_amount, period_end, created_at, paid_at)
    values ('in_month', 'cus_1', 'sub_1', 'paid', 'USD', 500, 6000, '2026-10-02 00:00Z', '2026-09-02 00:00Z', '2026-09-02 00:00Z'),
      ('in_year', 'cus_1', 'sub_1', 'paid', 'USD', 6000, 7000, '2027-10-02 00:00Z', '2026-10-02 00:00Z', '2026-10-02 00:00Z'),
      ('in_gift', 'cus_1', null, 'paid', 'USD', 900, null, '2026-11-04 00:00Z', '2026-11-04 00:00Z', '2026-11-04 00:00Z');
    insert into stripe_invoice_payments (payment_intent_id, invoice_id)
    values ('pi_month', 'in_month'), ('pi_year', 'in_year'), ('pi_gift', 'in_gift');
    insert into stripe_charges (id, customer_id, payment_intent_id, status, currency, amount, created_at)
    values ('ch_month', 'cus_1', 'pi_month', 'succeeded', 'USD', 500, '2026-09-02 00:00Z'),
      ('ch_year', 'cus_1', 'pi_year', 'succeeded', 'USD', 6000, '2026-10-02 00:00Z'),
      ('ch_gift', 'cus_1', 'pi_gift', 'succeeded', 'USD', 900, '2026-11-04 00:00Z');`)
  for (const [id, kind, charge, at, amount] of ENTRIES)
    await database.query(
      `insert into ledger_entries (balance_transaction_id, kind, supporter_id, charge_id, occurred_at, currency, amount,
         settled_currency, settled_amount, fee, net, recorded_at)
       values ($1, $2, $3, $4, $5, 'USD', $6::bigint, 'USD', $6::bigint, 0, $6::bigint, now())`,
      [id, kind, SUPPORTER, charge, new Date(at), amount],
    )
  for (const [sequence, [kind, at, change, after]] of MOVEMENTS.entries())
    await database.query(
      `insert into movements (supporter_id, currency, sequence, occurred_at, kind, annual_change, annual_after, cause)
       values ($1, 'USD', $2, $3, $4::text, $5, $6, case when $4::text = 'churn' then 'chosen' end)`,
      [SUPPORTER, sequence, new Date(at), kind, change, after],
    )
}

const CADENCES = [
  { id: 'txn_month', cadence: 'monthly' },
  { id: 'txn_year', cadence: 'yearly' },
  { id: 'txn_refunded', cadence: 'yearly' },
  { id: 'txn_gift', cadence: 'once' },
  { id: 'txn_unknown', cadence: null },
]

test('an upgrade completes the ledger of the first version, also without the rights of a superuser', async (context) => {
  const { database, close } = await openAt('0001')
  context.after(close)
  await fill(database)
  await migrate(database, MIGRATIONS)
  const rows = await database.query<{ id: string; cadence: string; chargedAt: Date | null }>(
    'select balance_transaction_id as id, cadence, charged_at as "chargedAt" from ledger_entries order by occurred_at',
  )
  assert.deepEqual(
    rows.map(({ id, cadence }) => ({ id, cadence })),
    CADENCES,
  )
  assert.deepEqual(
    rows.filter(({ chargedAt }) => chargedAt),
    [{ id: 'txn_refunded', cadence: 'yearly', chargedAt: new Date('2026-10-02') }],
  )
  // The ledger is closed again.
  for (const change of ['charged_at = now()', `cadence = 'once'`]) {
    await assert.rejects(database.query(`update ledger_entries set ${change}`), /permission denied/)
    await assert.rejects(
      database.inTransaction(async (transaction) => {
        await transaction.query('grant update on ledger_entries to current_user')
        await transaction.query(`update ledger_entries set ${change}`)
      }),
      /append-only/,
    )
  }
})

test('an upgrade corrects cadences that reports have counted already', async (context) => {
  const { database, close } = await openAt('0017')
  context.after(close)
  await fill(database)
  await countAsBefore(database)
  const counted = 'select distinct cadence from ledger_days'
  assert.notEqual((await database.query(counted)).length, 0)
  await migrate(database, MIGRATIONS)
  await prepareCalendar(database, calendarOf('UTC'), NOW)
  assert.deepEqual(
    await database.query(
      `select day, cadence from ledger_figures where basis = 'occurred' and kind = 'payment' order by day`,
    ),
    [
      { day: '2026-09-02', cadence: 'monthly' },
      { day: '2026-10-02', cadence: 'yearly' },
      { day: '2026-11-04', cadence: 'once' },
      { day: '2026-11-05', cadence: 'once' },
    ],
  )
  assert.deepEqual(await database.query('select kind, cadence from movement_figures order by day'), [
    { kind: 'new', cadence: 'monthly' },
    { kind: 'expansion', cadence: 'yearly' },
    { kind: 'churn', cadence: 'yearly' },
  ])
})
