import path from 'node:path'
import type { Config } from '../../config/config.ts'
import type { Database } from '../../platform/database/database.ts'
import { postgresDatabase } from '../../platform/database/postgres-database.ts'

/** Called at the end, in the reverse order of opening. */
export type Closers = (() => Promise<void> | void)[]

/** Says which variable names a server that does not answer. */
export const explained = (error: NodeJS.ErrnoException): never => {
  const away = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EAI_AGAIN', 'EHOSTUNREACH'].includes(
    error.code ?? '',
  )
  throw away ? new Error(`DATABASE_URL: no Postgres answers there (${error.code})`, { cause: error }) : error
}

type Databases = { database: Database; intakeDatabase: Database; slowDatabase: Database; words: string }

/** A statement over the whole record of a large newsroom: an index, or all rollups made again. */
const SLOW_MS = 3_600_000

export const openDatabases = async (
  { databaseUrl: url, dataDir }: Config,
  closers: Closers,
): Promise<Databases> => {
  if (url === null) {
    // Loaded only when used, because PGlite is as large as the rest of the program.
    const { pgliteDatabase } = await import('../../platform/database/pglite-database.ts')
    const database = await pgliteDatabase(path.join(dataDir, 'pglite'))
    closers.push(database.close)
    return {
      database,
      intakeDatabase: database,
      slowDatabase: database,
      words: `Database: embedded, in ${dataDir} (one process, not synced to disk at every write)`,
    }
  }
  const database = postgresDatabase({ url, connections: 10, statementTimeoutMs: 30_000 })
  const intakeDatabase = postgresDatabase({ url, connections: 4, statementTimeoutMs: 5_000 })
  const slowDatabase = postgresDatabase({ url, connections: 1, statementTimeoutMs: SLOW_MS })
  closers.push(database.close, intakeDatabase.close, slowDatabase.close)
  return { database, intakeDatabase, slowDatabase, words: 'Database: Postgres at DATABASE_URL' }
}
