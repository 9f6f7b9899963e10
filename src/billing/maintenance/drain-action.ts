import { type PendingActionNeeds, performNextAction } from '../actions/pending-action-job.ts'
import { isSameHistory } from '../history/movements.ts'
import { foldTimeline } from '../history/timeline.ts'
import { replaceMovements } from '../record/ledger-store.ts'
import { findSupporterRecord } from '../record/supporter-record-store.ts'
import { listSupporterIds, lockSupporter } from '../record/supporter-store.ts'
import { publishStatuses, type SuppressionNeeds } from '../status/publish-status-job.ts'
import { drainBacklog } from '../sync/backlog-action.ts'
import { type SyncJobNeeds, syncNext } from '../sync/sync-job.ts'
import { resolveCustomers } from '../webhooks/resolve-customers-action.ts'

/** Runs the work of all jobs until nothing is due. Returns how many customers and payments were synced. */
export const drain = async (needs: SyncJobNeeds & PendingActionNeeds & SuppressionNeeds): Promise<number> => {
  let fetched = 0
  for (;;) {
    await resolveCustomers(needs)
    if (await drainBacklog(needs)) continue
    if (await syncNext(needs)) {
      fetched += 1
      continue
    }
    if (await performNextAction(needs)) continue
    while (await publishStatuses(needs)) {}
    return fetched
  }
}

type RebuildNeeds = Pick<SyncJobNeeds, 'database' | 'now' | 'rules'>
export type RebuildResult = { supporters: number; changed: number }

/**
 * Recomputes every supporter's movements from the recorded facts. Same facts give same rows, so `changed`
 * counts rows that were wrong.
 */
export const rebuild = async (
  { database, now, rules }: RebuildNeeds,
  isDryRun: boolean,
): Promise<RebuildResult> => {
  const at = now()
  const result = { supporters: 0, changed: 0 }
  for (let after: string | null = null; ; ) {
    const ids: string[] = await listSupporterIds(database, after)
    for (const id of ids) {
      const changed = await database.inTransaction(async (transaction) => {
        await lockSupporter(transaction, id)
        const record = await findSupporterRecord(transaction, id)
        const { movements } = foldTimeline(record, { now: at, retryDays: rules.retryDays })
        if (isSameHistory(record.movements, movements)) return false
        if (!isDryRun) await replaceMovements(transaction, id, movements)
        return true
      })
      result.supporters += 1
      if (changed) result.changed += 1
    }
    after = ids.at(-1) ?? null
    if (after === null) return result
  }
}
