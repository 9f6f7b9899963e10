import pg from 'pg'
import { columnParsers, type Database, type DriverSession, databaseOver } from './database.ts'

type Options = {
  url: string
  connections: number
  statementTimeoutMs: number
  /** Refuses to write, even where the server would. */
  isReadOnly?: boolean
}

/**
 * Opens a connection pool. It connects lazily: while the server is unavailable, each query fails and the
 * process continues.
 */
export const postgresDatabase = ({
  url,
  connections,
  statementTimeoutMs,
  isReadOnly = false,
}: Options): Database => {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementTimeoutMs,
    // The server cannot time out a query on a broken network path, so the client does.
    query_timeout: statementTimeoutMs + 2_000,
    keepAlive: true,
    idle_in_transaction_session_timeout: 30_000,
    // Compiling a statement takes longer than any of ours runs.
    options: `-c jit=off -c timezone=UTC -c datestyle=ISO${isReadOnly ? ' -c default_transaction_read_only=on' : ''}`,
    types: { getTypeParser: parserOf as never },
  })
  // The next query replaces a dropped idle connection. Without a listener the event would end the process.
  pool.on('error', () => {})
  return databaseOver({
    engine: 'postgres',
    query: async (sql, values) => (await pool.query(prepared(sql, values))).rows,
    run: async (sql) => {
      await pool.query(sql)
    },
    transaction: (work) => inTransaction(pool, work),
    close: () => pool.end(),
  })
}

const statementNames = new Map<string, string>()

/** Prepares a statement once per connection. The stores hold only a few hundred statements. */
const prepared = (text: string, values: unknown[]): pg.QueryConfig => {
  const name = statementNames.get(text) ?? `s${statementNames.size}`
  statementNames.set(text, name)
  return { name, text, values }
}

const parserOf = (type: number, format?: string) => {
  if (format === 'binary') throw new Error('Columns are read as text')
  return columnParsers[type] ?? ((text: string) => text)
}

const inTransaction = async <T>(pool: pg.Pool, work: (session: DriverSession) => Promise<T>): Promise<T> => {
  const client = await pool.connect()
  let broken: Error | undefined
  // A connection cut between two statements reports here. The next statement then throws too.
  const onError = (error: Error) => {
    broken = error
  }
  client.on('error', onError)
  try {
    await client.query('begin')
    const result = await work({
      query: async (sql, values) => (await client.query(prepared(sql, values))).rows,
      run: async (sql) => {
        await client.query(sql)
      },
    })
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure
    })
    throw error
  } finally {
    client.removeListener('error', onError)
    client.release(broken)
  }
}
