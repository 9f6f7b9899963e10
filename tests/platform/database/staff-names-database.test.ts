import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { cp } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { MIGRATIONS, migrate } from '../../../src/platform/database/migrate.ts'
import { disableStaff, findStaffByName } from '../../../src/staff/staff-store.ts'
import { givenDirectory } from '../../given/resources/directories.ts'
import { ENGINES } from '../../given/resources/engines.ts'

const DECOMPOSED = 'Андрей'.normalize('NFD')

for (const [name, open] of ENGINES)
  test(`${name}: an upgrade writes staff names in one form, so that members can sign in and be disabled (C6)`, async (context) => {
    const { database, close } = await open()
    context.after(close)
    const before = await givenDirectory()
    context.after(before.remove)
    await cp(path.join(MIGRATIONS, '0001-initial.sql'), path.join(before.path, '0001-initial.sql'))
    await migrate(database, before.path)
    for (const each of [DECOMPOSED, 'Vera\u00a0Petrova', 'Twin\u00a0One', 'Twin One'])
      await database.query(
        `insert into staff (id, name, password_hash, created_at, role) values ($1, $2, 'hash', now(), 'report')`,
        [randomUUID(), each],
      )
    await migrate(database, MIGRATIONS)
    assert.ok(await findStaffByName(database, DECOMPOSED))
    assert.ok(await findStaffByName(database, 'Андрей'.normalize('NFC')))
    assert.ok(await disableStaff(database, 'Vera Petrova', new Date()))
    const names = await database.query<{ name: string }>(`select name from staff where name like 'Twin%'`)
    assert.deepEqual(names.map((row) => row.name).sort(), ['Twin One', 'Twin\u00a0One'].sort())
  })
