import type { Queryable } from '../platform/database/database.ts'
import type { Metrics } from '../platform/metrics.ts'
import { findRun } from './maintenance/run-store.ts'
import type { BillingCounts } from './model/metrics-port.ts'
import { findBillingFigures } from './webhook-metrics-store.ts'

type Needs = { metrics: Metrics; database: Queryable; now: () => Date }

const SYNC_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60]

/** Billing's figures: what came, what waits, what was done of it, and how far the record was from Stripe. */
export const billingMetrics = ({ metrics, database, now }: Needs): BillingCounts => {
  const webhooks = metrics.counter('mainstay_webhooks_total', 'Webhook deliveries by what became of them', [
    'outcome',
  ])
  const old = metrics.counter(
    'mainstay_webhooks_of_other_version_total',
    'Events shaped by another API version',
    [],
  )
  const syncs = metrics.counter('mainstay_syncs_total', 'Units fetched from Stripe by outcome', ['outcome'])
  const seconds = metrics.histogram('mainstay_sync_seconds', 'From lease to record', SYNC_BUCKETS)
  const missed = metrics.counter(
    'mainstay_events_missed_total',
    'Events that reconciliation found and no webhook brought',
    [],
  )
  const figures = sharedFor(1_000, () => findBillingFigures(database, now()))
  // From the database, so that it is the same whichever process looked.
  const runs = sharedFor(1_000, async () => ({
    events: await findRun(database, 'events'),
    scan: await findRun(database, 'scan'),
  }))
  metrics.gauge(
    'mainstay_drifted_customers',
    'Customers whose record was not what Stripe says, at the last scan',
    async () => {
      const { scan } = await runs()
      return scan ? [{ value: Number(scan['drifted'] ?? 0) }] : []
    },
  )
  metrics.gauge(
    'mainstay_reconciled_seconds',
    'How long ago Stripe was asked for its events, and the account looked through',
    async () =>
      Object.entries(await runs()).flatMap(([kind, run]) =>
        run ? [{ labels: { kind }, value: (now().getTime() - Date.parse(run.at)) / 1000 }] : [],
      ),
  )
  metrics.gauge('mainstay_webhook_events', 'Events by state', async () => {
    const { waiting, parked } = await figures()
    return [
      { labels: { state: 'waiting' }, value: waiting },
      { labels: { state: 'parked' }, value: parked },
    ]
  })
  metrics.gauge(
    'mainstay_webhook_events_oldest_seconds',
    'How long the event that waits longest has been overdue',
    async () => [{ value: (await figures()).oldestSeconds }],
  )
  metrics.gauge('mainstay_sync_jobs_due', 'Customers and sessions waiting to be fetched', async () => [
    { value: (await figures()).due },
  ])
  metrics.gauge('mainstay_pending_actions', 'Calls that the record owes Stripe', async () => [
    { value: (await figures()).owed },
  ])
  metrics.gauge('mainstay_rejected_actions', 'Ends of contributions that Stripe refused', async () => [
    { value: (await figures()).refused },
  ])
  metrics.gauge(
    'mainstay_past_due_subscriptions',
    'Contributions whose newest invoice could not be collected yet',
    async () => [{ value: (await figures()).pastDue }],
  )
  return {
    webhook: (outcome) => webhooks({ outcome }),
    oldVersion: () => old({}),
    synced: (outcome, ms) => {
      syncs({ outcome })
      if (ms !== undefined) seconds(ms / 1000)
    },
    missed: (events) => missed({}, events),
  }
}

// Several gauges of one reading ask once.
const sharedFor = <T>(ms: number, read: () => Promise<T>): (() => Promise<T>) => {
  let kept: { at: number; value: Promise<T> } | null = null
  return () => {
    if (!kept || performance.now() - kept.at > ms) kept = { at: performance.now(), value: read() }
    return kept.value
  }
}
