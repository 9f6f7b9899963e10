import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { Database } from '../../../src/platform/database/database.ts'
import { migrate } from '../../../src/platform/database/migrate.ts'
import { pgliteDatabase } from '../../../src/platform/database/pglite-database.ts'
import { projectFile } from '../../../src/platform/project-files.ts'
import { TABLES, VIEWS } from '../../architecture/table-owners.ts'
import { givenDatabase } from '../../given/resources/databases.ts'
import { givenEmbedded } from '../../given/resources/engines.ts'
import { dumpOf, readSchema } from './schema-dump.ts'
import { pageOf } from './schema-page.ts'

const RENEW = 'the schema changed: run `npm run schema` and commit what it writes'

const committed = (...path: string[]): Promise<string> => readFile(projectFile(...path), 'utf8')

const assertAsCommitted = async (database: Database): Promise<void> => {
  await migrate(database, projectFile('src', 'platform', 'database', 'migrations'))
  const schema = await readSchema(database)
  assert.equal(dumpOf(schema), await committed('tests', 'platform', 'database', 'schema.txt'), RENEW)
  assert.equal(pageOf(schema), await committed('docs', 'schema.md'), RENEW)
}

test('the schema on PGlite is as committed', async (context) => {
  const directory = await givenEmbedded()
  context.after(directory.remove)
  const database = await pgliteDatabase(`${directory.path}/pglite`)
  await assertAsCommitted(database).finally(database.close)
})

test('the schema on Postgres is as committed', async (context) => {
  const { database, drop } = await givenDatabase({ empty: true })
  context.after(drop)
  await assertAsCommitted(database)
})

test('every table and view has a comment and an owner', async (context) => {
  const { database, drop } = await givenDatabase()
  context.after(drop)
  const { relations } = await readSchema(database)
  const silent = relations.filter(({ comment }) => comment === null).map(({ name }) => name)
  assert.deepEqual(silent, [], 'say in its migration what it holds: comment on table … is …')
  const owned = [...Object.keys(TABLES), ...Object.keys(VIEWS)]
  assert.deepEqual(relations.map(({ name }) => name).sort(), owned.sort())
})
