import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { retryAfterMs } from '../../platform/jobs/retry.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { UnknownShape } from '../stripe/shapes/stripe-shapes.ts'
import {
  assignSyncKey,
  findRecordedSyncKey,
  findUnresolvedEvents,
  markDone,
  parkEvent,
  postponeResolving,
  type WaitingEvent,
} from './webhook-event-store.ts'

export type ResolveNeeds = {
  database: Database
  customerOfInvoice: (id: string) => Promise<string | null>
  customerOfCharge: (id: string) => Promise<string | null>
  now: Clock
  log: Log
}

/** Finds the customers of events that do not name one. Most have none: products, prices, our own endpoint. */
export const resolveCustomers = async (needs: ResolveNeeds): Promise<void> => {
  const { database, now, log } = needs
  for (const event of await findUnresolvedEvents(database, now())) {
    try {
      const syncKey = await findSyncKey(needs, event)
      if (syncKey) await assignSyncKey(database, event.number, syncKey)
      else await markDone(database, event.number, now())
    } catch (error) {
      if (error instanceof UnknownShape) {
        await parkEvent(database, { number: event.number, reason: error.message }, now())
        continue
      }
      log.warn('event not resolved yet', {
        component: 'webhooks',
        eventType: event.type,
        ...errorFields(error),
      })
      await postponeResolving(
        database,
        event.number,
        new Date(now().getTime() + retryAfterMs(event.attempts)),
      )
    }
  }
}

// Looks in the record first, to save a request.
const findSyncKey = async (needs: ResolveNeeds, { relatedId }: WaitingEvent): Promise<string | null> => {
  if (relatedId === null) return null
  const known = await findRecordedSyncKey(needs.database, relatedId)
  if (known) return known
  if (relatedId.startsWith('in_')) return needs.customerOfInvoice(relatedId)
  if (/^(ch|py)_/.test(relatedId)) return needs.customerOfCharge(relatedId)
  return null
}
