import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Database, Transaction } from './database.ts'

// The id of our advisory lock. Nothing else may use it.
const ADVISORY_LOCK_ID = 4_711_002

/** The folder of Mainstay's migrations. The build copies it to the same place below dist/. */
export const MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url))

/** Applies new numbered migrations in one transaction. A second process waits and finds them applied. */
export const migrate = async (database: Database, directory: string): Promise<string[]> => {
  const files = (await readdir(directory)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort()
  const migrations = await Promise.all(
    files.map(async (name) => ({ name, sql: await readFile(path.join(directory, name), 'utf8') })),
  )
  return database.inTransaction(async (transaction) => {
    await transaction.query('select pg_advisory_xact_lock($1::bigint)', [ADVISORY_LOCK_ID])
    await transaction.run(
      'create table if not exists migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    )
    return applyNew(transaction, migrations)
  })
}

/** The migrations from before 0.1.0, which one initial migration replaced. */
const UNRELEASED = [
  '0001-first-light.sql',
  '0002-the-whole-record.sql',
  '0003-wake-ups-and-withdrawn-calls.sql',
  '0004-what-was-called.sql',
  '0005-mail-and-sign-in.sql',
  '0006-changes-by-choice.sql',
  '0007-links-and-mails.sql',
  '0008-days-of-charging.sql',
  '0009-signed-in-browsers.sql',
]

type Migration = { name: string; sql: string }

const applyNew = async (transaction: Transaction, migrations: Migration[]): Promise<string[]> => {
  const rows = await transaction.query<{ name: string; checksum: string }>(
    'select name, checksum from migrations',
  )
  const known = new Map(rows.map((row) => [row.name, row.checksum]))
  if (rows.some(({ name }) => UNRELEASED.includes(name)))
    throw new Error(
      'This database was made by an unreleased version. Move DATA_DIR away or empty the database.',
    )
  const unknown = rows.find((row) => !migrations.some((migration) => migration.name === row.name))
  if (unknown) throw new Error(`The database is newer than this program: it has had ${unknown.name}`)
  const applied: string[] = []
  for (const { name, sql } of migrations) {
    const checksum = createHash('sha256').update(sql).digest('hex')
    if (known.get(name) === checksum) continue
    if (known.has(name)) throw new Error(`The migration ${name} was changed after it had been applied`)
    await transaction.run(sql)
    await transaction.query('insert into migrations (name, checksum) values ($1, $2)', [name, checksum])
    applied.push(name)
  }
  return applied
}
