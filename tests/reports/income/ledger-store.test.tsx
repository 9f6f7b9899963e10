import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { render } from 'preact-render-to-string'
import type { Currency } from '../../../src/money/currency.ts'
import { type Calendar, calendarOf } from '../../../src/platform/calendar.ts'
import type { Queryable } from '../../../src/platform/database/database.ts'
import { chargeRatesOf } from '../../../src/reports/income/charge-rates.ts'
import { IncomeTiles } from '../../../src/reports/income/income-tiles-panel.tsx'
import { type LedgerPart, readLedger } from '../../../src/reports/income/ledger-export-store.ts'
import { findFirstLedgerDay, findLedgerSums } from '../../../src/reports/income/ledger-sums-store.ts'
import { SettledTotal } from '../../../src/reports/income/settled-months-panel.tsx'
import { findSettledRates } from '../../../src/reports/rates/settled-rate-store.ts'
import { prepareCalendar } from '../../../src/reports/rollups/calendar-store.ts'
import { compactRollups } from '../../../src/reports/rollups/rollup-store.ts'
import { ENGINES, type Opened } from '../../given/resources/engines.ts'

const NOW = new Date('2026-11-29T12:00:00Z')
const ZONES = ['America/Vancouver', 'Asia/Kathmandu', 'Pacific/Kiritimati'].map(calendarOf)
const GAINS = ['payment', 'refund-failed', 'dispute-reinstated']
const CURRENCIES: Currency[] = ['USD', 'EUR', 'JPY']
/** So many entries stand on the edge of a batch. */
const BATCH = 3

/** Few moments near the ends of days and months, so that many entries share one. */
const someMoment = fc
  .record({
    day: fc.constantFrom('2026-02-28', '2026-03-01', '2026-10-31', '2026-11-01'),
    hour: fc.constantFrom('00:00:00', '07:59:59.999999', '08:00:00', '10:00:00', '18:15:00', '23:59:59'),
  })
  .map(({ day, hour }) => `${day}T${hour}Z`)

const someEntry = fc.record({
  kind: fc.constantFrom(...GAINS, 'payment-failed', 'refund', 'dispute'),
  occurredAt: someMoment,
  availableAt: fc.option(someMoment),
  currency: fc.constantFrom(...CURRENCIES),
  amount: fc.integer({ min: 1, max: 900_000 }),
  settledCurrency: fc.constantFrom<Currency[]>('USD', 'EUR'),
  settledAmount: fc.integer({ min: 1, max: 900_000 }),
  fee: fc.integer({ min: 0, max: 2_000 }),
  cadence: fc.option(fc.constantFrom('once', 'monthly', 'yearly', 'other')),
  chargedAt: fc.option(someMoment),
  exchangeRate: fc.option(fc.constantFrom(0.5, 1.12, 150)),
})
type Entry = { id: string } & (typeof someEntry extends fc.Arbitrary<infer Value> ? Value : never)

const somePart: fc.Arbitrary<LedgerPart> = fc
  .record({
    days: fc.tuple(
      fc.constantFrom('2026-02-28', '2026-03-01', '2026-10-30', '2026-10-31', '2026-11-01'),
      fc.constantFrom('2026-02-28', '2026-03-01', '2026-10-31', '2026-11-01', '2026-11-02'),
    ),
    basis: fc.constantFrom<LedgerPart['basis'][]>('occurred', 'available'),
    currency: fc.option(fc.constantFrom(...CURRENCIES)),
  })
  .map(({ days, ...part }) => {
    const [from = '', to = ''] = [...days].sort()
    return { from, to, ...part }
  })

const signOf = ({ kind }: Entry): number => (GAINS.includes(kind) ? 1 : -1)

/** The whole ledger, entry by entry: what the report must come to. */
const referenceOf = (ledger: readonly Entry[], part: LedgerPart, calendar: Calendar) => {
  const figures = new Map<string, number>()
  const add = (metric: string, currency: string, minor: number) =>
    figures.set(`${metric} ${currency}`, (figures.get(`${metric} ${currency}`) ?? 0) + minor)
  const own = ledger.filter((entry) => {
    const at = part.basis === 'occurred' ? entry.occurredAt : (entry.availableAt ?? entry.occurredAt)
    const day = calendar.dayAt(new Date(at))
    return day >= part.from && day <= part.to && (part.currency ?? entry.currency) === entry.currency
  })
  for (const entry of own) {
    const amount = signOf(entry) * entry.amount
    for (const metric of ['gross', 'refunds', 'disputes']) add(metric, entry.currency, 0)
    if (entry.kind.startsWith('payment')) {
      add('gross', entry.currency, amount)
      add('payments', '', signOf(entry))
    } else add(entry.kind.startsWith('refund') ? 'refunds' : 'disputes', entry.currency, -amount)
    add('fees', entry.settledCurrency, entry.fee)
    for (const metric of ['net', 'settled-net'])
      add(metric, entry.settledCurrency, signOf(entry) * entry.settledAmount - entry.fee)
  }
  return { ids: own.map(({ id }) => id).sort(), figures }
}

const insert = (database: Queryable, entry: Entry): Promise<unknown> =>
  database.query(
    `insert into ledger_entries (balance_transaction_id, kind, supporter_id, charge_id, occurred_at, available_at, currency,
       amount, settled_currency, settled_amount, fee, net, recorded_at, cadence, charged_at, exchange_rate)
     values ($1, $2, $3, $4, $5, $6, $7, $8::bigint, $9, $10::bigint, $11::bigint, $10::bigint - $11::bigint, $12, $13, $14, $15)`,
    [
      entry.id,
      entry.kind,
      randomUUID(),
      randomUUID(),
      entry.occurredAt,
      entry.availableAt,
      entry.currency,
      signOf(entry) * entry.amount,
      entry.settledCurrency,
      signOf(entry) * entry.settledAmount,
      entry.fee,
      NOW,
      entry.cadence,
      entry.chargedAt,
      entry.exchangeRate,
    ],
  )

/** The figures that a program reads in the page. */
const shownFigures = (html: string): Map<string, number> =>
  new Map(
    [...html.matchAll(/data-metric="([^"]+)"(?: data-currency="([A-Z]+)")? value="(-?\d+)"/g)].map(
      ([, metric = '', currency = '', value = '']) => [`${metric} ${currency}`, Number(value)],
    ),
  )

const STATE = { eventAt: null, listedAt: null, reconciledAt: null, waitingSince: null }

for (const [name, open] of ENGINES) {
  describe(`income on ${name}`, () => {
    let opened: Opened
    const ledger: Entry[] = []
    before(async () => {
      opened = await open({ isMigrated: true })
      assert.equal(await findFirstLedgerDay(opened.database), null)
    })
    after(() => opened.close())

    const pageOf = async (part: LedgerPart): Promise<Map<string, number>> => {
      const rows = await findLedgerSums(opened.database, part, { ...part, by: 'month' })
      const counted = { language: 'en', timeZone: 'UTC', period: '', state: STATE } as const
      const payouts = [...new Set(rows.map(({ settledCurrency }) => settledCurrency))]
      return shownFigures(
        render(
          <>
            <IncomeTiles rows={rows} before={null} usual="USD" counted={counted} />
            {payouts.map((currency) => (
              <SettledTotal key={currency} currency={currency} rows={rows} counted={counted} />
            ))}
          </>,
        ),
      )
    }
    const exportOf = async (part: LedgerPart) => {
      const entries = []
      for await (const entry of readLedger(opened.database, part, BATCH)) entries.push(entry)
      return entries
    }

    /** The latest converted payment of each pair of currencies, on the last day on which it has payments. */
    const checkRates = async (calendar: Calendar): Promise<void> => {
      const payments = ledger
        .filter((entry) => entry.kind === 'payment' && entry.currency !== entry.settledCurrency)
        .map((entry) => ({ ...entry, day: calendar.dayAt(new Date(entry.occurredAt)) }))
        .sort((one, other) =>
          `${one.occurredAt} ${one.id}`.localeCompare(`${other.occurredAt} ${other.id}`, 'en'),
        )
      const expected = new Map<string, number>()
      for (const { currency, settledCurrency } of payments) {
        const own = payments.filter(
          (each) => each.currency === currency && each.settledCurrency === settledCurrency,
        )
        const last = own.at(-1)?.day
        const rated = own.findLast((each) => each.day === last && each.exchangeRate !== null)
        if (rated?.exchangeRate) expected.set(`${currency} ${settledCurrency}`, rated.exchangeRate)
      }
      const found = await findSettledRates(opened.database)
      assert.deepEqual(
        Object.fromEntries(
          found.map((each) => [`${each.currency} ${each.settledCurrency}`, each.exchangeRate]),
        ),
        Object.fromEntries(expected),
      )
    }

    const checkCharges = async (part: LedgerPart, calendar: Calendar): Promise<void> => {
      const { from, to, currency } = part
      const own = ledger.filter((entry) => {
        const day = calendar.dayAt(new Date(entry.chargedAt ?? entry.occurredAt))
        return day >= from && day <= to && (currency ?? entry.currency) === entry.currency
      })
      const count = (kind: string): number => own.filter((entry) => entry.kind === kind).length
      const rows = await findLedgerSums(opened.database, part, { basis: 'charged', by: 'month', currency })
      assert.deepEqual(chargeRatesOf(rows), {
        charges: count('payment') - count('payment-failed'),
        refunds: count('refund') - count('refund-failed'),
        disputes: count('dispute'),
      })
    }

    const check = async (part: LedgerPart, calendar: Calendar): Promise<void> => {
      await checkCharges(part, calendar)
      const { ids, figures } = referenceOf(ledger, part, calendar)
      const shown = await pageOf(part)
      for (const [key, value] of figures) assert.equal(shown.get(key), value, key)
      for (const [key, value] of shown) assert.equal(figures.get(key) ?? 0, value, key)
      const exported = await exportOf(part)
      assert.deepEqual(exported.map((entry) => entry.balanceTransactionId).sort(), ids)
      const net = exported.reduce((sum, entry) => sum + entry.net, 0)
      const [dollars = 0, euros = 0] = ['USD', 'EUR'].map((currency) => shown.get(`settled-net ${currency}`))
      assert.equal(net, dollars + euros)
      for (const { occurredOn, occurredAt } of exported) assert.equal(occurredOn, calendar.dayAt(occurredAt))
      const byId = new Map(ledger.map((entry) => [entry.id, entry]))
      for (const { balanceTransactionId, availableOn, cadence } of exported) {
        const { availableAt = null, cadence: own } = byId.get(balanceTransactionId) ?? {}
        assert.deepEqual([availableOn, cadence], [availableAt && calendar.dayAt(new Date(availableAt)), own])
      }
    }

    test('the export asks for the next batch only when the one before was taken', async () => {
      await prepareCalendar(opened.database, calendarOf('UTC'), NOW)
      const [entry] = fc.sample(someEntry, 1)
      for (let count = 0; count < 2 * BATCH; count++) {
        ledger.push({ ...(entry as Entry), occurredAt: '2026-03-01T08:00:00Z', id: `txn_${randomUUID()}` })
        await insert(opened.database, ledger.at(-1) as Entry)
      }
      const sizes: number[] = []
      const counting: Queryable = {
        query: async (sql, values) => {
          const rows = await opened.database.query(sql, values)
          sizes.push(rows.length)
          return rows as never
        },
      }
      const part = { from: '2026-03-01', to: '2026-03-01', basis: 'occurred', currency: null } as const
      const seen: number[] = []
      for await (const _entry of readLedger(counting, part, BATCH)) seen.push(sizes.length)
      assert.deepEqual(seen, [1, 1, 1, 2, 2, 2])
      assert.deepEqual(sizes, [BATCH, BATCH, 0])
    })

    test('page and export are the ledger to the cent, in any zone, period, currency and basis', async () => {
      for (const calendar of ZONES) {
        await prepareCalendar(opened.database, calendar, NOW)
        await fc.assert(
          fc.asyncProperty(
            fc.array(someEntry, { maxLength: 6 }),
            fc.array(somePart),
            async (entries, parts) => {
              for (const entry of entries) {
                ledger.push({ ...entry, id: `txn_${randomUUID()}` })
                await insert(opened.database, ledger.at(-1) as Entry)
              }
              // The job may have come by or not.
              if (entries.length % 2 === 0) await compactRollups(opened.database)
              for (const part of parts) await check(part, calendar)
              await checkRates(calendar)
            },
          ),
          { numRuns: 3 },
        )
        const days = ledger.map(({ occurredAt }) => calendar.dayAt(new Date(occurredAt)))
        assert.equal(await findFirstLedgerDay(opened.database), days.sort()[0])
      }
    })
  })
}
