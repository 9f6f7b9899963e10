import { type CallNeeds, makeNextCall } from '../actions/pending-action-job.ts'
import { isSameHistory } from '../history/movements.ts'
import { foldTimeline } from '../history/timeline.ts'
import { replaceMovements } from '../record/ledger-store.ts'
import { recordOfSupporter } from '../record/supporter-record-store.ts'
import { lockSupporter, supporterIds } from '../record/supporter-store.ts'
import { publishStatuses, type SuppressionNeeds } from '../status/publish-status-job.ts'
import { drainBacklog } from '../sync/backlog-action.ts'
import { type InboxNeeds, syncNext } from '../sync/sync-job.ts'
import { resolveCustomers } from '../webhooks/resolve-customers-action.ts'

/** Does by hand, once, what the jobs do all the time: until nothing is due. Resolves to how many units were fetched. */
export const drain = async (needs: InboxNeeds & CallNeeds & SuppressionNeeds): Promise<number> => {
  let fetched = 0
  for (;;) {
    await resolveCustomers(needs)
    if (await drainBacklog(needs)) continue
    if (await syncNext(needs)) {
      fetched += 1
      continue
    }
    if (await makeNextCall(needs)) continue
    while (await publishStatuses(needs)) {}
    return fetched
  }
}

type RebuildNeeds = Pick<InboxNeeds, 'database' | 'now' | 'rules'>
export type Rebuilt = { supporters: number; changed: number }

/** Folds every supporter's facts anew. The same facts give the same rows, so `changed` is what was wrong. */
export const rebuild = async (
  { database, now, rules }: RebuildNeeds,
  isDryRun: boolean,
): Promise<Rebuilt> => {
  const at = now()
  const counted = { supporters: 0, changed: 0 }
  for (let after: string | null = null; ; ) {
    const ids: string[] = await supporterIds(database, after)
    for (const id of ids) {
      const changed = await database.inTransaction(async (transaction) => {
        await lockSupporter(transaction, id)
        const record = await recordOfSupporter(transaction, id)
        const { movements } = foldTimeline(record, { now: at, retryDays: rules.retryDays })
        if (isSameHistory(record.movements, movements)) return false
        if (!isDryRun) await replaceMovements(transaction, id, movements)
        return true
      })
      counted.supporters += 1
      if (changed) counted.changed += 1
    }
    after = ids.at(-1) ?? null
    if (after === null) return counted
  }
}
