import { type Clock, HOUR_MS } from '../../platform/clock.ts'
import type { Database, Queryable } from '../../platform/database/database.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { type Repeating, repeat } from '../../platform/repeat.ts'

type Needs = {
  database: Database
  recordDuplicatesByAddress: (database: Queryable, addressIndex: null, now: Date) => Promise<void>
  linkSignedInReader: (addressIndex: null) => Promise<void>
  now: Clock
  log: Log
}

/**
 * Looks hourly for contributions that stand beside one another under one address: a pause may have ended, an end been
 * taken back, a contribution been recorded later than its address; and for who is signed in meanwhile.
 */
export const sameAddressJob = ({
  database,
  recordDuplicatesByAddress,
  linkSignedInReader,
  now,
  log,
}: Needs): Repeating =>
  repeat({
    pauseMs: HOUR_MS,
    step: async () => {
      await recordDuplicatesByAddress(database, null, now())
      await linkSignedInReader(null)
      return false
    },
    onError: (error) =>
      log.error('equal addresses are not looked for', { component: 'mail', ...errorFields(error) }),
  })
