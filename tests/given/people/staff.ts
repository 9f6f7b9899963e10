import { randomUUID } from 'node:crypto'
import type { Database } from '../../../src/platform/database/database.ts'
import { hashPassword } from '../../../src/staff/password.ts'
import type { Role } from '../../../src/staff/roles.ts'
import { addStaff } from '../../../src/staff/staff-store.ts'
import { START_AT } from '../start-at.ts'
import { givenReader, type Reader } from './reader.ts'

export const VERA = { name: 'Vera', password: 'a long enough password' }

/** Has the role `report`. */
export const RITA = { name: 'Rita', password: VERA.password }

/** Has the role `campaigns`. */
export const CARO = { name: 'Caro', password: VERA.password }

let hash: Promise<string> | null = null

/** Adds a staff member who can sign in, with the role `finance` if none is named. */
export const givenStaff = async (
  database: Database,
  { name } = VERA,
  ...roles: readonly Role[]
): Promise<void> => {
  // Hashing is slow on purpose, so each test process does it once.
  hash ??= hashPassword(VERA.password)
  const member = { id: randomUUID(), name, passwordHash: await hash }
  await addStaff(database, roles.length > 0 ? { ...member, roles } : member, START_AT)
}

/** Signs in with name and password. */
export const signInStaff = async (origin: string, member = VERA): Promise<Reader> => {
  const reader = givenReader(origin)
  await reader.post('/staff/sign-in', member)
  return reader
}
