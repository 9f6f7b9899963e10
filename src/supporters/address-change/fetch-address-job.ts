import { parseEmailAddress } from '../../mail/email-address.ts'
import { expediteMails } from '../../mail/mail-outbox-store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Queryable } from '../../platform/database/database.ts'
import { whileLeased } from '../../platform/database/lease.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { retryAfterMs } from '../../platform/jobs/retry.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import {
  leaseAddressToFetch,
  postponeAddress,
  recordNoAddress,
  renewAddressToFetch,
} from '../address/address-due-store.ts'
import { type AddressKeys, findAddressIndex } from '../address/address-store.ts'
import { saveAddress } from '../address/save-address-store.ts'

type Needs = {
  database: Database
  addressKeys: AddressKeys
  /** Resolves to the email that a customer gave Stripe; null if none. Rejects if Stripe is unavailable. */
  fetchCustomerEmail: (customerId: string) => Promise<string | null>
  wakeMail: () => void
  /** Records duplicate subscriptions under one address. */
  recordDuplicatesByAddress: (database: Queryable, addressIndex: Uint8Array, now: Date) => Promise<void>
  linkSignedInBrowsers: (addressIndex: Uint8Array) => Promise<void>
  now: Clock
  log: Log
}

/** Fetches the email of each of our customers from Stripe once, and stores it encrypted. */
export const fetchAddressJob = (needs: Needs): Repeating =>
  repeat({
    pauseMs: 1_000,
    step: () => fetchNextAddress(needs),
    onError: (error) =>
      needs.log.error('addresses cannot be fetched', { component: 'mail', ...errorFields(error) }),
  })

const fetchNextAddress = async (needs: Needs): Promise<boolean> => {
  const { database, fetchCustomerEmail, wakeMail, now, log } = needs
  const due = await leaseAddressToFetch(database, now())
  if (!due) return false
  const { customerId, attempts } = due
  try {
    await whileLeased(
      () => renewAddressToFetch(database, due, now()),
      async () => save(needs, { customerId, typed: await fetchCustomerEmail(customerId) }),
    )
    await expediteMails(database, customerId, now())
    wakeMail()
  } catch (error) {
    log.warn('an address was postponed', { component: 'mail', attempt: attempts, ...errorFields(error) })
    await postponeAddress(database, customerId, new Date(now().getTime() + retryAfterMs(attempts)))
  }
  return true
}

const save = async (
  { database, addressKeys, recordDuplicatesByAddress, linkSignedInBrowsers, now }: Needs,
  { customerId, typed }: { customerId: string; typed: string | null },
): Promise<void> => {
  const index = await database.inTransaction(async (transaction) => {
    const address = typed === null ? null : parseEmailAddress(typed)
    // Stripe may accept a text as an email that no mail can be sent to.
    if (!address) return recordNoAddress(transaction, customerId)
    await saveAddress(transaction, { keys: addressKeys, now: now() }, { customerId, address })
    const saved = await findAddressIndex(transaction, customerId)
    if (saved) await recordDuplicatesByAddress(transaction, saved, now())
    return saved
  })
  if (index) await linkSignedInBrowsers(index)
}
