import { cp } from 'node:fs/promises'
import { after } from 'node:test'
import type { Database } from '../../../src/platform/database/database.ts'
import { pgliteDatabase } from '../../../src/platform/database/pglite-database.ts'
import { givenDatabase } from './databases.ts'
import { type GivenDirectory, givenDirectory } from './directories.ts'

let initialised: Promise<GivenDirectory> | null = null
after(async () => (await initialised)?.remove())

/** An embedded database that was created and closed. Creating one takes ten times as long as copying it. */
const initialise = async (): Promise<GivenDirectory> => {
  const directory = await givenDirectory()
  const database = await pgliteDatabase(`${directory.path}/pglite`)
  await database.close()
  return directory
}

/** Creates a folder with an embedded database without tables in `pglite`. */
export const givenEmbedded = async (): Promise<GivenDirectory> => {
  initialised ??= initialise()
  const directory = await givenDirectory()
  await cp((await initialised).path, directory.path, { recursive: true })
  return directory
}

export type Opened = { database: Database; close: () => Promise<void> }

/** Both engines, each with a way to open a database without tables. */
export const ENGINES: [string, () => Promise<Opened>][] = [
  [
    'Postgres',
    async () => {
      const { database, drop } = await givenDatabase({ empty: true })
      return { database, close: drop }
    },
  ],
  [
    'PGlite',
    async () => {
      const directory = await givenEmbedded()
      const database = await pgliteDatabase(`${directory.path}/pglite`)
      const close = async () => {
        await database.close()
        await directory.remove()
      }
      return { database, close }
    },
  ],
]
