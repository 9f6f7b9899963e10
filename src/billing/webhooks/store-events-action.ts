import { type Database, isDatabaseUnavailable } from '../../platform/database/database.ts'
import { inBatches } from '../../platform/database/in-batches.ts'
import { type ArrivedEvent, storeEvents } from './webhook-event-store.ts'

const MAX_BATCH = 100

/**
 * Returns a function that stores one event. Events that arrive together are committed together. The function resolves to
 * false if the event was stored before, and rejects if it could not be stored.
 */
export const storeInBatches = (database: Database): ((arrived: ArrivedEvent) => Promise<boolean>) =>
  inBatches((batch) => storeBatch(database, batch), MAX_BATCH)

const storeBatch = async (
  database: Database,
  batch: readonly ArrivedEvent[],
): Promise<PromiseSettledResult<boolean>[]> => {
  try {
    const fresh = await storeEvents(database, batch)
    // Only the first of two copies in one batch counts as new.
    return batch.map(({ event }) => ({ status: 'fulfilled', value: fresh.delete(event.id) }))
  } catch (reason) {
    if (batch.length === 1 || isDatabaseUnavailable(reason))
      return batch.map(() => ({ status: 'rejected', reason }))
    // Stores each event alone, so that one bad event does not fail the others.
    return Promise.allSettled(
      batch.map(async (each) => (await storeEvents(database, [each])).has(each.event.id)),
    )
  }
}
