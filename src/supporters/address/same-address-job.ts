import { type Clock, HOUR_MS } from '../../platform/clock.ts'
import type { Database, Queryable } from '../../platform/database/database.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../../platform/log.ts'

type Needs = {
  database: Database
  recordDuplicatesByAddress: (database: Queryable, addressIndex: null, now: Date) => Promise<void>
  linkSignedInBrowsers: (addressIndex: null) => Promise<void>
  now: Clock
  log: Log
}

/**
 * Looks hourly for duplicate subscriptions under one address, and for signed-in browsers that are not linked yet.
 * A duplicate may appear late: a pause ends, a cancellation is undone, or a subscription is recorded after its address.
 */
export const sameAddressJob = ({
  database,
  recordDuplicatesByAddress,
  linkSignedInBrowsers,
  now,
  log,
}: Needs): Repeating =>
  repeat({
    pauseMs: HOUR_MS,
    step: async () => {
      await recordDuplicatesByAddress(database, null, now())
      await linkSignedInBrowsers(null)
      return false
    },
    onError: (error) =>
      log.error('looking for same addresses failed', { component: 'mail', ...errorFields(error) }),
  })
