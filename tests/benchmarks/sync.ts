import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { leaseSyncJob } from '../../src/billing/sync/lease-store.ts'
import { syncCustomer } from '../../src/billing/sync/sync-customer-action.ts'
import { completeCheckout, lastUnpaidCheckoutAt, lockCheckouts } from '../../src/checkout/checkout-store.ts'
import { givenMainstay } from '../given/mainstay.ts'
import { eventually, givenReader, paySession, startGiving } from '../given/people/reader.ts'
import { waitForRecord } from '../given/record/record.ts'
import { stripeClient } from '../given/resources/sandbox.ts'
import type { Row } from './bench.ts'
import { median } from './median.ts'

const PEOPLE = 40
const HOUR_S = 3_600
const FETCHING = ['GET /v1/subscriptions', 'GET /v1/invoices', 'GET /v1/charges', 'GET /v1/disputes']
type Given = Awaited<ReturnType<typeof givenMainstay>>

/** Measures Stripe calls per ordinary renewal, and our own work per customer sync. */
export const measureSync = async (): Promise<Row[]> => {
  const mainstay = await givenMainstay()
  for (let person = 0; person < PEOPLE; person += 1) {
    const session = await startGiving(givenReader(mainstay.origin), { amount: String(5 + person / 100) })
    await paySession(mainstay.sandbox.origin, session)
  }
  await waitUntilSettled(mainstay, PEOPLE)
  const calls = (await countRenewalCalls(mainstay)) / PEOPLE
  const times = await measureOwnWork(mainstay)
  const own = median(times)
  await mainstay.stop()
  return [
    {
      what: 'Stripe calls for an ordinary renewal',
      measured: calls.toFixed(1),
      beside: `${PEOPLE} renewals, their events as they come`,
      goal: 'at most 4',
      reached: calls <= 4,
    },
    {
      what: 'our own work for each fetch of a customer',
      measured: `${own.toFixed(1)} ms`,
      beside: `median of ${times.length} fetches, Stripe's time taken off`,
      goal: 'under 5 ms',
      reached: own < 5,
    },
  ]
}

const waitUntilSettled = async (mainstay: Given, payments: number): Promise<void> => {
  await eventually(async () => {
    const [row] = await mainstay.database.query<{ count: number }>(
      'select count(*) as count from ledger_entries',
    )
    assert.equal(row?.count, payments, 'payments are missing in the ledger')
  }, 60_000)
  await waitForRecord(mainstay)
}

/**
 * Runs a typical renewal: the period changes, an hour later the payment, seconds later its settlement. The
 * clock skips only idle times, so that scans and skipped events do not count.
 */
const countRenewalCalls = async (mainstay: Given): Promise<number> => {
  const { sandbox, control } = mainstay
  const { data } = await stripeClient(sandbox.origin).subscriptions.list({ limit: PEOPLE })
  const ends = data.map((each) => each.items.data[0]?.current_period_end ?? 0)
  const [first, last] = [Math.min(...ends), Math.max(...ends)]
  const jumpTo = (second: number) =>
    control('clock', { advanceSeconds: second - Math.round(mainstay.now().getTime() / 1000) })
  await jumpTo(first - 60)
  // Waits for the daily scan, which is overdue after the jump.
  await pause(5_000)
  await waitForRecord(mainstay)
  await fetch(`${sandbox.origin}/_sandbox/calls`, { method: 'DELETE' })
  await jumpTo(last + 5)
  await waitForRecord(mainstay)
  await jumpTo(first + HOUR_S - 2)
  await pause((last - first + 10) * 1_000)
  await waitUntilSettled(mainstay, 2 * PEOPLE)
  await jumpTo(last + 4 * HOUR_S)
  // Events are listed after this jump too. Nothing else may run during the next measurement.
  await pause(5_000)
  await waitForRecord(mainstay)
  const counted = await fetch(`${sandbox.origin}/_sandbox/calls`)
  const calls = (await counted.json()) as Record<string, { calls: number }>
  return FETCHING.reduce((sum, name) => sum + (calls[name]?.calls ?? 0), 0)
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Syncs all customers once more, one after another, without counting the time spent waiting for Stripe. */
const measureOwnWork = async (mainstay: Given): Promise<number[]> => {
  const { database, resources, now } = mainstay
  await database.query('update sync_jobs set due_at = null')
  const customers = await database.query<{ id: string }>('select id from stripe_customers')
  const times: number[] = []
  for (const { id } of customers) {
    await database.query(
      `update sync_jobs set due_at = '2000-01-01', fetch_scope = 'everything' where sync_key = $1`,
      [id],
    )
    let waited = 0
    const startedAt = performance.now()
    const lease = await leaseSyncJob(database, randomUUID(), now())
    if (!lease) continue
    await syncCustomer(
      {
        database,
        now,
        rules: resources.newsroom.rules,
        mailLanguage: 'en',
        checkouts: {
          lock: lockCheckouts,
          moveSenders: async () => {},
          complete: completeCheckout,
          lastUnpaidAt: lastUnpaidCheckoutAt,
        },
        listCustomer: async (request) => {
          const at = performance.now()
          const listing = await resources.stripe.listCustomer(request)
          waited = performance.now() - at
          return listing
        },
      },
      lease,
    )
    times.push(performance.now() - startedAt - waited)
  }
  return times
}
