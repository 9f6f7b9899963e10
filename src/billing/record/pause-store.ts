import type { Queryable } from '../../platform/database/database.ts'
import { storableJson } from '../../platform/database/storable-text.ts'
import type { DatedPause } from '../history/pauses.ts'

/** Saves new and changed pauses. */
export const savePauses = async (transaction: Queryable, pauses: readonly DatedPause[]): Promise<void> => {
  if (pauses.length === 0) return
  await transaction.query(
    `insert into stripe_pauses (subscription_id, paused_at, resumes_at, resumed_at, dated_by)
     select "subscriptionId", "pausedAt", "resumesAt", "resumedAt", "datedBy"
     from jsonb_to_recordset($1::jsonb) as given ("subscriptionId" text, "pausedAt" timestamptz,
       "resumesAt" timestamptz, "resumedAt" timestamptz, "datedBy" text)
     on conflict (subscription_id, paused_at) do update set resumes_at = excluded.resumes_at,
       resumed_at = excluded.resumed_at`,
    [storableJson(pauses)],
  )
}
