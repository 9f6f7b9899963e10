import { EVENTS_EVERY_MS, SCAN_EVERY_MS } from '../../../src/billing/maintenance/reconcile-action.ts'
import { lastRun } from '../../../src/billing/maintenance/run-store.ts'
import { MINUTE_MS } from '../../../src/platform/clock.ts'
import type { GivenMainstay } from '../mainstay.ts'
import { eventually } from '../people/reader.ts'

/** Neither run is due again within this time. */
const NOT_DUE_MS = 5 * MINUTE_MS

/** Waits until the check for missed events and the account scan have run and their results are recorded. */
export const waitForReconciliation = async ({
  database,
  now,
  advance,
  settle,
}: GivenMainstay): Promise<void> => {
  for (const [kind, everyMs] of [
    ['events', EVENTS_EVERY_MS],
    ['scan', SCAN_EVERY_MS],
  ] as const) {
    await eventually(async () => {
      const last = await lastRun(database, kind)
      const inMs = last ? last.getTime() + everyMs - now().getTime() : 0
      if (inMs > NOT_DUE_MS) return
      if (inMs > 0) await advance(Math.ceil(inMs / 1000))
      throw new Error(`The run has not taken place: ${kind}`)
    })
  }
  await settle()
}
