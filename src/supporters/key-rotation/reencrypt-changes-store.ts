import type { Database, Queryable } from '../../platform/database/database.ts'
import { decrypt, type EncryptionKeys, encrypt, keyIdOf } from '../../platform/encryption.ts'
import type { Reencrypted } from '../address/reencrypt-store.ts'
import { placeOf } from '../address-change/address-change-store.ts'

type Row = { id: string; encrypted: Buffer; previousEncrypted: Buffer | null }

// Few stand at a time: what nobody used goes after half an hour, the rest after a week.
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

/** The keys that addresses in changes are encrypted with. */
export const findChangeKeys = async (database: Queryable): Promise<string[]> => [
  ...new Set((await changes(database)).flatMap(keysOf).filter((key) => key !== null)),
]

/** Seals with the first key what changes hold, one after another, so that each can be made or taken back as before. */
export const reencryptAddressChanges = async (
  database: Database,
  keys: EncryptionKeys,
): Promise<Reencrypted> => {
  const done = { rows: 0, undecrypted: 0 }
  for (const row of (await changes(database)).filter((each) => isOfOldKeys(each, keys))) {
    const [encrypted, previousEncrypted] = [
      anew(keys, row, 'encrypted'),
      anew(keys, row, 'previous_encrypted'),
    ]
    if (encrypted === undefined || previousEncrypted === undefined) {
      done.undecrypted += 1
      continue
    }
    // One that was used or taken back this moment is met by the next run.
    await database.query(
      `update address_changes set encrypted = $2, previous_encrypted = $3
       where id = $1 and encrypted = $4 and previous_encrypted is not distinct from $5`,
      [row.id, encrypted, previousEncrypted, row.encrypted, row.previousEncrypted],
    )
    done.rows += 1
  }
  return done
}

/** Undefined where it does not open. */
const anew = (
  keys: EncryptionKeys,
  { id, ...row }: Row,
  column: 'encrypted' | 'previous_encrypted',
): Buffer | null | undefined => {
  const value = column === 'encrypted' ? row.encrypted : row.previousEncrypted
  if (value === null) return null
  const text = decrypt(keys, value, placeOf(id, column))
  return text.ok ? encrypt(keys, text.text, placeOf(id, column)) : undefined
}
