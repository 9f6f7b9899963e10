import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { hash } from '@node-rs/argon2'
import { hashPassword, matchPassword } from '../../src/staff/password.ts'
import { addStaff, disableStaff, findStaffByName, setRoles } from '../../src/staff/staff-store.ts'
import { inOneForm } from '../../src/staff/typed-text.ts'
import { givenDatabase } from '../given/resources/databases.ts'

const COMPOSED = 'мой длинный пароль'
const DECOMPOSED = COMPOSED.normalize('NFD').replaceAll(' ', '\u00a0')
const NOW = new Date('2026-11-25T12:00:00Z')

test('a password is the same in every form that a keyboard writes', async () => {
  assert.notEqual(COMPOSED, DECOMPOSED)
  assert.equal(inOneForm(DECOMPOSED), COMPOSED)
  const known = await hashPassword(DECOMPOSED)
  assert.equal(await matchPassword(known, COMPOSED), 'correct')
  assert.equal(await matchPassword(known, DECOMPOSED), 'correct')
  assert.equal(await matchPassword(known, `${COMPOSED} `), 'wrong')
})

test('a hash of the password as typed is tried once, and nobody is let in without a hash', async () => {
  const old = await hash(DECOMPOSED)
  assert.equal(await matchPassword(old, DECOMPOSED), 'correct-as-typed')
  assert.equal(await matchPassword(old, COMPOSED), 'wrong')
  assert.equal(await matchPassword(null, 'a password nobody has'), 'wrong')
  assert.equal(await matchPassword(null, 'a\u00a0password nobody has'), 'wrong')
})

test('a name is the same in every form', async (context) => {
  const given = await givenDatabase()
  context.after(given.drop)
  const member = { id: randomUUID(), name: 'Сергей\u00a0Й'.normalize('NFD'), passwordHash: null }
  assert.equal(await addStaff(given.database, member, NOW), true)
  assert.equal(await addStaff(given.database, { ...member, id: randomUUID(), name: 'Сергей Й' }, NOW), false)
  for (const name of ['Сергей Й', 'Сергей\u3000Й'.normalize('NFD')]) {
    assert.equal((await findStaffByName(given.database, name))?.name, 'Сергей Й')
    assert.equal(await setRoles(given.database, name, ['report']), true)
    assert.equal(await disableStaff(given.database, name, NOW), true)
  }
})
