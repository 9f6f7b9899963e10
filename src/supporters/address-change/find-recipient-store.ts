import type { MailNeeds, MailRecipient } from '../../mail/send-mail-action.ts'
import type { Database } from '../../platform/database/database.ts'
import { isAddressDue, isAnyAddressDue } from '../address/address-due-store.ts'
import {
  type AddressKeys,
  findAddress,
  findAddressOfRequest,
  isAddressUnused,
} from '../address/address-store.ts'
import { findAddressOfChange } from './address-change-store.ts'

type Mail = Parameters<MailNeeds['findRecipient']>[0]
type Recipient = (MailRecipient & { isProven: boolean }) | 'none' | 'not-known-yet'

/** Attempts spread over a minute: a new supporter may ask before the record knows them. */
const ATTEMPTS_FOR_UNKNOWN_ADDRESS = 4

/** Finds the address of a mail: `not-known-yet` while Stripe may still tell it, `none` if there is none. */
export const findRecipient = async (
  database: Database,
  keys: AddressKeys,
  mail: Mail,
): Promise<Recipient> => {
  if (mail.addressChange !== null) {
    const which = mail.kind === 'address-was' ? 'before' : 'new'
    return (await findAddressOfChange(database, keys, { id: mail.addressChange, which })) ?? 'none'
  }
  if (mail.signInRequest !== null)
    return ofSignInRequest(database, keys, { id: mail.signInRequest, attempts: mail.attempts })
  return ofCustomer(database, keys, mail.customerId ?? '')
}

const ofSignInRequest = async (
  database: Database,
  keys: AddressKeys,
  { id, attempts }: { id: string; attempts: number },
): Promise<Recipient> => {
  const isDue = await isAnyAddressDue(database)
  const known = await findAddressOfRequest(database, keys, id)
  if (known) return known
  const mayCome = isDue || attempts <= ATTEMPTS_FOR_UNKNOWN_ADDRESS
  return mayCome && (await isAddressUnused(database, id)) ? 'not-known-yet' : 'none'
}

const ofCustomer = async (database: Database, keys: AddressKeys, customerId: string): Promise<Recipient> => {
  const known = await findAddress(database, keys, customerId)
  // Somebody else reads the mails of this address.
  if (known?.disownedAt) return 'none'
  if (known) return known
  if (await isAddressDue(database, customerId)) return 'not-known-yet'
  // The address may have been saved between the two queries.
  return (await findAddress(database, keys, customerId)) ?? 'none'
}
