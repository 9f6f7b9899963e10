import { AsyncLocalStorage } from 'node:async_hooks'
import { storableText } from './storable-text.ts'

/** The parameter types of a statement. Numbers are sent as text, dates as ISO instants, bytes as bytea. */
export type SqlValue = string | number | boolean | bigint | Date | Uint8Array | null | readonly string[]

export type Queryable = {
  /** Runs one statement with `$1` placeholders and returns its rows. */
  query<Row>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>
}

export type Database = Queryable & {
  engine: 'postgres' | 'pglite'
  /** Runs several statements without parameters in one implicit transaction. */
  run(sql: string): Promise<void>
  /** Rolls back if `work` throws, and repeats it after a deadlock. Must not be nested. */
  inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export type Transaction = Queryable & { run(sql: string): Promise<void> }

export const databaseAnswers = (database: Queryable): Promise<boolean> =>
  database.query('select 1').then(
    () => true,
    () => false,
  )

// Errors of a refused, lost or timed-out connection from Node.js, pg and Postgres (classes 08 and 57P).
const UNREACHABLE = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|08...|57P0.)$/

/** Returns true if the statement failed because the database could not be reached. */
export const isDatabaseUnavailable = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  if (typeof code === 'string') return UNREACHABLE.test(code)
  return /^Connection terminated|timeout exceeded when trying to connect|^Query read timeout/.test(
    error.message,
  )
}

const DEADLOCK = '40P01'
const MAX_ATTEMPTS = 5

/** Postgres aborts one of two deadlocked transactions. Runs the aborted one again. */
const retryDeadlocks = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if ((error as { code?: unknown }).code !== DEADLOCK || attempt === MAX_ATTEMPTS) throw error
    }
  }
}

/** The part each driver supplies. `databaseOver` adds the rules that both share. */
export type Driver = {
  engine: Database['engine']
  query(sql: string, values: unknown[]): Promise<unknown[]>
  run(sql: string): Promise<void>
  transaction<T>(work: (session: DriverSession) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export type DriverSession = Pick<Driver, 'query' | 'run'>

/** The databases in whose transactions a call runs. One for all: each such storage slows every promise. */
const openTransactions = new AsyncLocalStorage<ReadonlySet<Driver>>()

/**
 * Creates a database over either driver. A query outside its caller's open transaction would block PGlite's
 * only connection and exhaust a Postgres pool, so it throws on both.
 */
export const databaseOver = (driver: Driver): Database => {
  const throwInsideTransaction = () => {
    if (openTransactions.getStore()?.has(driver))
      throw new Error('A query was sent outside the transaction its caller holds open')
  }
  return {
    engine: driver.engine,
    query: async (sql, values = []) => {
      throwInsideTransaction()
      return rowsOf(await retryDeadlocks(() => driver.query(sql, values.map(toWire))))
    },
    run: async (sql) => {
      throwInsideTransaction()
      await driver.run(sql)
    },
    inTransaction: async (work) => {
      throwInsideTransaction()
      return retryDeadlocks(() =>
        driver.transaction((session) =>
          openTransactions.run(new Set(openTransactions.getStore()).add(driver), () =>
            work(transactionOver(session)),
          ),
        ),
      )
    },
    close: driver.close,
  }
}

const transactionOver = (session: DriverSession): Transaction => ({
  query: async (sql, values = []) => rowsOf(await session.query(sql, values.map(toWire))),
  run: session.run,
})

// The statement determines the row type; stores state it beside the statement.
const rowsOf = <Row>(rows: unknown[]): Row[] => rows as Row[]

// Both drivers convert objects by their own rules, so they only get text or bytes.
const toWire = (value: SqlValue): unknown => {
  if (typeof value === 'string') return storableText(value)
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return arrayLiteral(value)
  return value
}

const arrayLiteral = (items: readonly string[]): string =>
  `{${items.map((item) => `"${storableText(item).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`

/** Parsers by Postgres type number. Both drivers use them, so both return the same values. */
export const columnParsers: Record<number, (text: string) => unknown> = {
  16: (text) => text === 't' || text === 'true',
  20: (text) => safeInteger(text),
  21: Number,
  23: Number,
  26: Number,
  700: Number,
  701: Number,
  1082: (text) => text,
  1114: (text) => text,
  1184: (text) => instant(text),
  1700: (text) => text,
  114: (text) => JSON.parse(text),
  3802: (text) => JSON.parse(text),
  17: (text) => Buffer.from(text.slice(2), 'hex'),
}

const safeInteger = (text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error('A bigint from the database does not fit a number')
  return value
}

// Postgres prints '2026-11-22 10:00:00.123+00'. Date needs a T and minutes in the offset.
const instant = (text: string): Date => {
  const iso = text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) throw new Error('The database gave an instant that is not one')
  return date
}
