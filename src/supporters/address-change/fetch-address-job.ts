import { parseEmailAddress } from '../../mail/email-address.ts'
import { expediteMails } from '../../mail/mail-outbox-store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Queryable } from '../../platform/database/database.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { type Repeating, repeat } from '../../platform/repeat.ts'
import { retryAfterMs } from '../../platform/retry.ts'
import { leaseAddressToFetch, noAddress, postponeAddress } from '../address/address-due-store.ts'
import { type AddressKeys, indexOfCustomer } from '../address/address-store.ts'
import { keepAddress } from '../address/save-address-store.ts'

type Needs = {
  database: Database
  keys: AddressKeys
  /** The mail address a customer gave Stripe; null where there is none. Rejects while Stripe is away. */
  fetchCustomerEmail: (customerId: string) => Promise<string | null>
  onLearnt: () => void
  /** What stands beside what under one address is put before staff. */
  recordDuplicatesByAddress: (database: Queryable, addressIndex: Uint8Array, now: Date) => Promise<void>
  linkSignedInReader: (addressIndex: Uint8Array) => Promise<void>
  now: Clock
  log: Log
}

/** Asks Stripe, once for each customer of ours, where to write to, and keeps it sealed. */
export const fetchAddressJob = (needs: Needs): Repeating =>
  repeat({
    pauseMs: 1_000,
    step: () => fetchNextAddress(needs),
    onError: (error) =>
      needs.log.error('addresses are not learnt', { component: 'mail', ...errorFields(error) }),
  })

const fetchNextAddress = async (needs: Needs): Promise<boolean> => {
  const { database, fetchCustomerEmail, onLearnt, now, log } = needs
  const due = await leaseAddressToFetch(database, now())
  if (!due) return false
  const { customerId, attempts } = due
  try {
    await keep(needs, { customerId, typed: await fetchCustomerEmail(customerId) })
    await expediteMails(database, customerId, now())
    onLearnt()
  } catch (error) {
    log.warn('an address was put off', { component: 'mail', attempt: attempts, ...errorFields(error) })
    await postponeAddress(database, customerId, new Date(now().getTime() + retryAfterMs(attempts)))
  }
  return true
}

const keep = async (
  { database, keys, recordDuplicatesByAddress, linkSignedInReader, now }: Needs,
  { customerId, typed }: { customerId: string; typed: string | null },
): Promise<void> => {
  const index = await database.inTransaction(async (transaction) => {
    const address = typed === null ? null : parseEmailAddress(typed)
    // What Stripe takes for an address and we do not is nothing that mail could be sent to.
    if (!address) return noAddress(transaction, customerId)
    await keepAddress(transaction, keys, { customerId, address }, now())
    const kept = await indexOfCustomer(transaction, customerId)
    if (kept) await recordDuplicatesByAddress(transaction, kept, now())
    return kept
  })
  if (index) await linkSignedInReader(index)
}
