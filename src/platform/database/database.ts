import { AsyncLocalStorage } from 'node:async_hooks'

/** What a statement may carry: numbers are sent as text, dates as ISO instants, bytes as bytea. */
export type SqlValue = string | number | boolean | bigint | Date | Uint8Array | null | readonly string[]

export type Queryable = {
  /** One statement with `$1` placeholders; resolves to its rows. */
  query<Row>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>
}

export type Database = Queryable & {
  engine: 'postgres' | 'pglite'
  /** Several statements without values, in one implicit transaction. */
  run(sql: string): Promise<void>
  /** Rolls back when `work` throws; begins anew where another waited for it meanwhile. Not to be nested. */
  inTransaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export type Transaction = Queryable & { run(sql: string): Promise<void> }

export const databaseAnswers = (database: Queryable): Promise<boolean> =>
  database.query('select 1').then(
    () => true,
    () => false,
  )

// Connection refused, lost or timed out, as Node, pg and Postgres itself say it (classes 08 and 57P).
const AWAY = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|08...|57P0.)$/

/** Whether a statement failed because no database could be reached, rather than for what it said. */
export const isDatabaseAway = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  if (typeof code === 'string') return AWAY.test(code)
  return /^Connection terminated|timeout exceeded when trying to connect|^Query read timeout/.test(
    error.message,
  )
}

const DEADLOCK = '40P01'
const ATTEMPTS = 5

/** Of two that wait for each other Postgres undoes one whole; once the other is done, that one can be done as well. */
const pastDeadlocks = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if ((error as { code?: unknown }).code !== DEADLOCK || attempt === ATTEMPTS) throw error
    }
  }
}

/** The part each driver supplies; the rules that both must share stand in `databaseOver`. */
export type Driver = {
  engine: Database['engine']
  query(sql: string, values: unknown[]): Promise<unknown[]>
  run(sql: string): Promise<void>
  transaction<T>(work: (session: DriverSession) => Promise<T>): Promise<T>
  close(): Promise<void>
}

export type DriverSession = Pick<Driver, 'query' | 'run'>

/**
 * One database over either driver. A query outside the transaction that its own caller holds open would wait
 * for ever on PGlite's only connection and drain a pool on Postgres, so it throws on both.
 */
export const databaseOver = (driver: Driver): Database => {
  const open = new AsyncLocalStorage<true>()
  const refuseInside = () => {
    if (open.getStore()) throw new Error('A query was sent outside the transaction its caller holds open')
  }
  return {
    engine: driver.engine,
    query: async (sql, values = []) => {
      refuseInside()
      return rowsOf(await pastDeadlocks(() => driver.query(sql, values.map(toWire))))
    },
    run: async (sql) => {
      refuseInside()
      await driver.run(sql)
    },
    inTransaction: async (work) => {
      refuseInside()
      return pastDeadlocks(() =>
        driver.transaction((session) => open.run(true, () => work(transactionOver(session)))),
      )
    },
    close: driver.close,
  }
}

const transactionOver = (session: DriverSession): Transaction => ({
  query: async (sql, values = []) => rowsOf(await session.query(sql, values.map(toWire))),
  run: session.run,
})

// The row shape is the statement's promise; stores state it where they write the statement.
const rowsOf = <Row>(rows: unknown[]): Row[] => rows as Row[]

// Both drivers convert objects by guesswork of their own, so what they are handed is already text or bytes.
const toWire = (value: SqlValue): unknown => {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return arrayLiteral(value)
  return value
}

const arrayLiteral = (items: readonly string[]): string =>
  `{${items.map((item) => `"${item.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`

/** How both drivers read a column, by Postgres type number: one table, so that both return the same values. */
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

// Postgres prints '2026-11-22 10:00:00.123+00'; Date wants a T and minutes in the offset.
const instant = (text: string): Date => {
  const iso = text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')
  const date = new Date(iso)
  if (Number.isNaN(date.getTime())) throw new Error('The database gave an instant that is not one')
  return date
}
