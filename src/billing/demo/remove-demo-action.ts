import type { Database, Transaction } from '../../platform/database/database.ts'
import { removeDemoRows } from './demo-store.ts'

type Needs = {
  /** Removes what else was written with the supporters. */
  removeMore: (transaction: Transaction) => Promise<void>
  rebuildRollups: (transaction: Transaction) => Promise<void>
  /** Records the removal in the audit log, in the same transaction. */
  record?: (transaction: Transaction, supporters: number) => Promise<void>
}

/** Removes the demo and makes the sums of the reports again, all at once. Returns how many supporters it had. */
export const removeDemo = (
  database: Database,
  { removeMore, rebuildRollups, record }: Needs,
): Promise<number> =>
  database.inTransaction(async (transaction) => {
    const supporters = await removeDemoRows(transaction)
    if (supporters === 0) return 0
    await removeMore(transaction)
    await rebuildRollups(transaction)
    await record?.(transaction, supporters)
    return supporters
  })
