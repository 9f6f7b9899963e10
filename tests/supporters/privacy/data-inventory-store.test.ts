import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DATA_INVENTORY } from '../../../src/supporters/privacy/data-inventory.ts'
import { givenDatabase } from '../../given/resources/databases.ts'

test('the inventory names the purpose of every column, and no column that does not exist', async (context) => {
  const { database, drop } = await givenDatabase()
  context.after(drop)
  const rows = await database.query<{ name: string }>(
    `select c.table_name || '.' || c.column_name as name from information_schema.columns c
     join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
     where c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1`,
  )
  const declared = Object.entries(DATA_INVENTORY).flatMap(([table, { columns }]) =>
    columns.map((column) => `${table}.${column}`),
  )
  assert.deepEqual(
    declared.sort(),
    rows.map(({ name }) => name).sort(),
    'name the purpose of a new column in src/supporters/privacy/data-inventory.ts',
  )
})
