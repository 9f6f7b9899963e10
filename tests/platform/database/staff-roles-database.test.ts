import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { cp } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { MIGRATIONS, migrate } from '../../../src/platform/database/migrate.ts'
import { listStaff } from '../../../src/staff/staff-store.ts'
import { givenDirectory } from '../../given/resources/directories.ts'
import { ENGINES } from '../../given/resources/engines.ts'

for (const [engine, open] of ENGINES)
  test(`${engine}: an upgrade keeps the role of each member as a set of one`, async (context) => {
    const { database, close } = await open()
    context.after(close)
    const before = await givenDirectory()
    context.after(before.remove)
    await cp(path.join(MIGRATIONS, '0001-initial.sql'), path.join(before.path, '0001-initial.sql'))
    await migrate(database, before.path)
    for (const [name, role] of [
      ['Rita', 'report'],
      ['Vera', 'finance'],
    ])
      await database.query(
        `insert into staff (id, name, password_hash, created_at, role) values ($1, $2, 'hash', now(), $3)`,
        [randomUUID(), name ?? '', role ?? ''],
      )
    await migrate(database, MIGRATIONS)
    const members = (await listStaff(database)).map(({ name, roles }) => [name, roles])
    assert.deepEqual(members, [
      ['Rita', ['report']],
      ['Vera', ['finance']],
    ])
  })
