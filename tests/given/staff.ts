import { randomUUID } from 'node:crypto'
import type { Database } from '../../src/platform/database.ts'
import { hashPassword } from '../../src/staff/password.ts'
import { addStaff } from '../../src/staff/staff-store.ts'

export const VERA = { name: 'Vera', password: 'a long enough password' }

/** A member of staff who can sign in. */
export const givenStaff = async (database: Database): Promise<void> => {
  await addStaff(
    database,
    { id: randomUUID(), name: VERA.name, passwordHash: await hashPassword(VERA.password) },
    new Date(),
  )
}
