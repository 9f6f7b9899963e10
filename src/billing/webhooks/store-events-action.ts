import { type Database, isDatabaseUnavailable } from '../../platform/database/database.ts'
import { inBatches } from '../../platform/database/in-batches.ts'
import { type ArrivedEvent, storeEvents } from './webhook-event-store.ts'

const MOST = 100

/**
 * Stores what webhooks bring: events that arrive together are committed together. Resolves to false for an event
 * already stored; rejects when it was not stored.
 */
export const intake = (database: Database): ((arrived: ArrivedEvent) => Promise<boolean>) =>
  inBatches((batch) => storeBatch(database, batch), MOST)

const storeBatch = async (
  database: Database,
  batch: readonly ArrivedEvent[],
): Promise<PromiseSettledResult<boolean>[]> => {
  try {
    const fresh = await storeEvents(database, batch)
    // Of two copies in one batch the first is the new one.
    return batch.map(({ event }) => ({ status: 'fulfilled', value: fresh.delete(event.id) }))
  } catch (reason) {
    if (batch.length === 1 || isDatabaseUnavailable(reason))
      return batch.map(() => ({ status: 'rejected', reason }))
    // One that cannot be stored is not to keep the others out.
    return Promise.allSettled(
      batch.map(async (each) => (await storeEvents(database, [each])).has(each.event.id)),
    )
  }
}
