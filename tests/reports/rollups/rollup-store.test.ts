import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { addHours } from '../../../src/appeal/counting/count-store.ts'
import type { Movement, MovementKind } from '../../../src/billing/history/movements.ts'
import { replaceMovements } from '../../../src/billing/record/ledger-store.ts'
import { calendarOf } from '../../../src/platform/calendar.ts'
import { HOUR_MS } from '../../../src/platform/clock.ts'
import type { Database, Queryable } from '../../../src/platform/database/database.ts'
import { prepareCalendar } from '../../../src/reports/rollups/calendar-store.ts'
import { compactRollups, compareRollups, rebuildRollups } from '../../../src/reports/rollups/rollup-store.ts'
import { recordAudit } from '../../../src/staff/audit-store.ts'
import { recordPayLinkUse } from '../../../src/supporters/pay/mailed-invoice-store.ts'
import { ENGINES, type Opened } from '../../given/resources/engines.ts'

const NOW = new Date('2026-11-29T12:00:00Z')
const CALENDAR = calendarOf('America/Vancouver')
const SUPPORTERS = [randomUUID(), randomUUID(), randomUUID()]
const STAFF = randomUUID()
const SUBSCRIPTIONS = ['sub_1', 'sub_2']

const someDate = fc
  .date({ min: new Date('2025-01-01T00:00:00Z'), max: new Date('2026-12-31T00:00:00Z'), noInvalidDate: true })
  .map((at) => new Date(Math.floor(at.getTime() / 1_000) * 1_000))
/** Hours around the ends of days in Vancouver, so that many steps fall on the same row. */
const someHour = fc
  .constantFrom('2026-03-01T07:00:00Z', '2026-03-01T08:00:00Z', '2026-11-01T06:00:00Z')
  .map((text) => new Date(text))
const GAINS: MovementKind[] = ['new', 'reactivation', 'resume', 'transfer-in', 'expansion']
const LOSSES: MovementKind[] = ['churn', 'pause', 'transfer-out', 'contraction']

const someMovement: fc.Arbitrary<Movement> = fc
  .record({
    currency: fc.constantFrom<Movement['currency'][]>('USD', 'EUR'),
    occurredAt: someDate,
    kind: fc.constantFrom(...GAINS, ...LOSSES),
    amount: fc.integer({ min: 1, max: 90_000 }),
    after: fc.integer({ min: 0, max: 90_000 }),
    cadence: fc.constantFrom<Movement['cadence'][]>('monthly', 'yearly', 'other'),
    cause: fc.constantFrom<NonNullable<Movement['cause']>[]>('chosen', 'card-failure', 'dispute', 'staff'),
  })
  .map(({ amount, after: left, cause, ...movement }) => ({
    ...movement,
    annualChange: GAINS.includes(movement.kind) ? amount : -amount,
    annualAfter: movement.kind === 'churn' || movement.kind === 'pause' ? 0 : left,
    cause: movement.kind === 'churn' ? cause : null,
  }))

type Step =
  | { kind: 'history'; supporter: string; movements: Movement[] }
  | { kind: 'payment'; at: Date; availableAt: Date; amount: number; cadence: string }
  | {
      kind: 'subscription'
      id: string
      amount: number
      periodEnd: Date
      cancelAt: Date | null
      isPaused: boolean
      endedAt: Date | null
    }
  | {
      kind: 'invoice'
      id: string
      status: string
      attempts: number
      failedAt: Date | null
      paidAt: Date | null
      isLate: boolean
    }
  | { kind: 'pay link'; id: string; at: Date }
  | { kind: 'staff link'; at: Date }
  | { kind: 'refund'; at: Date; chargedAt: Date | null; amount: number }
  | { kind: 'appeal'; table: string; hour: Date; section: string; shown: number }
  | { kind: 'snooze'; table: string; hour: Date; length: string; count: number }
  | { kind: 'flush'; hour: Date; section: string; shown: number }
  | { kind: 'no appeals' }
  | { kind: 'compact' }
  | { kind: 'rebuild' }

const someStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant<'history'>('history'),
    supporter: fc.constantFrom(...SUPPORTERS),
    movements: fc
      .array(someMovement, { maxLength: 5 })
      .map((list) => list.sort((one, other) => one.occurredAt.getTime() - other.occurredAt.getTime())),
  }),
  fc.record({
    kind: fc.constant<'payment'>('payment'),
    at: someDate,
    availableAt: someDate,
    amount: fc.integer({ min: 1, max: 90_000 }),
    cadence: fc.constantFrom('once', 'monthly', 'yearly'),
  }),
  fc.record({
    kind: fc.constant<'subscription'>('subscription'),
    id: fc.constantFrom(...SUBSCRIPTIONS),
    amount: fc.integer({ min: 1, max: 90_000 }),
    periodEnd: someDate,
    cancelAt: fc.option(someDate),
    isPaused: fc.boolean(),
    endedAt: fc.option(someDate),
  }),
  fc.record({
    kind: fc.constant<'invoice'>('invoice'),
    id: fc.constantFrom('in_1', 'in_2'),
    status: fc.constantFrom('open', 'paid', 'void'),
    attempts: fc.integer({ min: 0, max: 4 }),
    failedAt: fc.option(someDate),
    paidAt: fc.option(someDate),
    isLate: fc.boolean(),
  }),
  fc.record({ kind: fc.constant<'pay link'>('pay link'), id: fc.constantFrom('in_1', 'in_2'), at: someDate }),
  fc.record({ kind: fc.constant<'staff link'>('staff link'), at: someDate }),
  fc.record({
    kind: fc.constant<'refund'>('refund'),
    at: someDate,
    chargedAt: fc.option(someDate),
    amount: fc.integer({ min: 1, max: 90_000 }),
  }),
  fc.record({
    kind: fc.constant<'appeal'>('appeal'),
    table: fc.constantFrom('appeal_hours', 'demo_appeal_hours'),
    hour: someHour,
    section: fc.constantFrom('courts', 'life'),
    shown: fc.integer({ min: 0, max: 900 }),
  }),
  fc.record({
    kind: fc.constant<'snooze'>('snooze'),
    table: fc.constantFrom('appeal_snoozes', 'demo_appeal_snoozes'),
    hour: someHour,
    length: fc.constantFrom('7d', 'never'),
    count: fc.integer({ min: 0, max: 9 }),
  }),
  fc.record({
    kind: fc.constant<'flush'>('flush'),
    hour: someHour,
    section: fc.constantFrom('courts', 'life'),
    shown: fc.integer({ min: 0, max: 900 }),
  }),
  fc.constant<Step>({ kind: 'no appeals' }),
  fc.constant<Step>({ kind: 'compact' }),
  fc.constant<Step>({ kind: 'rebuild' }),
)

type AppealStep = 'flush' | 'appeal' | 'snooze' | 'no appeals'

const isAppealStep = (step: Step): step is Extract<Step, { kind: AppealStep }> =>
  ['flush', 'appeal', 'snooze', 'no appeals'].includes(step.kind)

const entriesOf = ({ hour, section, shown }: Extract<Step, { kind: 'flush' }>) => {
  const before = new Date(hour.getTime() - HOUR_MS)
  const key = { campaign: 'letter', variant: 'a', form: 'end', section }
  const hours = [
    { hour: hour.toISOString(), hourBefore: before.toISOString() },
    { hour: before.toISOString(), hourBefore: new Date(before.getTime() - HOUR_MS).toISOString() },
  ]
  return hours.map((each) => ({
    key: { ...each, ...key },
    sums: { eligible: shown, shown, seen: 2 * shown, give: 1, dismissed: 1, checkouts: 0 },
  }))
}

/** Counts into rows that may be there. */
const countAppeal = async (database: Database, step: Extract<Step, { kind: AppealStep }>): Promise<void> => {
  // The flush of a second updates some rows and inserts others in one statement.
  if (step.kind === 'flush')
    await database.inTransaction((transaction) => addHours(transaction, entriesOf(step), new Date(0)))
  else if (step.kind === 'appeal')
    await database.query(
      `insert into ${step.table} as t (hour, campaign, form, section, eligible, shown, seen, give)
       values ($1, 'letter', 'end', $2, $3, $3, $3, 1), ($1, '7', 'bar', $2, $3, $3, 0, 0)
       on conflict (hour, campaign, variant, form, section) do update set eligible = t.eligible + excluded.eligible,
         shown = t.shown + excluded.shown, seen = t.seen + excluded.seen, give = t.give + excluded.give`,
      [step.hour, step.section, step.shown],
    )
  else if (step.kind === 'snooze')
    await database.query(
      `insert into ${step.table} as t (hour, campaign, form, section, length, count)
       values ($1, 'letter', 'end', 'courts', $2, $3)
       on conflict (hour, campaign, form, section, length) do update set count = t.count + excluded.count`,
      [step.hour, step.length, step.count],
    )
  else
    for (const table of ['appeal_hours', 'demo_appeal_hours', 'appeal_snoozes', 'demo_appeal_snoozes'])
      await database.query(`delete from ${table}`)
}

const takeInvoice = async (
  database: Queryable,
  { id, status, attempts, failedAt, paidAt, isLate }: Extract<Step, { kind: 'invoice' }>,
): Promise<void> => {
  const charges = async (): Promise<void> => {
    for (const [at, result] of [
      [failedAt, 'failed'],
      [paidAt, 'succeeded'],
    ] as const)
      if (at)
        await database.query(
          `insert into stripe_charges (id, customer_id, payment_intent_id, status, currency, amount, created_at, is_disputed)
           values ($1, 'cus_1', $2, $4, 'USD', 500, $3, false)`,
          [randomUUID(), `pi_${id}`, at, result],
        )
  }
  if (!isLate) await charges()
  await database.query(
    `insert into stripe_invoices (id, customer_id, subscription_id, status, currency, amount_paid, annual_amount, period_end,
       created_at, attempts, paid_at)
     values ($1, 'cus_1', 'sub_1', $2, 'USD', case when $2 = 'paid' then 500 else 0 end, 6000, $3, $4, $5, $6)
     on conflict (id) do update set status = excluded.status, attempts = excluded.attempts,
       amount_paid = excluded.amount_paid, paid_at = excluded.paid_at`,
    [id, status, new Date('2026-11-01T00:00:00Z'), new Date('2026-10-01T00:00:00Z'), attempts, paidAt],
  )
  await database.query(`insert into stripe_invoice_payments values ($1, $2) on conflict do nothing`, [
    `pi_${id}`,
    id,
  ])
  if (isLate) await charges()
}

for (const [name, open] of ENGINES) {
  describe(`rollups on ${name}`, () => {
    let opened: Opened
    before(async () => {
      opened = await open({ isMigrated: true })
      await prepareCalendar(opened.database, CALENDAR, NOW)
      for (const id of SUPPORTERS)
        await opened.database.query('insert into supporters (id, created_at) values ($1, $2)', [id, NOW])
      await opened.database.query(`insert into stripe_customers (id) values ('cus_1')`)
      await opened.database.query(
        `insert into staff (id, name, password_hash, created_at, roles) values ($1, 'ann', '', $2, '{finance}')`,
        [STAFF, NOW],
      )
    })
    after(() => opened.close())

    const take = async (step: Step): Promise<void> => {
      const { database } = opened
      if (step.kind === 'compact') await compactRollups(database)
      else if (step.kind === 'rebuild') await database.inTransaction(rebuildRollups)
      else if (step.kind === 'history')
        await database.inTransaction((transaction) =>
          replaceMovements(transaction, step.supporter, step.movements),
        )
      else if (step.kind === 'invoice') await takeInvoice(database, step)
      else if (isAppealStep(step)) await countAppeal(database, step)
      else if (step.kind === 'pay link') await recordPayLinkUse(database, step.id, step.at)
      else if (step.kind === 'staff link')
        await recordAudit(database, { staffId: STAFF, action: 'sign-in-link', subject: 'cus_1' }, step.at)
      else if (step.kind === 'refund')
        await database.query(
          `insert into ledger_entries (balance_transaction_id, kind, supporter_id, occurred_at, currency, amount,
             settled_currency, settled_amount, fee, net, recorded_at, charged_at)
           values ($1, 'refund', $2, $3, 'USD', -$4::bigint, 'EUR', -$4::bigint, 0, -$4::bigint, $3, $5)`,
          [randomUUID(), SUPPORTERS[0] ?? null, step.at, step.amount, step.chargedAt],
        )
      else if (step.kind === 'payment')
        await database.query(
          `insert into ledger_entries (balance_transaction_id, kind, supporter_id, occurred_at, currency, amount,
             settled_currency, settled_amount, fee, net, recorded_at, available_at, cadence)
           values ($1, 'payment', $2, $3, 'USD', $4::bigint, 'EUR', $4::bigint, 1, $4::bigint - 1, $3, $5, $6)`,
          [randomUUID(), SUPPORTERS[0] ?? null, step.at, step.amount, step.availableAt, step.cadence],
        )
      else
        await database.query(
          `insert into stripe_subscriptions (id, customer_id, status, currency, started_at, amount, period_end, cancel_at,
             is_paused, ended_at)
           values ($1, 'cus_1', 'active', 'USD', $2, $3, $4, $5, $6, $7) on conflict (id) do update set
             amount = excluded.amount, period_end = excluded.period_end, cancel_at = excluded.cancel_at,
             is_paused = excluded.is_paused, ended_at = excluded.ended_at`,
          [step.id, NOW, step.amount, step.periodEnd, step.cancelAt, step.isPaused, step.endedAt],
        )
    }
    const differences = async () => (await compareRollups(opened.database)).filter(({ rows }) => rows > 0)

    test('whatever happens in whatever order, they hold what the raw rows hold', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(someStep, { maxLength: 12 }), async (steps) => {
          for (const step of steps) await take(step)
          assert.deepEqual(await differences(), [])
        }),
        { numRuns: 8 },
      )
    })

    test('a flush that updates one hour and inserts another leaves the sums of both', async () => {
      const { database } = opened
      const hour = new Date('2026-03-01T08:00:00Z')
      for (const shown of [3, 5]) {
        await take({ kind: 'flush', hour, section: 'courts', shown })
        await take({ kind: 'flush', hour: new Date(hour.getTime() + HOUR_MS), section: 'courts', shown })
        assert.deepEqual(await differences(), [])
      }
      const [row] = await database.query<{ shown: number }>('select sum(shown) as shown from appeal_hours')
      assert.ok(Number(row?.shown) >= 2 * 16)
    })

    test('a rollup that was damaged is found, and mended by a rebuild', async () => {
      await opened.database.query(
        `insert into movement_days values ('2026-01-01', 'USD', 'monthly', 'new', '', 1, 500)
         on conflict (day, currency, cadence, kind, cause) do update set movements = movement_days.movements + 1`,
      )
      assert.deepEqual(await differences(), [{ table: 'movement_days', rows: 1 }])
      await opened.database.inTransaction(rebuildRollups)
      assert.deepEqual(await differences(), [])
    })

    test('after a change of the time zone the days and the rollups are those of the new one', async () => {
      const { database } = opened
      const at = new Date('2026-03-01T22:00:00Z')
      await take({
        kind: 'payment',
        at,
        availableAt: at,
        amount: 1,
        cadence: 'once',
      })
      await compactRollups(database)
      const daysOf = async () => {
        const rows = await database.query<{ day: string }>(
          `select day from ledger_figures where basis = 'occurred' and amount = 1`,
        )
        return rows.map(({ day }) => day)
      }
      assert.ok((await daysOf()).includes('2026-03-01'))
      await prepareCalendar(database, calendarOf('Asia/Tokyo'), NOW)
      assert.ok((await daysOf()).includes('2026-03-02'))
      assert.deepEqual(await differences(), [])
      await prepareCalendar(database, CALENDAR, NOW)
      assert.ok((await daysOf()).includes('2026-03-01'))
    })

    test('figures beyond the last day get their own day once the calendar is extended', async () => {
      const { database } = opened
      const at = new Date('2031-07-06T12:00:00Z')
      await take({ kind: 'payment', at, availableAt: at, amount: 3, cadence: 'once' })
      await compactRollups(database)
      const days = async () =>
        (
          await database.query<{ day: string }>(
            `select day from ledger_figures where basis = 'occurred' and amount = 3`,
          )
        ).map(({ day }) => day)
      assert.deepEqual(await days(), ['2029-12-31'])
      await prepareCalendar(database, CALENDAR, at)
      assert.deepEqual(await days(), ['2031-07-06'])
      assert.deepEqual(await differences(), [])
    })
  })
}
