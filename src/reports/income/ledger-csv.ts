import { money } from '../../money/money.ts'
import type { CsvCell } from '../export/csv-cell.ts'
import type { CsvAbout } from '../export/csv-header.ts'
import type { CsvTable } from '../export/csv-table.ts'
import type { ExportedEntry } from './ledger-export-store.ts'

const COLUMNS = [
  'balance_transaction',
  'charge',
  'kind',
  'day',
  'occurred_at',
  'currency',
  'amount',
  'settled_currency',
  'settled_amount',
  'fee',
  'net',
  'exchange_rate',
  'cadence',
  'available_on',
] as const

/** Returns the ledger as a table, one row for each entry. Rows are read while they are sent. */
export const ledgerTable = (
  entries: AsyncIterable<ExportedEntry>,
  about: Pick<CsvAbout, 'title' | 'query' | 'timeZone'>,
): CsvTable => ({
  about: {
    ...about,
    name: 'ledger',
    metrics: [
      ['amount', 'kept'],
      ['fee', 'fees'],
      ['net', 'settled-net'],
    ],
  },
  columns: COLUMNS,
  rows: rowsOf(entries),
})

async function* rowsOf(entries: AsyncIterable<ExportedEntry>): AsyncGenerator<CsvCell[]> {
  for await (const entry of entries) {
    const { currency, settledCurrency, exchangeRate } = entry
    yield [
      entry.balanceTransactionId,
      entry.chargeId,
      entry.kind,
      entry.occurredOn,
      entry.occurredAt.toISOString(),
      currency,
      money(entry.amount, currency),
      settledCurrency,
      money(entry.settledAmount, settledCurrency),
      money(entry.fee, settledCurrency),
      money(entry.net, settledCurrency),
      exchangeRate === null ? null : { decimal: exchangeRate },
      entry.cadence,
      entry.availableOn,
    ]
  }
}
