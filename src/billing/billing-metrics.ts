import type { Queryable } from '../platform/database/database.ts'
import type { Metrics } from '../platform/metrics.ts'
import { findRun } from './maintenance/run-store.ts'
import type { BillingCounts } from './model/metrics-port.ts'
import { type BillingFigures, findBillingFigures } from './webhook-metrics-store.ts'

type Needs = { metrics: Metrics; database: Queryable; now: () => Date }

const SYNC_BUCKETS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60]
const CACHE_MS = 1_000

/** Registers the metrics of billing. Returns the counters that billing increases. */
export const billingMetrics = (needs: Needs): BillingCounts => {
  registerReconciliation(needs)
  registerFigures(needs)
  return registerCounters(needs)
}

const registerCounters = ({ metrics }: Needs): BillingCounts => {
  const webhooks = metrics.counter('mainstay_webhooks_total', 'Webhook deliveries by outcome', ['outcome'])
  const otherVersion = metrics.counter(
    'mainstay_webhooks_of_other_version_total',
    'Events of another API version',
    [],
  )
  const syncs = metrics.counter('mainstay_syncs_total', 'Sync jobs by outcome', ['outcome'])
  const seconds = metrics.histogram('mainstay_sync_seconds', 'From lease to record', SYNC_BUCKETS)
  const missed = metrics.counter(
    'mainstay_events_missed_total',
    'Events that reconciliation found and no webhook brought',
    [],
  )
  return {
    webhook: (outcome) => webhooks({ outcome }),
    oldVersion: () => otherVersion({}),
    synced: (outcome, ms) => {
      syncs({ outcome })
      if (ms !== undefined) seconds(ms / 1000)
    },
    missed: (events) => missed({}, events),
  }
}

const registerReconciliation = ({ metrics, database, now }: Needs): void => {
  // Read from the database, so that every process reports the same.
  const runs = cached(async () => ({
    events: await findRun(database, 'events'),
    scan: await findRun(database, 'scan'),
  }))
  metrics.gauge(
    'mainstay_drifted_customers',
    'Customers whose record differed from Stripe in the last account scan',
    async () => {
      const { scan } = await runs()
      return scan ? [{ value: Number(scan['drifted'] ?? 0) }] : []
    },
  )
  metrics.gauge(
    'mainstay_reconciled_seconds',
    'Seconds since the last check for missed events and the last account scan',
    async () =>
      Object.entries(await runs()).flatMap(([kind, run]) =>
        run ? [{ labels: { kind }, value: (now().getTime() - Date.parse(run.at)) / 1000 }] : [],
      ),
  )
}

const registerFigures = ({ metrics, database, now }: Needs): void => {
  const figures = cached(() => findBillingFigures(database, now()))
  metrics.gauge('mainstay_webhook_events', 'Events by state', async () => {
    const { waiting, parked } = await figures()
    return [
      { labels: { state: 'waiting' }, value: waiting },
      { labels: { state: 'parked' }, value: parked },
    ]
  })
  const gauge = (name: string, help: string, field: keyof BillingFigures) =>
    metrics.gauge(name, help, async () => [{ value: (await figures())[field] }])
  gauge(
    'mainstay_webhook_events_oldest_seconds',
    'Seconds by which the oldest waiting event is overdue',
    'oldestSeconds',
  )
  gauge('mainstay_sync_jobs_due', 'Customers and sessions that wait to be fetched', 'due')
  gauge('mainstay_pending_actions', 'Calls to Stripe that must still be made', 'pendingActions')
  gauge('mainstay_rejected_actions', 'Cancellations that Stripe rejected', 'rejectedCancellations')
  gauge(
    'mainstay_past_due_subscriptions',
    'Subscriptions whose newest invoice could not be collected yet',
    'pastDue',
  )
}

// Lets several gauges share one query.
const cached = <T>(read: () => Promise<T>): (() => Promise<T>) => {
  let entry: { at: number; value: Promise<T> } | null = null
  return () => {
    if (!entry || performance.now() - entry.at > CACHE_MS) entry = { at: performance.now(), value: read() }
    return entry.value
  }
}
