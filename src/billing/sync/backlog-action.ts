import { randomUUID } from 'node:crypto'
import { DAY_MS } from '../../platform/clock.ts'
import { whileLeased } from '../../platform/database/lease.ts'
import { findKnownCustomer } from '../record/charge-store.ts'
import type { AccountGateway } from '../stripe/read/account-gateway.ts'
import type { PriceTerms } from '../stripe/shapes/stripe-facts.ts'
import { fetchedFacts, hasEverything, newPendingCustomer, type PendingCustomer, takePage } from './backlog.ts'
import { countDueSyncJobs, type Lease, leaseSyncJobs, releaseLease, renewLeases } from './lease-store.ts'
import { recordCustomer, type SyncNeeds } from './sync-customer-action.ts'
import { recordSyncFailure, type SyncFailureNeeds } from './sync-failure-action.ts'

export type BacklogNeeds = SyncNeeds &
  SyncFailureNeeds &
  Pick<AccountGateway, 'listAccount'> & { onRecorded: () => void }

/** Above this number of waiting customers, pages of the whole account cost fewer calls than single fetches. */
const BACKLOG_THRESHOLD = 1_000
const MAX_LEASES = 5_000
const KINDS = ['subscriptions', 'invoices', 'charges', 'disputes', 'sessions'] as const

/** Syncs a backlog from pages of the account. False if there is no backlog, or if the pages brought less than half. */
export const drainBacklog = async (needs: BacklogNeeds, threshold = BACKLOG_THRESHOLD): Promise<boolean> => {
  const { database, now } = needs
  if ((await countDueSyncJobs(database, now(), threshold + 1)) <= threshold) return false
  const token = randomUUID()
  const leases = await leaseSyncJobs(database, { token, count: MAX_LEASES }, now())
  return whileLeased(
    () => renewLeases(database, token, now()),
    () => syncFromPages(needs, leases),
  )
}

const syncFromPages = async (needs: BacklogNeeds, leases: readonly Lease[]): Promise<boolean> => {
  const customers = await selectCustomers(needs, leases)
  if (customers.size === 0) return false
  try {
    await collect(needs, customers)
  } catch (error) {
    for (const { lease } of customers.values()) await recordSyncFailure(needs, lease, error)
    return true
  }
  const total = customers.size
  const recorded = await recordCustomers(needs, customers)
  needs.onRecorded()
  return 2 * recorded > total
}

// Releases incomplete customers, which are fetched alone later.
const recordCustomers = async (
  needs: BacklogNeeds,
  customers: Map<string, PendingCustomer>,
): Promise<number> => {
  const { database, now } = needs
  let recorded = 0
  for (const [syncKey, customer] of customers) {
    customers.delete(syncKey)
    if (!hasEverything(customer)) {
      await releaseLease(database, customer.lease, now())
      continue
    }
    try {
      await recordCustomer(needs, customer.lease, fetchedFacts(customer))
      recorded += 1
    } catch (error) {
      await recordSyncFailure(needs, customer.lease, error)
    }
  }
  return recorded
}

// Pages suffice for a customer whose history is known, or begins with the waiting events. Others are fetched alone.
const selectCustomers = async (
  { database, now }: BacklogNeeds,
  leases: readonly Lease[],
): Promise<Map<string, PendingCustomer>> => {
  const customers = new Map<string, PendingCustomer>()
  for (const lease of leases) {
    const known = await findKnownCustomer(database, lease.syncKey)
    const isNewCustomer = lease.waiting.some(({ type }) => type === 'customer.subscription.created')
    if (!lease.syncKey.startsWith('cus_') || lease.fetchAll || (known.since === null && !isNewCustomer)) {
      await releaseLease(database, lease, now())
      continue
    }
    customers.set(lease.syncKey, newPendingCustomer(lease, known))
  }
  return customers
}

const earliestNeeded = (customers: Map<string, PendingCustomer>, now: Date): Date => {
  const times = [...customers.values()].map(({ known, lease }) =>
    Math.min(
      known.since?.getTime() ?? now.getTime(),
      ...lease.waiting.map(({ createdAt }) => createdAt.getTime()),
    ),
  )
  return new Date(times.reduce((one, other) => Math.min(one, other), now.getTime()) - DAY_MS)
}

const collect = async (needs: BacklogNeeds, customers: Map<string, PendingCustomer>): Promise<void> => {
  const terms = new Map<string, PriceTerms>()
  for await (const page of needs.listAccount(earliestNeeded(customers, needs.now()), KINDS)) {
    takePage(page, customers, terms)
  }
}
