import { withAsciiDomain } from '../../mail/email-address.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { type Repeating, repeat } from '../../platform/repeat.ts'
import { type AddressKeys, addressOf } from '../address/address-store.ts'
import { leaseAddressToPush, markAddressPushed } from './address-change-store.ts'

type Needs = {
  database: Database
  addressKeys: AddressKeys
  setCustomerEmail: (customerId: string, address: string) => Promise<void>
  now: Clock
  log: Log
}

/** Tells Stripe where receipts are to go from now on. One that fails is due again after a minute. */
export const pushAddressJob = (needs: Needs): Repeating =>
  repeat({
    pauseMs: 1_000,
    step: async () => {
      const { database, addressKeys, setCustomerEmail, now } = needs
      const toTell = await leaseAddressToPush(database, now())
      if (!toTell) return false
      const known = await addressOf(database, addressKeys, toTell.customerId)
      if (known) await setCustomerEmail(toTell.customerId, withAsciiDomain(known.address))
      await markAddressPushed(database, toTell)
      return true
    },
    onError: (error) =>
      needs.log.warn('Stripe is not told of an address yet', { component: 'mail', ...errorFields(error) }),
  })
