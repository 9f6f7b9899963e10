import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { findCampaignNames } from '../../../src/campaigns/campaign-names-store.ts'
import { createCampaign, saveVersion } from '../../../src/campaigns/campaign-store.ts'
import { type Calendar, calendarOf } from '../../../src/platform/calendar.ts'
import type { Database } from '../../../src/platform/database/database.ts'
import {
  FUNNEL_GROUPS,
  type FunnelGroup,
  findFirstAppealDay,
  findFunnelSums,
  findPaymentSums,
} from '../../../src/reports/appeal/appeal-sums-store.ts'
import { exactFunnel } from '../../../src/reports/appeal/funnel.ts'
import { prepareCalendar } from '../../../src/reports/rollups/calendar-store.ts'
import { compactRollups } from '../../../src/reports/rollups/rollup-store.ts'
import {
  findRemindedSums,
  findReminderSums,
  findShownSums,
  findSnoozeSums,
} from '../../../src/reports/snoozes/snooze-sums-store.ts'
import { addStaff } from '../../../src/staff/staff-store.ts'
import { someSettings } from '../../campaigns/given-settings.ts'
import { ENGINES, type Opened } from '../../given/resources/engines.ts'

const NOW = new Date('2026-11-29T12:00:00Z')
const ZONES = ['America/Vancouver', 'Asia/Kathmandu'].map(calendarOf)
/** The newsroom reads the tables of readers and of the demo together. */
const PREFIXES = ['', 'demo_'] as const

/** Hours near the ends of days and months in both zones. */
const someHour = fc.constantFrom(
  '2026-10-31T10:00:00Z',
  '2026-10-31T18:00:00Z',
  '2026-11-01T07:00:00Z',
  '2026-11-01T08:00:00Z',
  '2026-11-02T09:00:00Z',
)
const someDay = fc.constantFrom('2026-10-30', '2026-10-31', '2026-11-01', '2026-11-02')
const part = {
  prefix: fc.constantFrom(...PREFIXES),
  campaign: fc.constantFrom('letter', '7'),
  form: fc.constantFrom('end', 'bar'),
  section: fc.constantFrom('courts', 'life'),
}
const count = fc.integer({ min: 1, max: 60 })

const someAppeal = fc.record({
  ...part,
  hour: someHour,
  variant: fc.constantFrom('a', 'b'),
  shown: count,
  more: count,
})
const someSnooze = fc.record({ ...part, hour: someHour, length: fc.constantFrom('7d', '3m', 'never'), count })
const someReminder = fc.record({ prefix: part.prefix, day: someDay, count: fc.integer({ min: -3, max: 9 }) })
const somePayment = fc.record({
  ...part,
  day: someDay,
  variant: fc.constantFrom('a', 'b'),
  reminded: fc.constantFrom('', '2026-09', '2026-10'),
  currency: fc.constantFrom('USD', 'EUR'),
  cadence: fc.constantFrom('once', 'monthly', 'yearly'),
  count,
  amount: fc.integer({ min: 1, max: 90_000 }),
})
type ValueOf<T> = T extends fc.Arbitrary<infer Value> ? Value : never

/** Random rows, without two that share a primary key. */
const someRows = fc.record({
  appeals: fc.uniqueArray(someAppeal, {
    maxLength: 14,
    selector: (row) => [row.prefix, row.hour, row.campaign, row.variant, row.form, row.section].join(),
  }),
  snoozes: fc.uniqueArray(someSnooze, {
    maxLength: 14,
    selector: (row) => [row.prefix, row.hour, row.campaign, row.form, row.section, row.length].join(),
  }),
  reminders: fc.uniqueArray(someReminder, { maxLength: 6, selector: (row) => `${row.prefix} ${row.day}` }),
  payments: fc.uniqueArray(somePayment, {
    maxLength: 14,
    selector: ({ count: _count, amount: _amount, ...key }) => Object.values(key).join(),
  }),
})
type Rows = ValueOf<typeof someRows>

const TABLES = ['appeal_hours', 'appeal_snoozes', 'reminder_days', 'appeal_payments']

const write = async (database: Database, { appeals, snoozes, reminders, payments }: Rows): Promise<void> => {
  for (const table of TABLES.flatMap((name) => PREFIXES.map((prefix) => `${prefix}${name}`)))
    await database.query(`delete from ${table}`)
  for (const { prefix, hour, campaign, variant, form, section, shown, more } of appeals)
    await database.query(
      `insert into ${prefix}appeal_hours values ($1, $2, $3, $4, $5, $6::bigint + $7::bigint, $6, $6::bigint - 1, $7, 1, 1)`,
      [hour, campaign, variant, form, section, shown, more],
    )
  for (const { prefix, hour, campaign, form, section, length, count: times } of snoozes)
    await database.query(`insert into ${prefix}appeal_snoozes values ($1, $2, $3, $4, $5, $6)`, [
      hour,
      campaign,
      form,
      section,
      length,
      times,
    ])
  for (const { prefix, day, count: times } of reminders)
    await database.query(`insert into ${prefix}reminder_days values ($1, $2)`, [day, times])
  for (const { prefix, ...row } of payments)
    await database.query(
      `insert into ${prefix}appeal_payments values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        row.day,
        row.campaign,
        row.variant,
        row.form,
        row.section,
        row.reminded,
        row.currency,
        row.cadence,
        row.count,
        row.amount,
      ],
    )
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0)

type Asked = { from: string; to: string; by: FunnelGroup; key: string; calendar: Calendar }

/** Adds up the rows of one group one by one: what the report must come to. */
const referenceOf = ({ appeals, snoozes, payments }: Rows, { from, to, by, key, calendar }: Asked) => {
  const isIn = (day: string): boolean => day >= from && day <= to
  const own = appeals.filter((row) => row[by] === key && isIn(calendar.dayAt(new Date(row.hour))))
  const snoozed = snoozes.filter((row) => row[by] === key && isIn(calendar.dayAt(new Date(row.hour))))
  const paid = payments.filter((row) => row[by] === key && isIn(row.day))
  return {
    eligible: total(own.map(({ shown, more }) => shown + more)),
    shown: total(own.map(({ shown }) => shown)),
    seen: total(own.map(({ shown }) => shown - 1)),
    give: total(own.map(({ more }) => more)),
    dismissed: own.length,
    checkouts: own.length,
    snoozes: total(snoozed.map(({ count: times }) => times)),
    paid: total(paid.map(({ count: times }) => times)),
    money: (['EUR', 'USD'] as const).map((currency) => {
      const ofCurrency = paid.filter((row) => row.currency === currency)
      return [
        total(ofCurrency.map(({ amount }) => amount)),
        total(ofCurrency.map(({ amount, cadence }) => (cadence === 'monthly' ? 12 * amount : amount))),
      ]
    }),
  }
}

const KEYS: Record<FunnelGroup, readonly string[]> = {
  campaign: ['letter', '7'],
  form: ['end', 'bar'],
  section: ['courts', 'life'],
}

for (const [name, open] of ENGINES)
  describe(`sums of the appeal on ${name}`, () => {
    let opened: Opened
    before(async () => {
      opened = await open({ isMigrated: true })
    })
    after(() => opened.close())

    const reportOf = async ({ from, to, by, key }: Asked) => {
      const choice = { by, span: 'month', currency: null } as const
      const [steps, payments] = await Promise.all([
        findFunnelSums(opened.database, { from, to }, choice),
        findPaymentSums(opened.database, { from, to }, choice),
      ])
      const isOwn = (row: { key: string }): boolean => row.key === key
      const { money, otherMoney, ...counts } = exactFunnel({
        steps: steps.filter(isOwn),
        payments: payments.filter(isOwn),
      })
      return {
        ...counts,
        money: (['EUR', 'USD'] as const).map((currency) => {
          const { amount, annualAmount } = money.get(currency) ?? otherMoney
          return [amount, annualAmount]
        }),
      }
    }

    test('each group is the sum of its rows, in every zone, before and after the sums are moved', async () => {
      const { database } = opened
      for (const calendar of ZONES) {
        await prepareCalendar(database, calendar, NOW)
        await fc.assert(
          fc.asyncProperty(
            someRows,
            fc.array(someDay, { minLength: 2, maxLength: 2 }),
            async (rows, days) => {
              await write(database, rows)
              const [from = '', to = ''] = days.sort()
              for (const by of FUNNEL_GROUPS)
                for (const key of KEYS[by]) {
                  const asked = { from, to, by, key, calendar }
                  const expected = referenceOf(rows, asked)
                  assert.deepEqual(await reportOf(asked), expected)
                }
              await compactRollups(database)
              const asked = { from, to, by: 'section', key: 'courts', calendar } as const
              assert.deepEqual(await reportOf(asked), referenceOf(rows, asked))
            },
          ),
          { numRuns: 5 },
        )
      }
    })

    test('snoozes, reminders and payments after them are the sums of their rows', async () => {
      const { database } = opened
      const [calendar] = ZONES
      assert.ok(calendar)
      await prepareCalendar(database, calendar, NOW)
      const monthAt = (hour: string): string => calendar.dayAt(new Date(hour)).slice(0, 7)
      const period = { from: '2026-10-01', to: '2026-11-30' }
      await fc.assert(
        fc.asyncProperty(someRows, async (rows) => {
          await write(database, rows)
          for (const { month, length, snoozes } of await findSnoozeSums(database, period)) {
            const own = rows.snoozes.filter((row) => monthAt(row.hour) === month && row.length === length)
            assert.equal(snoozes, total(own.map((row) => row.count)))
          }
          const snoozed = await findSnoozeSums(database, period)
          assert.equal(
            total(snoozed.map(({ snoozes }) => snoozes)),
            total(rows.snoozes.map((row) => row.count)),
          )
          const shown = await findShownSums(database, period)
          assert.equal(total(shown.map((row) => row.shown)), total(rows.appeals.map((row) => row.shown)))
          const due = await findReminderSums(database, { from: '2026-10-31', to: '2026-11-01' })
          for (const { day, reminders } of due)
            assert.equal(
              reminders,
              total(rows.reminders.filter((row) => row.day === day).map((row) => row.count)),
            )
          const reminded = await findRemindedSums(database, { from: '2026-10', to: '2026-10' })
          const gave = rows.payments.filter((row) => row.reminded === '2026-10')
          assert.equal(total(reminded.map(({ payments }) => payments)), total(gave.map((row) => row.count)))
        }),
        { numRuns: 6 },
      )
    })

    test('one currency leaves the others out; the first day is that of the first appeal', async () => {
      const { database } = opened
      const place = { prefix: '', campaign: '7', form: 'bar', section: 'life', variant: 'a' } as const
      const row = {
        ...place,
        day: '2026-11-01',
        reminded: '',
        cadence: 'once',
        count: 1,
        amount: 500,
      } as const
      await write(database, { appeals: [], snoozes: [], reminders: [], payments: [] })
      await compactRollups(database)
      assert.equal(await findFirstAppealDay(database), null)
      await write(database, {
        appeals: [{ ...place, hour: '2026-11-01T08:00:00Z', shown: 5, more: 0 }],
        snoozes: [],
        reminders: [],
        payments: [
          { ...row, currency: 'USD' },
          { ...row, currency: 'EUR', amount: 700 },
        ],
      })
      assert.equal(await findFirstAppealDay(database), '2026-11-01')
      const days = { from: '2026-11-01', to: '2026-11-01' }
      assert.deepEqual(
        await findPaymentSums(database, days, { by: 'campaign', span: 'day', currency: 'EUR' }),
        [{ span: '2026-11-01', key: '7', currency: 'EUR', payments: 1, amount: 700, annualAmount: 700 }],
      )
    })

    test('campaigns have the name of their newest version', async () => {
      const { database } = opened
      const staffId = randomUUID()
      await addStaff(database, { id: staffId, name: `Vera ${staffId}`, passwordHash: null }, NOW)
      const settings = someSettings()
      const { number } = await database.inTransaction((transaction) =>
        createCampaign(transaction, { settings, staffId, formKey: staffId }, NOW),
      )
      await database.inTransaction((transaction) =>
        saveVersion(
          transaction,
          { campaign: number, basedOn: 1, settings: { ...settings, name: 'Winter' }, staffId },
          NOW,
        ),
      )
      assert.deepEqual([...(await findCampaignNames(database, [number, 999]))], [[number, 'Winter']])
      assert.deepEqual([...(await findCampaignNames(database, []))], [])
    })
  })
