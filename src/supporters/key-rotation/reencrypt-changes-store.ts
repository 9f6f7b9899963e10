import type { Database, Queryable } from '../../platform/database/database.ts'
import { decrypt, type EncryptionKeys, encrypt, keyIdOf } from '../../platform/encryption.ts'
import type { Reencrypted } from '../address/reencrypt-store.ts'
import { placeOf } from '../address-change/address-change-store.ts'

type Row = { id: string; encrypted: Buffer; previousEncrypted: Buffer | null }

// The table is small: unused changes are deleted after half an hour, the others after a week.
const changes = (database: Queryable): Promise<Row[]> =>
  database.query<Row>(
    'select id, encrypted, previous_encrypted as "previousEncrypted" from address_changes order by id',
  )

const keysOf = ({ encrypted, previousEncrypted }: Row): (string | null)[] =>
  [encrypted, previousEncrypted].filter((each) => each !== null).map(keyIdOf)

const isOfOldKeys = (row: Row, { 0: { id } }: EncryptionKeys): boolean =>
  keysOf(row).some((key) => key !== id)

export const countChangesWithOldKeys = async (database: Queryable, keys: EncryptionKeys): Promise<number> =>
  (await changes(database)).filter((row) => isOfOldKeys(row, keys)).length

/** Returns the ids of the keys that addresses in changes are encrypted with. */
export const findChangeKeys = async (database: Queryable): Promise<string[]> => [
  ...new Set((await changes(database)).flatMap(keysOf).filter((key) => key !== null)),
]

/** Re-encrypts pending and applied changes one by one. Each can still be applied or undone. */
export const reencryptAddressChanges = async (
  database: Database,
  keys: EncryptionKeys,
): Promise<Reencrypted> => {
  const done = { rows: 0, undecrypted: 0 }
  for (const row of (await changes(database)).filter((each) => isOfOldKeys(each, keys))) {
    const [encrypted, previousEncrypted] = [
      reencryptValue(keys, row, 'encrypted'),
      reencryptValue(keys, row, 'previous_encrypted'),
    ]
    if (encrypted === undefined || previousEncrypted === undefined) {
      done.undecrypted += 1
      continue
    }
    // A change that was applied or undone at this moment is left to the next run.
    await database.query(
      `update address_changes set encrypted = $2, previous_encrypted = $3
       where id = $1 and encrypted = $4 and previous_encrypted is not distinct from $5`,
      [row.id, encrypted, previousEncrypted, row.encrypted, row.previousEncrypted],
    )
    done.rows += 1
  }
  return done
}

/** Returns undefined if the value cannot be decrypted. */
const reencryptValue = (
  keys: EncryptionKeys,
  { id, ...row }: Row,
  column: 'encrypted' | 'previous_encrypted',
): Buffer | null | undefined => {
  const value = column === 'encrypted' ? row.encrypted : row.previousEncrypted
  if (value === null) return null
  const text = decrypt(keys, value, placeOf(id, column))
  return text.ok ? encrypt(keys, text.text, placeOf(id, column)) : undefined
}
