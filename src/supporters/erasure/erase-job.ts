import type { RequestCancellation } from '../../billing/actions/plan-change-store.ts'
import { type Clock, DAY_MS } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { type Repeating, repeat } from '../../platform/repeat.ts'
import { retryAfterMs } from '../../platform/retry.ts'
import {
  areBrowsersTold,
  browsersToForget,
  contributionsToErase,
  customersToErase,
  isAddressUnknown,
  unheardOf,
} from './erasable-store.ts'
import { type Erasure, forget, postponeErasure, takeErasure } from './erasure-store.ts'

export type EraseNeeds = {
  database: Database
  requestCancellation: RequestCancellation
  /** There are calls to make. */
  wakePendingActions: () => void
  /** Deletes a customer at Stripe, and with it whatever still charges it. Rejects while Stripe is away. */
  deleteCustomer: (id: string) => Promise<{ ok: true } | { ok: false; because: string }>
  /** The address under an index, in all the ways in which it was typed. */
  addressesWith: (addressIndex: Uint8Array) => Promise<string[]>
  /** The customers that gave Stripe this very address. Rejects while Stripe is away. */
  findCustomersByEmail: (address: string) => Promise<string[]>
  /** Has a browser's standing forgotten, by its hash. Rejects while the quiet store is away. */
  clearSupporterStatus: (hash: string, now: Date) => Promise<void>
  /** Has a customer fetched at once. */
  syncNow: (customerId: string) => Promise<void>
  /** Makes a supporter's movements and standing anew from what is theirs. */
  refold: (transaction: Transaction, supporterId: string) => Promise<void>
  now: Clock
  log: Log
}

/** Erases whoever asked for it: Stripe first, then we forget. */
export const eraseJob = (needs: EraseNeeds): Repeating =>
  repeat({
    pauseMs: 1_000,
    step: () => eraseNext(needs),
    onError: (error) => needs.log.error('nobody is erased', { component: 'erasure', ...errorFields(error) }),
  })

const SOON_MS = 2_000

/** False when nobody is to be erased now. Each step may be cut off: the next try does again what is not done. */
export const eraseNext = async (needs: EraseNeeds): Promise<boolean> => {
  const { database, now, log } = needs
  const erasure = await takeErasure(database, now())
  if (!erasure) return false
  try {
    const waitsFor = await erase(needs, erasure)
    if (waitsFor) await postpone(needs, erasure, waitsFor)
  } catch (error) {
    log.warn('an erasure was put off', {
      component: 'erasure',
      attempt: erasure.attempts,
      ...errorFields(error),
    })
    const until = new Date(now().getTime() + retryAfterMs(erasure.attempts))
    await postponeErasure(database, erasure.id, { because: 'something it needs is away', until })
  }
  return true
}

/** What is under way is looked at again soon, what Stripe refuses later each time. */
type Waiting = string | { refused: string }

const postpone = async ({ database, now, log }: EraseNeeds, erasure: Erasure, waiting: Waiting) => {
  const isPending = typeof waiting === 'string'
  const because = isPending ? waiting : waiting.refused
  if (!isPending) log.warn('Stripe refuses to delete a customer', { component: 'erasure', reason: because })
  const againMs = isPending ? SOON_MS : retryAfterMs(erasure.attempts)
  await postponeErasure(database, erasure.id, { because, until: new Date(now().getTime() + againMs) })
}

/** What it waits for; null once it is done. */
const erase = async (needs: EraseNeeds, erasure: Erasure): Promise<Waiting | null> => {
  const { database, deleteCustomer, syncNow, refold, now } = needs
  const customers = await customersToErase(database, erasure.addressIndex)
  // Whoever asked gave under it: that nobody did is no reason to call it done.
  if (customers.length === 0) return 'nobody is found under its address'
  await askToEnd(needs, customers)
  // Why it ended is a fact of ours, and is told to Stripe first: a customer that is gone ends for no reason.
  const before = await contributionsToErase(database, customers)
  if (before.some(({ isOwed }) => isOwed)) return 'ends are under way'
  const unknown = await whatIsUnknown(needs, erasure)
  if (unknown) return unknown
  for (const customer of customers) {
    const deleted = await deleteCustomer(customer)
    if (!deleted.ok) return { refused: deleted.because }
    await syncNow(customer)
  }
  const after = await contributionsToErase(database, customers)
  if (after.some(({ isEnded }) => !isEnded)) return 'its end is not recorded yet'
  if (!(await areBrowsersTold(database, customers))) return 'its browsers are not told yet'
  const browsers = await browsersToForget(database, customers)
  for (const hash of browsers) await needs.clearSupporterStatus(hash, now())
  const isForgotten = await database.inTransaction((transaction) =>
    forget(transaction, { refold, now: now() }, erasure, customers),
  )
  if (!isForgotten) return 'something changed meanwhile'
  // A page that was opened in between may have brought it back from the record.
  for (const hash of browsers) await needs.clearSupporterStatus(hash, now()).catch(() => {})
  return null
}

/**
 * What was given under the address before it was to be forgotten, and is not in the record yet: its webhook is late, or
 * its address is still to be asked for. That of others is waited for no longer than a day.
 */
const whatIsUnknown = async (
  { database, addressesWith, findCustomersByEmail, syncNow, now }: EraseNeeds,
  { addressIndex, askedAt }: Erasure,
): Promise<string | null> => {
  const atStripe: string[] = []
  for (const address of await addressesWith(addressIndex))
    atStripe.push(...(await findCustomersByEmail(address)))
  const unheard = await unheardOf(database, atStripe)
  for (const customer of unheard) await syncNow(customer)
  if (unheard.length > 0) return 'what was given is not recorded yet'
  const isRecent = now().getTime() - askedAt.getTime() < DAY_MS
  return isRecent && (await isAddressUnknown(database, askedAt)) ? 'an address is not known yet' : null
}

const askToEnd = async (
  { database, requestCancellation, wakePendingActions, now }: EraseNeeds,
  customers: readonly string[],
): Promise<void> => {
  const live = (await contributionsToErase(database, customers)).filter(({ isEnded }) => !isEnded)
  if (live.length === 0) return
  await database.inTransaction(async (transaction) => {
    for (const { id } of live)
      await requestCancellation(transaction, { subscriptionId: id, cause: 'chosen' }, now())
  })
  wakePendingActions()
}
