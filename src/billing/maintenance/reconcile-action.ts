import { type Clock, DAY_MS, HOUR_MS, MINUTE_MS } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { BillingCounts } from '../model/metrics-port.ts'
import type { AccountGateway, AccountPage } from '../stripe/read/account-gateway.ts'
import type { WebhookEvent } from '../stripe/shapes/stripe-event.ts'
import { type ArrivedEvent, storeEvents } from '../webhooks/webhook-event-store.ts'
import { scanPage, type Unreadable } from './account-scan.ts'
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
const EVENTS_OVERLAP_MS = 2 * HOUR_MS
/**
 * Stripe keeps events for 30 days. A scan looks back a little further, or to the last scan if that was
 * earlier.
 */
const SCAN_PERIOD_MS = 35 * DAY_MS

/** Stores events that Stripe created but that never reached us. Returns how many. */
export const catchUpEvents = async (needs: ReconcileNeeds): Promise<number> => {
  const { database, now } = needs
  const startedAt = now()
  const last = await lastRun(database, 'events')
  const since = new Date((last ?? startedAt).getTime() - EVENTS_OVERLAP_MS)
  const settled = new Date(startedAt.getTime() - MINUTE_MS)
  let missed = 0
  for await (const page of needs.listEvents(since)) {
    // Recent events may still arrive. The next run covers this time again.
    const due = page.filter((event) => event.livemode === needs.livemode && event.createdAt <= settled)
    missed += (await storeEvents(database, due.map(arrivedAt(now())))).size
  }
  await recordRun(database, { kind: 'events', at: startedAt, counts: { missed } })
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
 * Compares everything in the account with our record, page by page. Schedules a sync for each customer of
 * ours that differs. Always includes objects that a bank or a dispute may still change.
 */
export const scanAccount = async (needs: ReconcileNeeds): Promise<ScanResult> => {
  const { database, now } = needs
  const startedAt = now()
  const last = await lastRun(database, 'scan')
  const since = new Date(
    Math.min(startedAt.getTime() - SCAN_PERIOD_MS, (last ?? startedAt).getTime() - 2 * DAY_MS),
  )
  const drifted = new Set<string>()
  let looked = 0
  for await (const page of needs.listAccount(since, SCANNED_KINDS)) {
    looked += page.objects.length
    const { objects, unreadable } = scanPage(page)
    const drifts = await findDrift(database, page.kind, objects)
    for (const { syncKey } of drifts) drifted.add(syncKey)
    const events = [
      ...drifts.map((drift) => eventOf(needs, page.kind, { ...drift, at: startedAt })),
      ...unreadable.map((each) => parkedEventOf(needs, page.kind, { ...each, at: startedAt })),
    ]
    await storeEvents(database, events.map(arrivedAt(now())))
  }
  const old = await findUnfinishedBefore(database, since)
  const events = old.map((each) => eventOf(needs, 'charges', { ...each, at: startedAt }))
  await storeEvents(database, events.map(arrivedAt(now())))
  await recordRun(database, { kind: 'scan', at: startedAt, counts: { drifted: drifted.size, looked } })
  return { looked, drifted: drifted.size }
}

const arrivedAt =
  (at: Date) =>
  (event: WebhookEvent): ArrivedEvent => ({ event, arrival: { by: 'reconciliation' }, at })

/** Parks an object that could not be compared, once and not at each scan. */
const parkedEventOf = (
  needs: ReconcileNeeds,
  kind: AccountPage['kind'],
  { id, because, at }: Unreadable & { at: Date },
): WebhookEvent => ({
  ...eventOf(needs, kind, { id, chargeId: null, syncKey: null, at }),
  id: `scan_unreadable_${kind}_${id}`,
  hasOurMetadata: false,
  parkedReason: because,
})

/** Turns a drift into an event that names the object. This works even for a deleted customer. */
const eventOf = (
  { livemode }: ReconcileNeeds,
  kind: AccountPage['kind'],
  { id, chargeId, syncKey, at }: Omit<Drift, 'syncKey'> & { syncKey: string | null; at: Date },
): WebhookEvent => ({
  id: `scan_${at.getTime()}_${id}`,
  type: `scan.${kind}`,
  objectId: id,
  syncKey,
  relatedId: chargeId,
  hasOurMetadata: true,
  maxDelayMs: 0,
  createdAt: at,
  apiVersion: null,
  livemode,
})
