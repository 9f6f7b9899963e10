import { EVENTS_EVERY_MS, SCAN_EVERY_MS } from '../../../src/billing/maintenance/reconcile-action.ts'
import { lastRun } from '../../../src/billing/maintenance/run-store.ts'
import { MINUTE_MS } from '../../../src/platform/clock.ts'
import type { GivenMainstay } from '../mainstay.ts'
import { eventually } from '../people/reader.ts'

/** For so long after this neither of the two is due again. */
const CALM_MS = 5 * MINUTE_MS

/** Waits until Stripe has been asked for its events, and the account looked through, as often as is due; does what that brought. */
export const reconciled = async ({ database, now, advance, settle }: GivenMainstay): Promise<void> => {
  for (const [kind, everyMs] of [
    ['events', EVENTS_EVERY_MS],
    ['scan', SCAN_EVERY_MS],
  ] as const) {
    await eventually(async () => {
      const last = await lastRun(database, kind)
      const inMs = last ? last.getTime() + everyMs - now().getTime() : 0
      if (inMs > CALM_MS) return
      if (inMs > 0) await advance(Math.ceil(inMs / 1000))
      throw new Error(`Stripe is not asked yet: ${kind}`)
    })
  }
  await settle()
}
