import type { Queryable } from '../../../src/platform/database/database.ts'

/** Lists the kinds of pending actions. */
export const pendingActions = async (database: Queryable): Promise<string[]> => {
  const rows = await database.query<{ kind: string }>(
    'select kind from subscription_actions where due_at is not null order by id',
  )
  return rows.map(({ kind }) => kind)
}
