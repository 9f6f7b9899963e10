import { randomUUID } from 'node:crypto'
import { DAY_MS } from '../../platform/clock.ts'
import { knownOf } from '../record/charge-store.ts'
import type { AccountGateway } from '../stripe/read/account-gateway.ts'
import type { PriceTerms } from '../stripe/shapes/stripe-facts.ts'
import { type Case, fetchedOf, isWhole, newCase, takePage } from './backlog.ts'
import { countDueSyncJobs, type Lease, leaseSyncJobs, releaseLease, renewLeases } from './lease-store.ts'
import { recordCustomer, type SyncNeeds } from './sync-customer-action.ts'
import { recordSyncFailure, type SyncFailureNeeds } from './sync-failure-action.ts'

export type BacklogNeeds = SyncNeeds &
  SyncFailureNeeds &
  Pick<AccountGateway, 'listAccount'> & { onRecorded: () => void }

/** With more customers waiting than this, pages of the whole account cost less than asking for each. */
const BACKLOG = 1_000
const AT_ONCE = 5_000
const RENEW_EVERY_MS = 30_000
const KINDS = ['subscriptions', 'invoices', 'charges', 'disputes', 'sessions'] as const

/** Works off a backlog by pages of the account. Resolves to false when there is none. */
export const drainBacklog = async (needs: BacklogNeeds, enough = BACKLOG): Promise<boolean> => {
  const { database, now } = needs
  if ((await countDueSyncJobs(database, now(), enough + 1)) <= enough) return false
  const token = randomUUID()
  const leases = await leaseSyncJobs(database, token, now(), AT_ONCE)
  const cases = await casesOf(needs, leases)
  if (cases.size === 0) return false
  const renew = renewing(needs, token)
  try {
    await collect(needs, cases, renew)
  } catch (error) {
    for (const { lease } of cases.values()) await recordSyncFailure(needs, lease, error)
    return true
  }
  const taken = cases.size
  const written = await writeCases(needs, cases, renew)
  needs.onRecorded()
  // Pages that do not bring the most of it are no way to go on.
  return 2 * written > taken
}

type Renew = () => Promise<void>

/** Keeps the leases of what is being worked on, now and then. */
const renewing = ({ database, now }: BacklogNeeds, token: string): Renew => {
  let renewedAt = now().getTime()
  return async () => {
    if (now().getTime() - renewedAt < RENEW_EVERY_MS) return
    renewedAt = now().getTime()
    await renewLeases(database, token, now())
  }
}

// Who the pages do not hold whole is left to be asked for singly.
const writeCases = async (needs: BacklogNeeds, cases: Map<string, Case>, renew: Renew): Promise<number> => {
  const { database, now } = needs
  let written = 0
  for (const [syncKey, each] of cases) {
    cases.delete(syncKey)
    await renew()
    if (!isWhole(each)) {
      await releaseLease(database, each.lease, now())
      continue
    }
    await recordCustomer(needs, each.lease, fetchedOf(each)).then(
      () => {
        written += 1
      },
      (error) => recordSyncFailure(needs, each.lease, error),
    )
  }
  return written
}

// Pages can stand for a customer whose history is known, or begins with what waits. The rest is asked for singly.
const casesOf = async (
  { database, now }: BacklogNeeds,
  leases: readonly Lease[],
): Promise<Map<string, Case>> => {
  const cases = new Map<string, Case>()
  for (const lease of leases) {
    const known = await knownOf(database, lease.syncKey)
    const isStart = lease.waiting.some(({ type }) => type === 'customer.subscription.created')
    if (!lease.syncKey.startsWith('cus_') || lease.fetchAll || (known.since === null && !isStart)) {
      await releaseLease(database, lease, now())
      continue
    }
    cases.set(lease.syncKey, newCase(lease, known))
  }
  return cases
}

const sinceOf = (cases: Map<string, Case>, now: Date): Date => {
  const earliest = [...cases.values()].map(({ known, lease }) =>
    Math.min(
      known.since?.getTime() ?? now.getTime(),
      ...lease.waiting.map(({ createdAt }) => createdAt.getTime()),
    ),
  )
  return new Date(earliest.reduce((one, other) => Math.min(one, other), now.getTime()) - DAY_MS)
}

const collect = async (needs: BacklogNeeds, cases: Map<string, Case>, renew: Renew): Promise<void> => {
  const terms = new Map<string, PriceTerms>()
  for await (const page of needs.listAccount(sinceOf(cases, needs.now()), KINDS)) {
    takePage(page, cases, terms)
    await renew()
  }
}
