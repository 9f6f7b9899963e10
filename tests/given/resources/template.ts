import { cp } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { calendarOf } from '../../../src/platform/calendar.ts'
import { MIGRATIONS, migrate } from '../../../src/platform/database/migrate.ts'
import { pgliteDatabase } from '../../../src/platform/database/pglite-database.ts'
import { postgresDatabase } from '../../../src/platform/database/postgres-database.ts'
import { prepareCalendar } from '../../../src/reports/rollups/calendar-store.ts'
import { TIME_ZONE } from '../start-at.ts'

export const TEMPLATE = 'mainstay_template'

/** The migrated database that each test's own is a copy of. */
export const makeTemplate = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`create database ${TEMPLATE} template template0`)
  await client.end()
  const database = postgresDatabase({
    url: url.replace(/\/postgres$/, `/${TEMPLATE}`),
    connections: 1,
    statementTimeoutMs: 60_000,
  })
  await migrate(database, MIGRATIONS)
  // Saves each test the computation of the newsroom's days.
  await prepareCalendar(database, calendarOf(TIME_ZONE), new Date())
  await database.close()
}

/** Names the folder that `makeEmbeddedTemplates` filled for all processes of a run. */
export const EMBEDDED_VARIABLE = 'TEST_EMBEDDED_TEMPLATES'

/**
 * Creates an embedded database and a migrated one in `empty/pglite` and `migrated/pglite`. Creating one takes
 * ten times as long as copying it.
 */
export const makeEmbeddedTemplates = async (directory: string): Promise<void> => {
  const empty = path.join(directory, 'empty')
  const migrated = path.join(directory, 'migrated')
  const created = await pgliteDatabase(path.join(empty, 'pglite'))
  await created.close()
  await cp(empty, migrated, { recursive: true })
  const database = await pgliteDatabase(path.join(migrated, 'pglite'))
  await migrate(database, MIGRATIONS).finally(database.close)
}
