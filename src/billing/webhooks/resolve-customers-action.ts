import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { retryAfterMs } from '../../platform/retry.ts'
import { UnknownShape } from '../stripe/shapes/stripe-shapes.ts'
import {
  assignSyncKey,
  knownOwner,
  markDone,
  parkEvent,
  postponeResolving,
  unresolvedEvents,
  type Waiting,
} from './webhook-event-store.ts'

export type ResolveNeeds = {
  database: Database
  customerOfInvoice: (id: string) => Promise<string | null>
  customerOfCharge: (id: string) => Promise<string | null>
  now: Clock
  log: Log
}

/** Finds the customer of events that do not carry one. Most concern nobody: products, prices, our own endpoint. */
export const resolveCustomers = async (needs: ResolveNeeds): Promise<void> => {
  const { database, now, log } = needs
  for (const event of await unresolvedEvents(database, now())) {
    try {
      const syncKey = await syncKeyOf(needs, event)
      if (syncKey) await assignSyncKey(database, event.number, syncKey)
      else await markDone(database, event.number, now())
    } catch (error) {
      if (error instanceof UnknownShape) {
        await parkEvent(database, event.number, error.message, now())
        continue
      }
      log.warn('event not resolved yet', {
        component: 'inbox',
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

// Our own facts first, then one request.
const syncKeyOf = async (needs: ResolveNeeds, { relatedId }: Waiting): Promise<string | null> => {
  if (relatedId === null) return null
  const known = await knownOwner(needs.database, relatedId)
  if (known) return known
  if (relatedId.startsWith('in_')) return needs.customerOfInvoice(relatedId)
  if (/^(ch|py)_/.test(relatedId)) return needs.customerOfCharge(relatedId)
  return null
}
