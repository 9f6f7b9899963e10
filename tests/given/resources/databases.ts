import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Database } from '../../../src/platform/database/database.ts'
import { postgresDatabase } from '../../../src/platform/database/postgres-database.ts'
import { roundsOf } from '../depth.ts'

export const TEMPLATE = 'mainstay_template'

/** The URL of the server that tests/run.ts started. */
export const serverUrl = (): string => {
  const url = process.env['TEST_POSTGRES_URL']
  if (!url) throw new Error('This test needs the servers that `npm test` starts')
  return url
}

export const databaseUrl = (name: string): string =>
  Object.assign(new URL(serverUrl()), { pathname: `/${name}` }).href

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

export type GivenDatabase = { database: Database; url: string; drop: () => Promise<void> }

/** Creates a database for this test: a copy of the migrated template, or an empty one. */
export const givenDatabase = async ({ empty = false } = {}): Promise<GivenDatabase> => {
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(`create database ${name} template ${empty ? 'template0' : TEMPLATE} strategy file_copy`)
  const url = databaseUrl(name)
  const database = postgresDatabase({ url, connections: CONNECTIONS, statementTimeoutMs: 20_000 })
  return {
    database,
    url,
    drop: async () => {
      await database.close()
      await administer(`drop database ${name} with (force)`)
    },
  }
}
