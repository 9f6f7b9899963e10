import { withAsciiDomain } from '../../mail/email-address.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { whileLeased } from '../../platform/database/lease.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { type AddressKeys, findAddress } from '../address/address-store.ts'
import { leaseAddressToPush, markAddressPushed, renewAddressToPush } from './push-address-store.ts'

type Needs = {
  database: Database
  addressKeys: AddressKeys
  setCustomerEmail: (customerId: string, address: string) => Promise<void>
  now: Clock
  log: Log
}

/** Pushes changed emails to Stripe, which sends receipts to them. A failed push is retried after a minute. */
export const pushAddressJob = (needs: Needs): Repeating =>
  repeat({
    pauseMs: 1_000,
    step: async () => {
      const { database, addressKeys, setCustomerEmail, now } = needs
      let due = await leaseAddressToPush(database, now())
      if (!due) return false
      const { customerId } = due
      const known = await findAddress(database, addressKeys, customerId)
      const renew = async () => {
        if (due) due = await renewAddressToPush(database, due, now())
      }
      if (known) await whileLeased(renew, () => setCustomerEmail(customerId, withAsciiDomain(known.address)))
      await markAddressPushed(database, due)
      return true
    },
    onError: (error) =>
      needs.log.warn('an address was not pushed to Stripe', { component: 'mail', ...errorFields(error) }),
  })
