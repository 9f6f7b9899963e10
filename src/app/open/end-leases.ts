import { endActionLeases } from '../../billing/actions/action-lease-store.ts'
import { endSyncLeases } from '../../billing/sync/lease-store.ts'
import { expireMailLeases } from '../../mail/tidy-outbox-store.ts'
import type { Database } from '../../platform/database/database.ts'
import { expediteAddresses } from '../../supporters/address/address-due-store.ts'
import { expediteErasures } from '../../supporters/erasure/erasure-store.ts'

/**
 * Ends the leases that a killed process left in an embedded database. The lock on its folder lets in one process at a
 * time, so nobody else can hold one. With Postgres another process may, and a lease ends by itself within seconds.
 */
export const endOwnLeases = async (database: Database, now: Date): Promise<void> => {
  if (database.engine !== 'pglite') return
  await endSyncLeases(database, now)
  await endActionLeases(database, now)
  await expediteAddresses(database, now)
  await expediteErasures(database, now)
  await expireMailLeases(database)
}
