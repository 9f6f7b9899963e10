import { randomBytes } from 'node:crypto'
import { after } from 'node:test'
import pg from 'pg'
import type { Database } from '../../../src/platform/database/database.ts'
import { postgresDatabase } from '../../../src/platform/database/postgres-database.ts'
import { roundsOf } from '../depth.ts'
import { isEmptied, type Start, startOf } from './empty-database.ts'
import { TEMPLATE } from './template.ts'

/** The URL of the server that tests/run.ts started. */
export const serverUrl = (): string => {
  const url = process.env['TEST_POSTGRES_URL']
  if (!url) throw new Error('This test needs the servers that `npm test` starts')
  return url
}

export const databaseUrl = (name: string): string =>
  Object.assign(new URL(serverUrl()), { pathname: `/${name}` }).href

/** Directs a connection through the server's Unix socket, if one is named. */
const socketOf = (): { host?: string } => {
  const host = process.env['TEST_POSTGRES_SOCKETS']
  return host ? { host } : {}
}

const administer = async (sql: string): Promise<void> => {
  const client = new pg.Client({ connectionString: serverUrl() })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

// Each connection plans every statement again, and a case lives for seconds.
const CONNECTIONS = roundsOf(4, 10)

/** Rows deleted between uses stay in a database's files, so each is used a few times only. */
const MAX_USES = 12
/** Tells the connections of this file from those that a test opened. */
const KEPT = 'kept'

export type GivenDatabase = { database: Database; url: string; drop: () => Promise<void> }

type Made = { database: Database; url: string; name: string; uses: number; start: Start }

const kept: Made[] = []

after(async () => {
  for (const { database } of kept.splice(0)) await database.close()
})

/** Provides a database for this test: like a copy of the migrated template, or an empty one. */
export const givenDatabase = async ({ empty = false } = {}): Promise<GivenDatabase> => {
  if (empty) {
    const { database, url, name } = await create('template0')
    return { database, url, drop: () => remove({ database, name }) }
  }
  const made = kept.pop() ?? (await createMigrated())
  const { database, end } = lend(made.database)
  return {
    database,
    url: made.url,
    drop: async () => {
      end()
      made.uses += 1
      const isKept = made.uses < MAX_USES && (await isCleared(made).catch(() => false))
      if (isKept) kept.push(made)
      else await remove(made)
    },
  }
}

const create = async (template: string) => {
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(`create database ${name} template ${template} strategy file_copy`)
  const url = databaseUrl(name)
  const database = postgresDatabase({
    url: `${url}?${new URLSearchParams({ application_name: KEPT, ...socketOf() })}`,
    connections: CONNECTIONS,
    statementTimeoutMs: 20_000,
  })
  return { database, url, name }
}

const createMigrated = async (): Promise<Made> => {
  const created = await create(TEMPLATE)
  return { ...created, uses: 0, start: await startOf(created.database) }
}

const remove = async ({ database, name }: Pick<Made, 'database' | 'name'>): Promise<void> => {
  await database.close()
  await administer(`drop database ${name} with (force)`)
}

/** Whatever still runs after its case must not reach the next case's rows. */
const lend = (database: Database): { database: Database; end: () => void } => {
  let isOver = false
  const lent = (): Database => {
    if (isOver) throw new Error('The database of this case was taken back')
    return database
  }
  return {
    database: {
      engine: database.engine,
      query: async (sql, values) => lent().query(sql, values),
      run: async (sql) => lent().run(sql),
      inTransaction: async (work) => lent().inTransaction(work),
      close: async () => {},
    },
    end: () => {
      isOver = true
    },
  }
}

/** Returns false if the database is not as it was: changed, busy or still used by somebody else. */
const isCleared = async ({ database, start }: Made): Promise<boolean> => {
  const others = await database.query(
    `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       and (state <> 'idle' or application_name <> '${KEPT}')
     union all select from pg_locks where locktype = 'advisory'
       and database = (select oid from pg_database where datname = current_database())`,
  )
  return others.length === 0 && isEmptied(database, start)
}
