import type { Database, Queryable } from '../../platform/database/database.ts'
import { keyIdOf, open, type SealingKeys, seal } from '../../platform/encryption.ts'
import type { Resealed } from '../address/reencrypt-store.ts'
import { placeOf } from '../address-change/address-change-store.ts'

type Row = { id: string; sealed: Buffer; wasSealed: Buffer | null }

// Few stand at a time: what nobody used goes after half an hour, the rest after a week.
const changes = (database: Queryable): Promise<Row[]> =>
  database.query<Row>('select id, sealed, was_sealed as "wasSealed" from address_changes order by id')

const keysOf = ({ sealed, wasSealed }: Row): (string | null)[] =>
  [sealed, wasSealed].filter((each) => each !== null).map(keyIdOf)

const isOfOldKeys = (row: Row, { 0: { id } }: SealingKeys): boolean => keysOf(row).some((key) => key !== id)

export const countChangesOfOldKeys = async (database: Queryable, keys: SealingKeys): Promise<number> =>
  (await changes(database)).filter((row) => isOfOldKeys(row, keys)).length

/** The keys that addresses in changes are sealed with. */
export const keysOfChanges = async (database: Queryable): Promise<string[]> => [
  ...new Set((await changes(database)).flatMap(keysOf).filter((key) => key !== null)),
]

/** Seals with the first key what changes hold, one after another, so that each can be made or taken back as before. */
export const resealChanges = async (database: Database, keys: SealingKeys): Promise<Resealed> => {
  const done = { rows: 0, unopened: 0 }
  for (const row of (await changes(database)).filter((each) => isOfOldKeys(each, keys))) {
    const [sealed, wasSealed] = [anew(keys, row, 'sealed'), anew(keys, row, 'was_sealed')]
    if (sealed === undefined || wasSealed === undefined) {
      done.unopened += 1
      continue
    }
    // One that was used or taken back this moment is met by the next run.
    await database.query(
      `update address_changes set sealed = $2, was_sealed = $3
       where id = $1 and sealed = $4 and was_sealed is not distinct from $5`,
      [row.id, sealed, wasSealed, row.sealed, row.wasSealed],
    )
    done.rows += 1
  }
  return done
}

/** Undefined where it does not open. */
const anew = (
  keys: SealingKeys,
  { id, ...row }: Row,
  column: 'sealed' | 'was_sealed',
): Buffer | null | undefined => {
  const value = column === 'sealed' ? row.sealed : row.wasSealed
  if (value === null) return null
  const text = open(keys, value, placeOf(id, column))
  return text.ok ? seal(keys, text.text, placeOf(id, column)) : undefined
}
