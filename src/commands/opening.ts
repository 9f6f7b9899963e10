import path from 'node:path'
import { openResources } from '../app/open/open-resources.ts'
import type { Resources } from '../app/open/resources.ts'
import { wireBilling } from '../app/wire-billing.ts'
import type { Billing } from '../billing/billing.ts'
import { type Config, readConfig } from '../config/config.ts'
import type { Database } from '../platform/database/database.ts'
import { MIGRATIONS, migrate } from '../platform/database/migrate.ts'
import { postgresDatabase } from '../platform/database/postgres-database.ts'
import type { Log } from '../platform/log.ts'
import { postgresSnoozeStore } from '../snooze/postgres-snooze-store.ts'
import { redisSnoozeStore } from '../snooze/redis-snooze-store.ts'
import { failed, type Outcome } from './outcome.ts'

export type Environment = Record<string, string | undefined>

/** Opens and migrates only the database, while `work` runs. */
export const withDatabase = async (
  environment: Environment,
  work: (database: Database, config: Config) => Promise<Outcome>,
): Promise<Outcome> => {
  const read = readConfig(environment, { isServer: false })
  if (!read.ok) return failed(read.mistakes.join('\n'))
  const database = await openDatabase(read.config)
  try {
    const applied = await migrate(database, MIGRATIONS)
    if (applied.length > 0) process.stdout.write(`Migrated: ${applied.join(', ')}\n`)
    return await work(database, read.config)
  } finally {
    await database.close()
  }
}

const openDatabase = async ({ databaseUrl: url, dataDir }: Config): Promise<Database> => {
  // A migration may make an index of a large table.
  if (url) return postgresDatabase({ url, connections: 2, statementTimeoutMs: 3_600_000 })
  const { pgliteDatabase } = await import('../platform/database/pglite-database.ts')
  return pgliteDatabase(path.join(dataDir, 'pglite'))
}

export type OpenedForCommand = {
  config: Config
  resources: Omit<Resources, 'origin' | 'https'>
  billing: Billing
}

/** Opens everything that the server opens, and wires billing, while `work` runs. */
export const withBilling = async (
  environment: Environment,
  work: (opened: OpenedForCommand) => Promise<Outcome>,
): Promise<Outcome> => {
  const read = readConfig(environment, { isServer: false })
  if (!read.ok) return failed(read.mistakes.join('\n'))
  const opened = await openResources(read.config, silentLog, environment)
  try {
    const { resources } = opened
    const snoozes = resources.redis
      ? redisSnoozeStore(resources.redis)
      : postgresSnoozeStore(resources.database)
    return await work({
      config: read.config,
      resources,
      billing: wireBilling(resources, snoozes.writeSupporterStatus),
    })
  } finally {
    await opened.close()
  }
}

// Operators read plain text. Structured log lines go to standard error.
const writeLine = (message: string, fields: object = {}): void =>
  void process.stderr.write(`${JSON.stringify({ message, ...fields })}\n`)
const silentLog: Log = { info: () => {}, warn: writeLine, error: writeLine }
