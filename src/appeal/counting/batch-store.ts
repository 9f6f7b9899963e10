import type { Transaction } from '../../platform/database/database.ts'

/** `number` grows with each batch of a writer. */
export type BatchKey = { writer: string; number: number }

/**
 * Notes that the transaction writes a batch. Resolves to false if the batch is written already: its answer was lost.
 * While the first attempt is still being written, the second waits for it.
 */
export const noteBatch = async (
  transaction: Transaction,
  { writer, number }: BatchKey,
  at: Date,
): Promise<boolean> => {
  const rows = await transaction.query(
    `insert into count_writers as w (writer, batch, written_at) values ($1, $2, $3)
     on conflict (writer) do update set batch = excluded.batch, written_at = excluded.written_at
     where w.batch < excluded.batch
     returning 1`,
    [writer, number, at],
  )
  return rows.length > 0
}

/** Deletes the writers that wrote nothing since then: their processes ended. */
export const deleteOldWriters = async (transaction: Transaction, before: Date): Promise<void> => {
  await transaction.query('delete from count_writers where written_at < $1', [before])
}
