import { cp } from 'node:fs/promises'
import path from 'node:path'
import { after } from 'node:test'
import type { Database } from '../../../src/platform/database/database.ts'
import { pgliteDatabase } from '../../../src/platform/database/pglite-database.ts'
import { givenDatabase } from './databases.ts'
import { type GivenDirectory, givenDirectory } from './directories.ts'
import { EMBEDDED_VARIABLE, makeEmbeddedTemplates } from './template.ts'

let initialised: Promise<GivenDirectory> | null = null
after(async () => (await initialised)?.remove())

const initialise = async (): Promise<GivenDirectory> => {
  const directory = await givenDirectory()
  await makeEmbeddedTemplates(directory.path)
  return directory
}

const templates = async (): Promise<string> => {
  const shared = process.env[EMBEDDED_VARIABLE]
  if (shared) return shared
  initialised ??= initialise()
  return (await initialised).path
}

type Kind = { isMigrated?: boolean }

/** Creates a folder with an embedded database in `pglite`, without tables unless it is migrated. */
export const givenEmbedded = async ({ isMigrated = false }: Kind = {}): Promise<GivenDirectory> => {
  const directory = await givenDirectory()
  const template = path.join(await templates(), isMigrated ? 'migrated' : 'empty')
  await cp(template, directory.path, { recursive: true })
  return directory
}

export type Opened = { database: Database; close: () => Promise<void> }

/** Both engines, each with a way to open a database: without tables unless it is migrated. */
export const ENGINES: [string, (kind?: Kind) => Promise<Opened>][] = [
  [
    'Postgres',
    async ({ isMigrated = false } = {}) => {
      const { database, drop } = await givenDatabase({ empty: !isMigrated })
      return { database, close: drop }
    },
  ],
  [
    'PGlite',
    async (kind) => {
      const directory = await givenEmbedded(kind)
      const database = await pgliteDatabase(`${directory.path}/pglite`)
      const close = async () => {
        await database.close()
        await directory.remove()
      }
      return { database, close }
    },
  ],
]
