import { randomUUID } from 'node:crypto'
import type { Clock } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database.ts'
import { errorFields, type Log } from '../platform/log.ts'
import { type Repeating, repeat } from '../platform/repeat.ts'
import type { SessionFact } from './facts.ts'
import {
  assignUnit,
  finishUnit,
  holdsLease,
  type Lease,
  leaseUnit,
  markDone,
  parkEvent,
  parkUnit,
  postponeResolving,
  postponeUnit,
  unresolvedEvents,
  type Waiting,
} from './inbox-store.ts'
import { UnknownShape } from './stripe-facts.ts'
import { type SyncNeeds, syncCustomer } from './sync-customer-action.ts'

type Needs = SyncNeeds & {
  database: Database
  retrieveSession: (id: string) => Promise<SessionFact | null>
  customerOfInvoicePayment: (id: string) => Promise<string | null>
  expireCheckout: (transaction: Transaction, id: string) => Promise<void>
  /** A standing may have changed. */
  onRecorded: () => void
  now: Clock
  log: Log
}

const PAUSE_MS = 1_000

/** Works off the inbox, one unit at a time; several processes share it by leases. */
export const inboxJob = (needs: Needs): Repeating =>
  repeat({
    pauseMs: PAUSE_MS,
    step: async () => {
      await resolveUnits(needs)
      return syncNext(needs)
    },
    onError: (error) =>
      needs.log.error('the inbox job failed', { component: 'inbox', ...errorFields(error) }),
  })

/** Brings the most overdue unit up to date; false when none is due. */
export const syncNext = async (needs: Needs): Promise<boolean> => {
  const lease = await leaseUnit(needs.database, randomUUID(), needs.now())
  if (!lease) return false
  try {
    if (lease.unit.startsWith('cs_')) await syncSession(needs, lease)
    else if (lease.unit.startsWith('cus_')) await syncCustomer(needs, lease)
    else throw new UnknownShape('an event of nothing that Mainstay follows')
    needs.onRecorded()
  } catch (error) {
    await giveBack(needs, lease, error)
  }
  return true
}

const FIRST_RETRY_MS = 2_000
const LONGEST_RETRY_MS = 15 * 60_000

const retryAfter = (attempts: number): number =>
  Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempts, 12), LONGEST_RETRY_MS)

// What Stripe or the database could not do now is tried again; what nobody can understand is parked.
const giveBack = async ({ database, now, log }: Needs, lease: Lease, error: unknown): Promise<void> => {
  if (error instanceof UnknownShape) {
    log.error('events parked', { component: 'inbox', reason: error.message, count: lease.waiting.length })
    return parkUnit(database, lease, error.message, now())
  }
  const fields = errorFields(error)
  log.warn('sync put off', { component: 'inbox', attempt: lease.attempts + 1, ...fields })
  await postponeUnit(
    database,
    lease,
    new Date(now().getTime() + retryAfter(lease.attempts)),
    fields.errorName ?? 'unknown',
  )
}

/** A checkout session without a customer: it ran out unpaid, or it will name its customer. */
const syncSession = async (needs: Needs, lease: Lease): Promise<void> => {
  const session = await needs.retrieveSession(lease.unit)
  await needs.database.inTransaction(async (transaction) => {
    if (!(await holdsLease(transaction, lease))) return
    if (session?.checkoutId && session.status === 'expired')
      await needs.expireCheckout(transaction, session.checkoutId)
    await finishUnit(transaction, lease, null, needs.now())
  })
}

/** Finds the customer of events that do not carry one. Most concern nobody: products, prices, our own endpoint. */
const resolveUnits = async (needs: Needs): Promise<void> => {
  for (const event of await unresolvedEvents(needs.database, needs.now())) {
    try {
      const unit = await unitOf(needs, event)
      if (unit) await assignUnit(needs.database, event.number, unit, needs.now())
      else await markDone(needs.database, event.number, needs.now())
    } catch (error) {
      if (error instanceof UnknownShape) {
        await parkEvent(needs.database, event.number, error.message)
        continue
      }
      needs.log.warn('event not resolved yet', {
        component: 'inbox',
        eventType: event.type,
        ...errorFields(error),
      })
      await postponeResolving(
        needs.database,
        event.number,
        new Date(needs.now().getTime() + retryAfter(event.attempts)),
      )
    }
  }
}

const unitOf = async (needs: Needs, event: Waiting): Promise<string | null> =>
  event.type.startsWith('invoice_payment.') ? needs.customerOfInvoicePayment(event.objectId) : null
