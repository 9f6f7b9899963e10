import { PGlite } from '@electric-sql/pglite'
import { columnParsers, type Database, databaseOver } from './database.ts'
import { lockDirectory } from './directory-lock.ts'

/**
 * Opens Postgres inside this process, stored in `directory`. Allows one process at a time and does not fsync.
 */
export const pgliteDatabase = async (directory: string): Promise<Database> => {
  const unlock = await lockDirectory(directory)
  try {
    const lite = await PGlite.create({ dataDir: directory, parsers: columnParsers, serializers: asText })
    await lite.exec(`set timezone = 'UTC'; set datestyle = 'ISO'`)
    return databaseOver({
      engine: 'pglite',
      query: async (sql, values) => (await lite.query(sql, values)).rows,
      run: async (sql) => {
        await lite.exec(sql)
      },
      transaction: (work) =>
        lite.transaction((session) =>
          work({
            query: async (sql, values) => (await session.query(sql, values)).rows,
            run: async (sql) => {
              await session.exec(sql)
            },
          }),
        ),
      close: async () => {
        await lite.close()
        await unlock()
      },
    })
  } catch (error) {
    await unlock()
    throw error
  }
}

// Values are text, numbers, booleans or bytes. Each type's own serializer would reject some of them.
const plain = (value: unknown): string => {
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`
  return String(value)
}
const asText = Object.fromEntries(
  [16, 17, 20, 21, 23, 25, 26, 114, 700, 701, 1009, 1043, 1082, 1114, 1184, 1700, 2950, 3802].map((type) => [
    type,
    plain,
  ]),
)
