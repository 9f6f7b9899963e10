import { parseArgs } from 'node:util'
import { calendarOf } from '../../src/platform/calendar.ts'
import type { Database } from '../../src/platform/database/database.ts'
import { MIGRATIONS, migrate } from '../../src/platform/database/migrate.ts'
import { pgliteDatabase } from '../../src/platform/database/pglite-database.ts'
import { postgresDatabase } from '../../src/platform/database/postgres-database.ts'
import { prepareCalendar } from '../../src/reports/rollups/calendar-store.ts'
import { type Keep, keeping } from '../given/keep.ts'
import { type Get, serveReports } from '../given/report-server.ts'
import { givenDirectory } from '../given/resources/directories.ts'
import { startPostgres } from '../given/resources/postgres-server.ts'
import { provision } from '../given/resources/provision.ts'
import type { Row } from './bench.ts'
import { measureExport } from './ledger-export.ts'
import { makeHistory } from './supporter-history.ts'

const MONTHS = 36
const GOAL_MS = 300
const EMBEDDED_GOAL_MS = 500
/** A page of a large newsroom may take this many times as long as the page of a small one. */
const GOAL_RATIO = 2

const PERIODS = ['12-months', 'all']
const PAGES = [
  '/staff',
  ...['supporters', 'movements', 'cohorts', 'at-risk', 'income', 'appeal', 'snoozes'].flatMap((name) =>
    PERIODS.map((period) => `/staff/reports/${name}?period=${period}`),
  ),
]

type Sizes = {
  large: number
  small: number
  embedded: number
  rounds: number
  exported: number
  /** A database that an earlier run filled, instead of a new large one. */
  filled: string | null
}

// Read from the command line, so that a change can be tried small: npm run bench -- reports --large 20000
const readSizes = (): Sizes => {
  const options = { type: 'string' } as const
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: {
      large: options,
      small: options,
      embedded: options,
      rounds: options,
      exported: options,
      filled: options,
    },
  })
  const size = (name: Exclude<keyof Sizes, 'filled'>, usual: number): number => Number(values[name] ?? usual)
  return {
    large: size('large', 1_000_000),
    small: size('small', 10_000),
    embedded: size('embedded', 5_000),
    rounds: size('rounds', 40),
    exported: size('exported', 1_000_000),
    filled: values.filled ?? null,
  }
}

type Times = { p50: number; p95: number }
type Pages = Map<string, Times>

/** Measures every report page with many and with few supporters, and the export of the ledger. */
export const measureReports = async (): Promise<Row[]> => {
  const sizes = readSizes()
  let stop = async () => {}
  const keep = keeping((end) => {
    stop = end
  })
  try {
    const embedded = await measureEmbedded(sizes, keep)
    const small = await measureSize(sizes.small, sizes, keep)
    const large = await (sizes.filled === null
      ? measureSize(sizes.large, sizes, keep)
      : measureDatabase({ url: sizes.filled, now: new Date() }, sizes, keep))
    return [
      ...PAGES.map((page) => rowOf(page, { large: large.pages, small: small.pages }, sizes)),
      ...PAGES.map((page) => embeddedRow(page, embedded, sizes)),
      large.exported,
    ]
  } finally {
    await stop()
  }
}

// As a server is set up, but for durability, which only writes need.
const SETTINGS = ['jit=on', 'autovacuum=on', 'max_wal_size=16GB', 'bgwriter_lru_maxpages=100']

/** A fill and a comparison are single statements over millions of rows. */
const FILL_TIMEOUT_MS = 3_600_000

const measureSize = async (supporters: number, sizes: Sizes, keep: Keep) => {
  const server = keep(await startPostgres(provision({ withBrowser: false }), { more: SETTINGS }), (each) =>
    each.stop(),
  )
  const filling = postgresDatabase({ url: server.url, connections: 1, statementTimeoutMs: FILL_TIMEOUT_MS })
  const now = await fill(filling, supporters)
  await filling.close()
  return measureDatabase({ url: server.url, now }, sizes, keep)
}

const measureDatabase = async ({ url, now }: { url: string; now: Date }, sizes: Sizes, keep: Keep) => {
  const database = keep(postgresDatabase({ url, connections: 10, statementTimeoutMs: 30_000 }), (each) =>
    each.close(),
  )
  const get = await serveReports({ database, now }, keep)
  const pages = await measurePages(get, sizes.rounds)
  return { pages, exported: await measureExport({ get, database, now }, sizes.exported) }
}

const measureEmbedded = async ({ embedded, rounds }: Sizes, keep: Keep): Promise<Pages> => {
  const directory = keep(await givenDirectory(), (each) => each.remove())
  const database = keep(await pgliteDatabase(`${directory.path}/pglite`), (each) => each.close())
  const now = await fill(database, embedded)
  return measurePages(await serveReports({ database, now }, keep), rounds)
}

const fill = async (database: Database, supporters: number): Promise<Date> => {
  const now = new Date()
  await migrate(database, MIGRATIONS)
  await prepareCalendar(database, calendarOf('Europe/Riga'), now)
  const times = await makeHistory(database, { supporters, months: MONTHS, now })
  const total = [...times.values()].reduce((sum, seconds) => sum + seconds, 0)
  const steps = [...times].map(([name, seconds]) => `${name} ${seconds.toFixed(1)}`).join(', ')
  const [rows] = await database.query<{ ledger: number; movements: number }>(
    'select (select count(*) from ledger_entries) as ledger, (select count(*) from movements) as movements',
  )
  process.stdout.write(
    `${supporters} supporters, ${rows?.movements} movements and ${rows?.ledger} ledger entries on ${database.engine} in ${total.toFixed(0)} s (${steps})\n`,
  )
  return now
}

const WARM_UPS = 5

/** Asks for each page several times, one after another, in turns. */
const measurePages = async (get: Get, rounds: number): Promise<Pages> => {
  const times = new Map<string, number[]>(PAGES.map((page) => [page, []]))
  for (let round = 0; round < WARM_UPS + rounds; round += 1) {
    for (const page of PAGES) {
      const { ms } = await get(page)
      if (round >= WARM_UPS) times.get(page)?.push(ms)
    }
  }
  return new Map(
    [...times].map(([page, each]) => [page, { p50: quantile(each, 0.5), p95: quantile(each, 0.95) }]),
  )
}

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((one, other) => one - other)[Math.ceil(values.length * share) - 1] ?? Number.NaN

const NONE: Times = { p50: Number.NaN, p95: Number.NaN }
const inWords = ({ p50, p95 }: Times): string => `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`

const rowOf = (page: string, { large, small }: { large: Pages; small: Pages }, sizes: Sizes): Row => {
  const [of, beside] = [large.get(page) ?? NONE, small.get(page) ?? NONE]
  return {
    what: `${page}, ${sizes.large} supporters`,
    measured: inWords(of),
    beside: `${inWords(beside)} with ${sizes.small}`,
    goal: `p95 under ${GOAL_MS} ms, p50 at most ${GOAL_RATIO} times`,
    reached: of.p95 < GOAL_MS && of.p50 <= GOAL_RATIO * beside.p50,
  }
}

const embeddedRow = (page: string, pages: Pages, { embedded }: Sizes): Row => {
  const of = pages.get(page) ?? NONE
  return {
    what: `${page}, ${embedded} supporters on PGlite`,
    measured: inWords(of),
    beside: 'embedded defaults',
    goal: `p95 under ${EMBEDDED_GOAL_MS} ms`,
    reached: of.p95 < EMBEDDED_GOAL_MS,
  }
}
