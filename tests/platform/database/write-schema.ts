import { writeFile } from 'node:fs/promises'
import { migrate } from '../../../src/platform/database/migrate.ts'
import { pgliteDatabase } from '../../../src/platform/database/pglite-database.ts'
import { projectFile } from '../../../src/platform/project-files.ts'
import { givenDirectory } from '../../given/resources/directories.ts'
import { dumpOf, readSchema } from './schema-dump.ts'
import { pageOf } from './schema-page.ts'

/** `npm run schema`: migrates an empty database and writes down what came out. */
const directory = await givenDirectory()
const database = await pgliteDatabase(`${directory.path}/pglite`)
await migrate(database, projectFile('src', 'platform', 'database', 'migrations'))
const schema = await readSchema(database)
await database.close()
await directory.remove()
await writeFile(projectFile('tests', 'platform', 'database', 'schema.txt'), dumpOf(schema))
await writeFile(projectFile('docs', 'schema.md'), pageOf(schema))
