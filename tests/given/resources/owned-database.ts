import { randomBytes } from 'node:crypto'
import type { Database } from '../../../src/platform/database/database.ts'
import { postgresDatabase } from '../../../src/platform/database/postgres-database.ts'
import { givenDatabase } from './databases.ts'

type Owned = { database: Database; close: () => Promise<void> }

/** Opens an empty Postgres database as the user who owns its tables and is no superuser. */
export const openAsOwner = async (): Promise<Owned> => {
  const { database: admin, url, drop } = await givenDatabase({ empty: true })
  const role = `operator_${randomBytes(4).toString('hex')}`
  await admin.query(`create role ${role} login`)
  await admin.query(`alter schema public owner to ${role}`)
  const own = Object.assign(new URL(url), { username: role }).href
  const database = postgresDatabase({ url: own, connections: 2, statementTimeoutMs: 20_000 })
  const close = async () => {
    await database.close()
    await admin.run(`drop owned by ${role} cascade; drop role ${role}`)
    await drop()
  }
  return { database, close }
}
