import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { calendarOf } from '../../../src/platform/calendar.ts'
import { MIGRATIONS, migrate } from '../../../src/platform/database/migrate.ts'
import { findAttemptSums, findFailureSums } from '../../../src/reports/at-risk/failure-sums-store.ts'
import { prepareCalendar } from '../../../src/reports/rollups/calendar-store.ts'
import { recordAudit } from '../../../src/staff/audit-store.ts'
import { recordPayLinkUse } from '../../../src/supporters/pay/mailed-invoice-store.ts'
import { ENGINES, type Opened } from '../../given/resources/engines.ts'

const NOW = new Date('2026-11-29T12:00:00Z')
const STAFF = randomUUID()
const at = (hour: number): Date => new Date(Date.parse('2026-11-01T00:00:00Z') + hour * 3_600_000)

type Case = {
  name: string
  /** Hours at which charges failed. */
  failed: number[]
  payLink?: number
  staffLink?: number
  /** The hour of the payment, and the attempts that Stripe counts in the end. Null: not paid. */
  paid: number | null
  attempts: number
  outcome: string | null
}

const CASES: Case[] = [
  { name: 'paid at once', failed: [], paid: 0, attempts: 1, outcome: null },
  { name: 'the second attempt of Stripe', failed: [0], paid: 24, attempts: 2, outcome: 'retry-2' },
  { name: 'the third', failed: [0, 24], paid: 72, attempts: 3, outcome: 'retry-3' },
  { name: 'our email', failed: [0], payLink: 5, paid: 6, attempts: 1, outcome: 'email' },
  {
    name: 'our email, after two failures',
    failed: [0, 24],
    payLink: 30,
    paid: 50,
    attempts: 2,
    outcome: 'email',
  },
  // After a hard decline Stripe counts attempts that it does not make.
  { name: 'within an hour of it', failed: [0], payLink: 47.5, paid: 48, attempts: 3, outcome: 'email' },
  {
    name: 'the link, then a retry a day later',
    failed: [0],
    payLink: 1,
    paid: 24,
    attempts: 2,
    outcome: 'retry-2',
  },
  {
    name: 'a link that was used after the payment',
    failed: [0],
    payLink: 26,
    paid: 24,
    attempts: 2,
    outcome: 'retry-2',
  },
  { name: 'staff', failed: [0], staffLink: 3, paid: 4, attempts: 1, outcome: 'staff' },
  { name: 'staff, then a retry', failed: [0], staffLink: 3, paid: 24, attempts: 2, outcome: 'retry-2' },
  {
    name: 'staff and our email',
    failed: [0],
    staffLink: 3,
    payLink: 4,
    paid: 4.5,
    attempts: 1,
    outcome: 'email',
  },
  { name: 'the supporter', failed: [0], paid: 4, attempts: 1, outcome: 'supporter' },
  { name: 'nobody', failed: [0], staffLink: 1, payLink: 2, paid: null, attempts: 4, outcome: 'lost' },
]

for (const [name, open] of ENGINES)
  describe(`failed charges on ${name}`, () => {
    let opened: Opened
    before(async () => {
      opened = await open()
      await migrate(opened.database, MIGRATIONS)
      await prepareCalendar(opened.database, calendarOf('UTC'), NOW)
      await opened.database.query(
        `insert into staff (id, name, password_hash, created_at, roles) values ($1, 'ann', '', $2, '{finance}')`,
        [STAFF, NOW],
      )
      for (const [index, each] of CASES.entries()) await take(`${index}`, each)
    })
    after(() => opened.close())

    const charge = (id: string, status: string, hour: number) =>
      opened.database.query(
        `insert into stripe_charges (id, customer_id, payment_intent_id, status, currency, amount, created_at, is_disputed,
           failure_reason) values ($1, $2, $3, $4, 'USD', 500, $5, false, $6)`,
        [randomUUID(), `cus_${id}`, `pi_${id}`, status, at(hour), status === 'failed' ? id : null],
      )

    const take = async (id: string, { failed, payLink, staffLink, paid, attempts }: Case): Promise<void> => {
      const { database } = opened
      const save = (isPaid: boolean) =>
        database.query(
          `insert into stripe_invoices (id, customer_id, subscription_id, status, currency, amount_paid, annual_amount,
             period_end, created_at, attempts, paid_at)
           values ($1, $2, 'sub', $3, 'USD', $4, 6000, $5, $6, $7, $8)
           on conflict (id) do update set status = excluded.status, attempts = excluded.attempts, paid_at = excluded.paid_at`,
          [
            `in_${id}`,
            `cus_${id}`,
            isPaid ? 'paid' : 'open',
            isPaid ? 500 : 0,
            at(24 * 30),
            at(0),
            attempts,
            isPaid && paid !== null ? at(paid) : null,
          ],
        )
      await database.query('insert into stripe_customers (id) values ($1)', [`cus_${id}`])
      await save(false)
      await database.query('insert into stripe_invoice_payments values ($1, $2)', [`pi_${id}`, `in_${id}`])
      for (const hour of failed) await charge(id, 'failed', hour)
      if (staffLink !== undefined)
        await recordAudit(
          database,
          { staffId: STAFF, action: 'sign-in-link', subject: `cus_${id}` },
          at(staffLink),
        )
      if (payLink !== undefined) await recordPayLinkUse(database, `in_${id}`, at(payLink))
      if (paid === null) return
      await charge(id, 'succeeded', paid)
      await save(true)
    }

    for (const [index, { name: way, outcome }] of CASES.entries())
      test(`recovered by: ${way}`, async () => {
        const sums = await findFailureSums(opened.database, { from: '2026-11-01', to: '2026-11-01' })
        const own = sums.filter(({ reason }) => reason === `${index}`)
        assert.deepEqual(
          own.map((each) => [each.outcome, each.invoices]),
          outcome === null ? [] : [[outcome, 1]],
        )
      })

    test('12 of 13 first charges failed, by the day of the first charge', async () => {
      const { database } = opened
      assert.deepEqual(await findAttemptSums(database, { from: '2026-11-01', to: '2026-11-01' }), [
        { currency: 'USD', invoices: 13, failed: 12 },
      ])
      assert.deepEqual(await findAttemptSums(database, { from: '2026-11-02', to: '2026-11-29' }), [])
    })
  })
