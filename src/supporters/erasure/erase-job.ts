import type { RequestCancellation } from '../../billing/actions/plan-change-store.ts'
import { type Clock, DAY_MS } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { whileLeased } from '../../platform/database/lease.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { retryAfterMs } from '../../platform/jobs/retry.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import {
  areStatusesPublished,
  findBrowsersToUnlink,
  findContributionsToErase,
  findCustomersToErase,
  findUnrecordedCustomers,
  hasUnfetchedAddress,
} from './erasable-store.ts'
import { type Erasure, eraseRecords, leaseErasure, postponeErasure, renewErasure } from './erasure-store.ts'

export type EraseNeeds = {
  database: Database
  requestCancellation: RequestCancellation
  /** Wakes the job that makes pending calls to Stripe. */
  wakePendingActions: () => void
  /** Deletes a customer and their subscriptions at Stripe. Rejects if Stripe is unavailable. */
  deleteCustomer: (id: string) => Promise<{ ok: true } | { ok: false; because: string }>
  /** Returns every spelling of the address under an index. */
  findAddressSpellings: (addressIndex: Uint8Array) => Promise<string[]>
  /** Finds the Stripe customers with exactly this email. Rejects if Stripe is unavailable. */
  findCustomersByEmail: (address: string) => Promise<string[]>
  /** Clears the status of a browser, by its hash. Rejects if the snooze store is unavailable. */
  clearSupporterStatus: (hash: string, now: Date) => Promise<void>
  /** Syncs a customer at once. */
  syncNow: (customerId: string) => Promise<void>
  /** Recomputes a supporter's movements and status. */
  refold: (transaction: Transaction, supporterId: string) => Promise<void>
  now: Clock
  log: Log
}

/** Erases supporters who asked for it: first at Stripe, then in our database. */
export const eraseJob = (needs: EraseNeeds): Repeating =>
  repeat({
    pauseMs: 1_000,
    step: () => eraseNext(needs),
    onError: (error) => needs.log.error('erasures failed', { component: 'erasure', ...errorFields(error) }),
  })

const PENDING_RETRY_MS = 2_000

/** Resolves to false if no erasure is due. Every step is safe to repeat, so an interrupted erasure starts over. */
export const eraseNext = async (needs: EraseNeeds): Promise<boolean> => {
  const { database, now, log } = needs
  const erasure = await leaseErasure(database, now())
  if (!erasure) return false
  try {
    const obstacle = await whileLeased(
      () => renewErasure(database, erasure, now()),
      () => erase(needs, erasure),
    )
    if (obstacle) await postpone(needs, erasure, obstacle)
  } catch (error) {
    log.warn('an erasure was postponed', {
      component: 'erasure',
      attempt: erasure.attempts,
      ...errorFields(error),
    })
    const until = new Date(now().getTime() + retryAfterMs(erasure.attempts))
    await postponeErasure(database, erasure.id, { because: 'something it needs is away', until })
  }
  return true
}

/** Keeps an erasure waiting: a pending step is retried soon, a rejection by Stripe with growing delays. */
type Obstacle = { kind: 'pending' | 'rejected'; reason: string }

const pending = (reason: string): Obstacle => ({ kind: 'pending', reason })

const postpone = async (
  { database, now, log }: EraseNeeds,
  erasure: Erasure,
  { kind, reason }: Obstacle,
): Promise<void> => {
  const isRejected = kind === 'rejected'
  if (isRejected) log.warn('Stripe rejects deleting a customer', { component: 'erasure', reason })
  const delayMs = isRejected ? retryAfterMs(erasure.attempts) : PENDING_RETRY_MS
  const until = new Date(now().getTime() + delayMs)
  await postponeErasure(database, erasure.id, { because: reason, until })
}

/** Resolves to the obstacle that keeps the erasure waiting; null once it is done. */
const erase = async (needs: EraseNeeds, erasure: Erasure): Promise<Obstacle | null> => {
  const { database, refold, now } = needs
  const customers = await findCustomersToErase(database, erasure.addressIndex)
  // The supporter who asked has given under this address, so an empty list cannot mean done.
  if (customers.length === 0) return pending('no customer has its address')
  const obstacle =
    (await cancelContributions(needs, customers)) ??
    (await findUnrecorded(needs, erasure)) ??
    (await deleteAtStripe(needs, customers))
  if (obstacle) return obstacle
  const browsers = await findBrowsersToUnlink(database, customers)
  for (const hash of browsers) await needs.clearSupporterStatus(hash, now())
  const isErased = await database.inTransaction((transaction) =>
    eraseRecords(
      transaction,
      { refold, now: now() },
      { id: erasure.id, addressIndex: erasure.addressIndex, customerIds: customers },
    ),
  )
  if (!isErased) return pending('something changed in the meantime')
  // A page view in between may have restored the status from the database.
  for (const hash of browsers) await needs.clearSupporterStatus(hash, now()).catch(() => {})
  return null
}

/**
 * Cancels what is active and waits for Stripe's confirmation.
 * The subscription would lose its cancellation reason if its customer were deleted first.
 */
const cancelContributions = async (
  { database, requestCancellation, wakePendingActions, now }: EraseNeeds,
  customers: readonly string[],
): Promise<Obstacle | null> => {
  const active = (await findContributionsToErase(database, customers)).filter(({ isEnded }) => !isEnded)
  if (active.length > 0) {
    await database.inTransaction(async (transaction) => {
      for (const { id } of active)
        await requestCancellation(transaction, { subscriptionId: id, cause: 'chosen' }, now())
    })
    wakePendingActions()
  }
  const contributions = await findContributionsToErase(database, customers)
  return contributions.some(({ isCancellationPending }) => isCancellationPending)
    ? pending('cancellations are pending')
    : null
}

/**
 * Looks for contributions that were made under the address before the request and are not recorded yet.
 * Their webhook may be late, or their email may not be fetched yet. Unfetched emails block for a day at most.
 */
const findUnrecorded = async (
  { database, findAddressSpellings, findCustomersByEmail, syncNow, now }: EraseNeeds,
  { addressIndex, askedAt }: Erasure,
): Promise<Obstacle | null> => {
  const atStripe: string[] = []
  for (const address of await findAddressSpellings(addressIndex))
    atStripe.push(...(await findCustomersByEmail(address)))
  const unrecorded = await findUnrecordedCustomers(database, atStripe)
  for (const customer of unrecorded) await syncNow(customer)
  if (unrecorded.length > 0) return pending('a contribution is not recorded yet')
  const isRecent = now().getTime() - askedAt.getTime() < DAY_MS
  const isBlocked = isRecent && (await hasUnfetchedAddress(database, askedAt))
  return isBlocked ? pending('an address is not known yet') : null
}

const deleteAtStripe = async (
  { database, deleteCustomer, syncNow }: EraseNeeds,
  customers: readonly string[],
): Promise<Obstacle | null> => {
  for (const customer of customers) {
    const deleted = await deleteCustomer(customer)
    if (!deleted.ok) return { kind: 'rejected', reason: deleted.because }
    await syncNow(customer)
  }
  const contributions = await findContributionsToErase(database, customers)
  if (contributions.some(({ isEnded }) => !isEnded)) return pending('its cancellation is not recorded yet')
  return (await areStatusesPublished(database, customers))
    ? null
    : pending('its browsers are not updated yet')
}
