import pg from 'pg'
import { columnParsers, type Database, type DriverSession, databaseOver } from './database.ts'

type Options = { url: string; connections: number; statementTimeoutMs: number }

/** A pool on a Postgres server. It connects lazily: a server that is away fails each query, not the process. */
export const postgresDatabase = ({ url, connections, statementTimeoutMs }: Options): Database => {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementTimeoutMs,
    // The server cannot time out what it never hears of: a path that died silently fails here.
    query_timeout: statementTimeoutMs + 2_000,
    keepAlive: true,
    idle_in_transaction_session_timeout: 30_000,
    options: '-c timezone=UTC -c datestyle=ISO',
    types: { getTypeParser: parserOf as never },
  })
  // An idle connection that the server drops is replaced at the next query; unheard, it would end the process.
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

const names = new Map<string, string>()

/** Parsed and planned once a connection: the text of a statement is one of the few hundred that the stores hold. */
const prepared = (text: string, values: unknown[]): pg.QueryConfig => {
  const name = names.get(text) ?? `s${names.size}`
  names.set(text, name)
  return { name, text, values }
}

const parserOf = (type: number, format?: string) => {
  if (format === 'binary') throw new Error('Columns are read as text')
  return columnParsers[type] ?? ((text: string) => text)
}

const inTransaction = async <T>(pool: pg.Pool, work: (session: DriverSession) => Promise<T>): Promise<T> => {
  const client = await pool.connect()
  let broken: Error | undefined
  // A connection cut between two statements reports itself here; the next statement then throws as well.
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
