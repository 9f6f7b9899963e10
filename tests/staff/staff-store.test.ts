import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { Role } from '../../src/staff/roles.ts'
import { ROLES } from '../../src/staff/roles.ts'
import {
  addStaff,
  findSession,
  findStaffByName,
  listStaff,
  openSession,
  setRoles,
} from '../../src/staff/staff-store.ts'
import { ENGINES, type Opened } from '../given/resources/engines.ts'

const NOW = new Date('2026-11-30T12:00:00Z')

for (const [engine, open] of ENGINES)
  describe(`staff on ${engine}`, () => {
    let opened: Opened
    before(async () => {
      opened = await open({ isMigrated: true })
    })
    after(() => opened.close())

    const add = async (name: string, roles?: readonly Role[]): Promise<string> => {
      const member = { id: randomUUID(), name, passwordHash: null }
      assert.ok(await addStaff(opened.database, roles ? { ...member, roles } : member, NOW))
      return member.id
    }
    const rolesOf = async (name: string) => (await findStaffByName(opened.database, name))?.roles

    test('a member has the role finance unless others are named', async () => {
      await add('Default')
      await add('Both', ['report', 'campaigns'])
      assert.deepEqual(await rolesOf('Default'), ['finance'])
      assert.deepEqual(await rolesOf('Both'), ['report', 'campaigns'])
      const listed = (await listStaff(opened.database)).map(({ name, roles }) => [name, roles])
      assert.deepEqual(listed, [
        ['Both', ['report', 'campaigns']],
        ['Default', ['finance']],
      ])
    })

    test('new roles replace the old ones, also in an open session', async () => {
      const staffId = await add('Changing', ['report'])
      const tokenHash = Buffer.alloc(32, 1)
      await openSession(opened.database, { tokenHash, staffId, lastsMs: 60_000 })
      assert.ok(await setRoles(opened.database, 'Changing', ['campaigns', 'finance']))
      assert.deepEqual(await rolesOf('Changing'), ['campaigns', 'finance'])
      assert.deepEqual((await findSession(opened.database, tokenHash))?.roles, ['campaigns', 'finance'])
      assert.equal(await setRoles(opened.database, 'Nobody', ['finance']), false)
    })

    test('the database refuses no roles, an unknown one, none at all and one named twice', async () => {
      await add('Checked', ROLES)
      for (const roles of ['{}', '{queen}', '{report,queen}', '{report,NULL}', '{finance,finance}', null])
        await assert.rejects(
          opened.database.query(`update staff set roles = $1::text[] where name = 'Checked'`, [roles]),
          /staff_roles_|null value/,
          `${roles}`,
        )
      assert.deepEqual(await rolesOf('Checked'), ROLES)
    })
  })
