import { type Clock, DAY_MS, HOUR_MS, MINUTE_MS } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { BillingCounts } from '../model/metrics-port.ts'
import type { AccountGateway, AccountPage } from '../stripe/read/account-gateway.ts'
import type { WebhookEvent } from '../stripe/shapes/stripe-event.ts'
import { type Arrived, storeEvents } from '../webhooks/webhook-event-store.ts'
import { scannedObjectsOf } from './account-scan.ts'
import { type Drift, findDrift, findUnfinishedBefore } from './drift-store.ts'
import { lastRun, recordRun } from './run-store.ts'

export type ReconcileNeeds = Pick<AccountGateway, 'listEvents' | 'listAccount'> & {
  database: Database
  livemode: boolean
  count: BillingCounts
  now: Clock
}

export const EVENTS_EVERY_MS = 10 * MINUTE_MS
export const SCAN_EVERY_MS = DAY_MS
const OVERLAP_MS = 2 * HOUR_MS
/** Stripe forgets events after 30 days; a scan looks back a little further, or to the last one if that is longer. */
const SCAN_MS = 35 * DAY_MS

/** Stores the events Stripe says it told us and that never came. Resolves to how many. */
export const catchUpEvents = async (needs: ReconcileNeeds): Promise<number> => {
  const { database, now } = needs
  const startedAt = now()
  const last = await lastRun(database, 'events')
  const since = new Date((last ?? startedAt).getTime() - OVERLAP_MS)
  const settled = new Date(startedAt.getTime() - MINUTE_MS)
  let missed = 0
  for await (const page of needs.listEvents(since)) {
    // What is on its way is left to come; the next turn looks this far back again.
    const due = page.filter((event) => event.livemode === needs.livemode && event.createdAt <= settled)
    missed += (await storeEvents(database, due.map(found(now())))).size
  }
  await recordRun(database, 'events', startedAt, { missed })
  needs.count.missed(missed)
  return missed
}

const SCANNED_KINDS: AccountPage['kind'][] = [
  'subscriptions',
  'invoices',
  'charges',
  'refunds',
  'disputes',
  'settlements',
  'sessions',
]

export type ScanResult = { looked: number; drifted: number }

/**
 * Goes through everything in the account, page by page, and wakes the customers of ours whose record is not what
 * Stripe says; those that an open dispute or a bank may change are looked at in any case.
 */
export const scanAccount = async (needs: ReconcileNeeds): Promise<ScanResult> => {
  const { database, now } = needs
  const startedAt = now()
  const last = await lastRun(database, 'scan')
  const since = new Date(Math.min(startedAt.getTime() - SCAN_MS, (last ?? startedAt).getTime() - 2 * DAY_MS))
  const drifted = new Set<string>()
  let looked = 0
  for await (const page of needs.listAccount(since, SCANNED_KINDS)) {
    looked += page.objects.length
    const drifts = await findDrift(database, page.kind, scannedObjectsOf(page))
    for (const { syncKey } of drifts) drifted.add(syncKey)
    const hints = drifts.map((drift) => asEvent(needs, page.kind, drift, startedAt))
    await storeEvents(database, hints.map(found(now())))
  }
  const old = await findUnfinishedBefore(database, since)
  const hints = old.map((each) => asEvent(needs, 'charges', each, startedAt))
  await storeEvents(database, hints.map(found(now())))
  await recordRun(database, 'scan', startedAt, { drifted: drifted.size, looked })
  return { looked, drifted: drifted.size }
}

const found =
  (at: Date) =>
  (event: WebhookEvent): Arrived => ({ event, arrival: { by: 'reconciliation' }, at })

/** What a scan found is entered as an event would be: a hint that names the object, even of a customer that is gone. */
const asEvent = (
  { livemode }: ReconcileNeeds,
  kind: AccountPage['kind'],
  { id, chargeId, syncKey }: Drift,
  at: Date,
): WebhookEvent => ({
  ...{ id: `scan_${at.getTime()}_${id}`, type: `scan.${kind}`, objectId: id, syncKey, relatedId: chargeId },
  ...{ hasOurMetadata: true, maxDelayMs: 0, createdAt: at, apiVersion: null, livemode },
})
