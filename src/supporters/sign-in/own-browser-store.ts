import type { Queryable } from '../../platform/database/database.ts'

/**
 * Resolves to the supporter that a browser is linked to, if one of the indexes is an address of theirs.
 * The statement does not depend on the address, so its time does not tell whether the address is known.
 */
export const findOwnSupporter = async (
  database: Queryable,
  readerHash: string | null,
  addressIndexes: readonly Buffer[],
): Promise<string | null> => {
  if (readerHash === null) return null
  const rows = await database.query<{ supporterId: string; index: Buffer }>(
    `select a.supporter_id as "supporterId", a.address_index as index from linked_readers l
     join customers_by_address a on a.supporter_id = l.supporter_id where l.reader_hash = $1`,
    [Buffer.from(readerHash, 'hex')],
  )
  const own = rows.filter(({ index }) => addressIndexes.some((typed) => typed.equals(index)))
  return own[0]?.supporterId ?? null
}
