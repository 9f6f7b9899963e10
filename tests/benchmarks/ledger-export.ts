import { calendarOf } from '../../src/platform/calendar.ts'
import type { Database } from '../../src/platform/database/database.ts'
import { dayOf } from '../../src/reports/rollups/rollups.ts'
import type { Get } from '../given/report-server.ts'
import type { Row } from './bench.ts'

const GOAL_MB = 64
const EVERY_MS = 100

type Needs = { get: Get; database: Database; now: Date }

/** Measures how far the memory of this process grows while about `rows` latest ledger entries are downloaded. */
export const measureExport = async ({ get, database, now }: Needs, rows: number): Promise<Row> => {
  const [first] = await database.query<{ day: string; rows: number }>(
    `select ${dayOf('occurred_at')} as day, count(*) over () as rows
     from (select occurred_at from ledger_entries order by occurred_at desc limit $1::bigint) as latest
     order by occurred_at limit 1`,
    [rows],
  )
  const days = new URLSearchParams({ from: first?.day ?? '', to: calendarOf('Europe/Riga').dayAt(now) })
  // The first, small download loads all that every download needs.
  await get(`/staff/reports/income/ledger.csv?${new URLSearchParams({ from: days.get('to') ?? '' })}`)
  globalThis.gc?.()
  const before = residentMb()
  let peak = before
  const sampling = setInterval(() => {
    peak = Math.max(peak, residentMb())
  }, EVERY_MS)
  const { ms, bytes } = await get(`/staff/reports/income/ledger.csv?${days}`)
  clearInterval(sampling)
  const grown = peak - before
  return {
    what: `export of ${first?.rows ?? 0} ledger entries`,
    measured: `${grown.toFixed(0)} MB more memory, ${(ms / 1000).toFixed(1)} s`,
    beside: `${(bytes / 1e6).toFixed(0)} MB of CSV, read in the same process`,
    goal: `under ${GOAL_MB} MB more`,
    reached: grown < GOAL_MB,
  }
}

const residentMb = (): number => process.memoryUsage().rss / 2 ** 20
