import { randomUUID } from 'node:crypto'
import type { Database } from '../../../src/platform/database/database.ts'
import { hashPassword } from '../../../src/staff/password.ts'
import { addStaff, type Role } from '../../../src/staff/staff-store.ts'
import { START_AT } from '../start-at.ts'
import { givenReader, type Reader } from './reader.ts'

export const VERA = { name: 'Vera', password: 'a long enough password' }

/** Has the role `report`. */
export const RITA = { name: 'Rita', password: VERA.password }

let hash: Promise<string> | null = null

/** Adds a staff member who can sign in. */
export const givenStaff = async (
  database: Database,
  { name } = VERA,
  role: Role = 'finance',
): Promise<void> => {
  // Hashing is slow on purpose, so each test process does it once.
  hash ??= hashPassword(VERA.password)
  await addStaff(database, { id: randomUUID(), name, passwordHash: await hash, role }, START_AT)
}

/** Signs in with name and password. */
export const signInStaff = async (origin: string, member = VERA): Promise<Reader> => {
  const reader = givenReader(origin)
  await reader.post('/staff/sign-in', member)
  return reader
}
