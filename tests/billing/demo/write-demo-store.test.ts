import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { removeDemoCounts } from '../../../src/appeal/demo/demo-counts-store.ts'
import { findDemoRefusal } from '../../../src/billing/demo/demo-state-action.ts'
import { hasDemoData } from '../../../src/billing/demo/demo-store.ts'
import { removeDemo } from '../../../src/billing/demo/remove-demo-action.ts'
import { writeDemo } from '../../../src/billing/demo/write-demo-action.ts'
import { queueRenewalNotices } from '../../../src/billing/mails/renewal-notice-job.ts'
import { rebuild } from '../../../src/billing/maintenance/drain-action.ts'
import { findUnfinishedBefore } from '../../../src/billing/maintenance/drift-store.ts'
import { saveFacts } from '../../../src/billing/record/fact-store.ts'
import { addHistories } from '../../../src/billing/record/ledger-store.ts'
import { listSupporterIds, lockSupporter, saveCustomer } from '../../../src/billing/record/supporter-store.ts'
import { refoldSupporter } from '../../../src/billing/sync/refold-supporter-action.ts'
import { scheduleSync } from '../../../src/billing/webhooks/webhook-event-store.ts'
import { calendarOf } from '../../../src/platform/calendar.ts'
import { DAY_MS } from '../../../src/platform/clock.ts'
import type { Database } from '../../../src/platform/database/database.ts'
import { MIGRATIONS, migrate } from '../../../src/platform/database/migrate.ts'
import { findFunnelSums, findPaymentSums } from '../../../src/reports/appeal/appeal-sums-store.ts'
import { exactFunnel } from '../../../src/reports/appeal/funnel.ts'
import { findLedgerSums } from '../../../src/reports/income/ledger-sums-store.ts'
import { prepareCalendar } from '../../../src/reports/rollups/calendar-store.ts'
import { findMovementSums } from '../../../src/reports/rollups/movement-figures-store.ts'
import { compareRollups, rebuildRollups } from '../../../src/reports/rollups/rollup-store.ts'
import {
  findRemindedSums,
  findReminderSums,
  findSnoozeSums,
} from '../../../src/reports/snoozes/snooze-sums-store.ts'
import { exactPeople, snoozesByLength } from '../../../src/reports/snoozes/snoozes.ts'
import { isDeep } from '../../given/depth.ts'
import { DEMO_ZONE, demoPlan, writeMore } from '../../given/record/demo-plan.ts'
import { assertRecordHolds } from '../../given/record/record.ts'
import { ENGINES, type Opened } from '../../given/resources/engines.ts'
import { openAsOwner } from '../../given/resources/owned-database.ts'

const PLAN = demoPlan()
const REAL = 'f0000000-0000-4000-8000-000000000001'

const realCharge = () => {
  const at = PLAN.now
  const paid = { id: 'txn_real', currency: 'USD', amount: 500, fee: 45, net: 455 } as const
  return {
    id: 'ch_real',
    customerId: 'cus_real',
    paymentIntentId: null,
    checkoutId: null,
    status: 'succeeded',
    currency: 'USD' as const,
    amount: 500,
    createdAt: at,
    failureCode: null,
    isDisputed: false,
    settlement: { ...paid, exchangeRate: null, createdAt: at, availableAt: at },
    failureSettlement: null,
    refunds: [],
    disputes: [],
  }
}

const findDifferences = async (database: Database) =>
  (await compareRollups(database)).filter(({ rows }) => rows > 0)

// The embedded engine takes ten times as long.
for (const [name, open] of isDeep ? ENGINES : ENGINES.slice(0, 1)) {
  describe(`demo data on ${name}`, () => {
    let opened: Opened
    before(async () => {
      opened = await open()
      await migrate(opened.database, MIGRATIONS)
      await prepareCalendar(opened.database, calendarOf(DEMO_ZONE), PLAN.now)
      assert.equal(await findDemoRefusal(opened.database, true), null)
      const progress: number[] = []
      await writeDemo(opened.database, PLAN, {
        writeMore,
        onProgress: (written) => void progress.push(written),
      })
      assert.deepEqual(progress, [20, 40, 60])
    })
    after(() => opened.close())

    test('satisfies the record, and a rebuild makes the same rows', async () => {
      const { database } = opened
      await assertRecordHolds(database)
      assert.deepEqual(await findDifferences(opened.database), [])
      const rebuilt = await rebuild({ database, now: () => PLAN.now, rules: PLAN.rules }, false)
      assert.deepEqual(rebuilt, { supporters: 60, changed: 0 })
      await database.inTransaction(rebuildRollups)
      assert.deepEqual(await findDifferences(opened.database), [])
    })

    test('a sync of the same facts would change nothing and ask Stripe for nothing', async () => {
      const { database } = opened
      const needs = { checkouts: { lastUnpaidAt: async () => null }, now: () => PLAN.now, rules: PLAN.rules }
      const before = await database.query('select * from movements order by supporter_id, sequence')
      const actions = await countOf(opened)('subscription_actions')
      for (const id of await listSupporterIds(database, null))
        await database.inTransaction(async (transaction) => {
          const supporter = await lockSupporter(transaction, id)
          const snapshot = { subscriptions: [], fetchedAt: PLAN.now }
          await refoldSupporter(transaction, needs, { supporter, snapshot })
        })
      assert.deepEqual(
        await database.query('select * from movements order by supporter_id, sequence'),
        before,
      )
      assert.equal(await countOf(opened)('subscription_actions'), actions)
    })

    test('no job has anything to do for it, and the database refuses what a job forgets', async () => {
      const { database } = opened
      // Far enough for every yearly renewal and every open invoice.
      for (let day = 0; day < 366; day += 6)
        await queueRenewalNotices({
          database,
          now: () => new Date(PLAN.now.getTime() + day * DAY_MS),
          mailLanguage: 'en',
        })
      assert.deepEqual(await findUnfinishedBefore(database, new Date(PLAN.now.getTime() + DAY_MS)), [])
      const [customer] = await database.query<{ id: string }>(
        'select id from demo_customers order by id limit 1',
      )
      await scheduleSync(database, customer?.id ?? '', PLAN.now)
      const idle = [
        'mails',
        'sync_jobs',
        'webhook_events',
        'supporter_status_outbox',
        'customer_addresses',
        'subscription_actions where due_at is not null',
        'customer_address_jobs where fetch_due_at is not null or push_due_at is not null',
      ]
      const count = countOf(opened)
      for (const sql of idle) assert.equal(await count(sql), 0, sql)
      const forgotten = [
        `insert into sync_jobs (sync_key) select id from demo_customers limit 1`,
        `update stripe_customers set address_fetch_due_at = now()`,
        `update subscription_actions set due_at = now()`,
      ]
      for (const sql of forgotten)
        await assert.rejects(database.query(sql), /skip_demo|demo_has_no_address/, sql)
    })

    test('has these figures, for this seed and this day', async () => {
      const { database } = opened
      const movements = await findMovementSums(database, { from: '2000-01-01', to: '2026-11-29' })
      const mrr = new Map<string, number>()
      for (const { currency, annualChange } of movements)
        mrr.set(currency, (mrr.get(currency) ?? 0) + annualChange / 12)
      const kinds = new Map<string, number>()
      for (const { kind, movements: people } of movements) kinds.set(kind, (kinds.get(kind) ?? 0) + people)
      const income = await findLedgerSums(
        database,
        { from: '2026-10-01', to: '2026-10-31' },
        { basis: 'occurred', by: 'month', currency: null },
      )
      const paid = income
        .filter(({ kind }) => kind === 'payment')
        .map(({ currency, cadence, amount }) => `${currency} ${cadence} ${amount}`)
      assert.deepEqual(
        {
          mrr: Object.fromEntries([...mrr].sort()),
          kinds: Object.fromEntries([...kinds].sort()),
          paid: paid.sort(),
          appeal: await appealFigures(database),
        },
        GOLDEN,
      )
    })
  })
}

const YEAR = { from: '2025-11-30', to: '2026-11-29' }

/** The figures of both reports on the appeal, for twelve months. */
const appealFigures = async (database: Database) => {
  const choice = { by: 'section', span: 'month', currency: null } as const
  const [steps, payments, due, reminded, lengths] = await Promise.all([
    findFunnelSums(database, YEAR, choice),
    findPaymentSums(database, YEAR, choice),
    findReminderSums(database, { from: '2026-09-01', to: '2026-09-30' }),
    findRemindedSums(database, { from: '2025-12', to: '2026-11' }),
    findSnoozeSums(database, YEAR),
  ])
  const { money, otherMoney, ...funnel } = exactFunnel({ steps, payments })
  return {
    ...funnel,
    money: Object.fromEntries([...money].map(([currency, { amount }]) => [currency, amount])),
    due: due.reduce((sum, { reminders }) => sum + reminders, 0),
    reminded: reminded.reduce((sum, each) => sum + each.payments, 0),
    lengths: [...snoozesByLength(lengths, exactPeople)].map(([length, count]) => `${length} ${count}`),
  }
}

// Minor units: MRR by currency, and the payments of October 2026. Reminders are those of September.
const GOLDEN = {
  appeal: {
    eligible: 14_194,
    shown: 14_060,
    seen: 7_757,
    give: 121,
    dismissed: 0,
    snoozes: 125,
    checkouts: 33,
    paid: 22,
    money: { EUR: 17_700, GBP: 2_000, JPY: 1_400, USD: 38_700 },
    due: 11,
    reminded: 4,
    lengths: ['7d 56', '1m 40', '3m 22', 'never 7'],
  },
  mrr: { EUR: 4_900, GBP: 4_700, JPY: 1_000, USD: 17_900 },
  kinds: {
    churn: 18,
    expansion: 6,
    new: 48,
    pause: 2,
    resume: 1,
    'transfer-in': 1,
    'transfer-out': 1,
  },
  paid: [
    'EUR monthly 3700',
    'EUR yearly 12000',
    'GBP monthly 5500',
    'JPY monthly 700',
    'USD monthly 14700',
    'USD once 10000',
  ],
}

const countOf =
  ({ database }: Opened) =>
  async (table: string): Promise<number> =>
    (await database.query(`select 1 from ${table}`)).length

test('a real supporter who comes later stays when it is removed, and so does the ledger', async (context) => {
  const opened = await openAsOwner()
  const { database } = opened
  context.after(opened.close)
  await migrate(database, MIGRATIONS)
  await prepareCalendar(database, calendarOf(DEMO_ZONE), PLAN.now)
  await writeDemo(database, demoPlan({ supporters: 20 }), { writeMore })
  assert.equal(await findDemoRefusal(database, true), 'has-demo')
  await database.query('insert into supporters (id, created_at) values ($1, $2)', [REAL, PLAN.now])
  await saveCustomer(database, { customerId: 'cus_real', supporterId: REAL }, PLAN.now)
  const facts = { subscriptions: [], invoices: [], charges: [realCharge()], sessions: [] }
  await saveFacts(database, { supporterId: REAL, facts }, PLAN.now)
  const movement = { currency: 'USD', occurredAt: PLAN.now, cadence: 'monthly', cause: null } as const
  const gain = { ...movement, kind: 'new', annualChange: 6_000, annualAfter: 6_000 } as const
  await addHistories(database, [{ supporterId: REAL, movements: [gain] }])
  await assertRecordHolds(database)

  const deletion = 'delete from ledger_entries'
  await assert.rejects(database.query(deletion), /permission denied/)
  const deleteWithPrivilege = database.inTransaction(async (transaction) => {
    await transaction.query('grant delete on ledger_entries to current_user')
    await transaction.query(`${deletion} where charge_id = 'ch_real'`)
  })
  await assert.rejects(deleteWithPrivilege, /append-only/)

  assert.equal(await removeDemo(database, { removeMore: removeDemoCounts, rebuildRollups }), 20)
  assert.equal(await hasDemoData(database), false)
  const count = countOf(opened)
  for (const table of ['supporters', 'stripe_customers', 'stripe_charges', 'ledger_entries', 'movements'])
    assert.equal(await count(table), 1, table)
  for (const table of ['subscriptions', 'invoices', 'invoice_payments', 'pauses', 'refunds', 'disputes'])
    assert.equal(await count(`stripe_${table}`), 0, table)
  const counts = ['demo_appeal_hours', 'demo_appeal_snoozes', 'demo_reminder_days', 'demo_appeal_payments']
  const sums = ['failure_days', 'schedule_days', 'appeal_days', 'snooze_days']
  for (const table of ['subscription_actions', ...counts, ...sums]) assert.equal(await count(table), 0, table)
  assert.deepEqual(await findDifferences(database), [])
  await assertRecordHolds(database)
  await assert.rejects(database.query(deletion), /permission denied/)
  assert.equal(await findDemoRefusal(database, true), 'real-supporters')
  assert.equal(await findDemoRefusal(database, false), 'real-stripe')
})

if (isDeep)
  test('a demo of the usual size satisfies the record as well', async (context) => {
    const [, open] = ENGINES[1] ?? assert.fail('no embedded database')
    const { database, close } = await open()
    context.after(close)
    await migrate(database, MIGRATIONS)
    await prepareCalendar(database, calendarOf(DEMO_ZONE), PLAN.now)
    await writeDemo(database, demoPlan({ supporters: 400 }), { writeMore })
    await assertRecordHolds(database)
    assert.deepEqual(await findDifferences(database), [])
    assert.equal(await removeDemo(database, { removeMore: removeDemoCounts, rebuildRollups }), 400)
    for (const table of ['supporters', 'ledger_entries', 'stripe_customers'])
      assert.equal(await countOf({ database, close })(table), 0, table)
    assert.deepEqual(await findDifferences(database), [])
  })
