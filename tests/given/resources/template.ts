import pg from 'pg'
import { calendarOf } from '../../../src/platform/calendar.ts'
import { MIGRATIONS, migrate } from '../../../src/platform/database/migrate.ts'
import { postgresDatabase } from '../../../src/platform/database/postgres-database.ts'
import { prepareCalendar } from '../../../src/reports/rollups/calendar-store.ts'
import { TIME_ZONE } from '../start-at.ts'
import { TEMPLATE } from './databases.ts'

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
