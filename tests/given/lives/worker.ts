import { randomUUID } from 'node:crypto'
import { performNextAction } from '../../../src/billing/actions/pending-action-job.ts'
import { catchUpEvents, scanAccount } from '../../../src/billing/maintenance/reconcile-action.ts'
import { parseEvent } from '../../../src/billing/stripe/shapes/stripe-event.ts'
import { drainBacklog } from '../../../src/billing/sync/backlog-action.ts'
import { leaseSyncJob } from '../../../src/billing/sync/lease-store.ts'
import { syncCustomer } from '../../../src/billing/sync/sync-customer-action.ts'
import { syncNext } from '../../../src/billing/sync/sync-job.ts'
import { resolveCustomers } from '../../../src/billing/webhooks/resolve-customers-action.ts'
import { storeEvent } from '../../../src/billing/webhooks/webhook-event-store.ts'
import type { Database } from '../../../src/platform/database/database.ts'
import type { Sandbox } from '../../../stripe-sandbox/src/server.ts'
import { givenJobNeeds } from '../record/job-needs.ts'
import type { Disturbance, Settings } from './life.ts'

/** Keeps one record without running jobs. */
export type Worker = {
  /** Stores webhook events. */
  store: (bodies: readonly string[]) => Promise<void>
  /** Runs all due sync jobs. */
  sync: () => Promise<void>
  /** Performs all due actions. */
  performActions: () => Promise<void>
  /** Stores and syncs events with a disturbance. `late` collects the events that arrive next time. */
  workDisturbed: (bodies: readonly string[], late: string[], disturbance: Disturbance) => Promise<void>
  reconcile: () => Promise<void>
}

class Killed extends Error {}

const unlessKilled = (error: unknown): void => {
  if (!(error instanceof Killed)) throw error
}

/** Returns a database whose transactions are lost, as if the process died before the commit. */
const losingDatabase = (database: Database): Database => ({
  ...database,
  inTransaction: (work) =>
    database.inTransaction(async (transaction) => {
      await work(transaction)
      throw new Killed()
    }),
})

type WorkerOptions = { database: Database; sandbox: Sandbox; now: () => Date; settings: Settings }

export const openWorker = ({ database, sandbox, now, settings }: WorkerOptions): Worker => {
  const { duplicates, cancelOnDispute } = settings
  const rules = { retryDays: 21, retries: 8, duplicates, cancelOnDispute }
  const needs = givenJobNeeds(database, { sandbox, now, rules })
  const store = async (bodies: readonly string[]) => {
    for (const body of bodies) {
      const event = parseEvent(body)
      const arrival = { by: 'webhook', bodyHash: Buffer.alloc(32) } as const
      if (event) await storeEvent(database, { event, arrival, at: now() })
    }
  }
  const sync = async () => {
    await resolveCustomers(needs)
    while (await syncNext(needs)) {}
  }
  const performActions = async () => {
    while (await performNextAction(needs)) {}
  }
  /** Kills the worker during its work. Its lease stays. */
  const kill = async (killed: Disturbance['killed']) => {
    if (killed === 'no') return
    if (killed === 'after-call')
      return void (await performNextAction({ ...needs, database: losingDatabase(database) }).catch(
        unlessKilled,
      ))
    const lease = await leaseSyncJob(database, randomUUID(), now())
    if (!lease?.syncKey.startsWith('cus_')) return
    const listCustomer: typeof needs.listCustomer = async (request) => {
      if (killed === 'before-fetch') throw new Killed()
      const listed = await needs.listCustomer(request)
      if (killed === 'after-fetch') throw new Killed()
      return listed
    }
    await syncCustomer({ ...needs, listCustomer, database: losingDatabase(database) }, lease).catch(
      unlessKilled,
    )
  }
  return {
    store,
    sync,
    performActions,
    workDisturbed: async (bodies, late, disturbance) => {
      await store(disturb(bodies, late, disturbance))
      if (disturbance.killed !== 'after-call') await kill(disturbance.killed)
      if (disturbance.isIdle) return
      if (disturbance.byPages) {
        await resolveCustomers(needs)
        await drainBacklog(needs, 0)
      }
      await sync()
      if (disturbance.killed === 'after-call') await kill(disturbance.killed)
      await performActions()
    },
    reconcile: async () => {
      await catchUpEvents(needs)
      await scanAccount(needs)
    },
  }
}

/** Drops a tenth of the events, delays, copies and shuffles the others. */
const disturb = (
  bodies: readonly string[],
  late: string[],
  { order, copies, isLate, dropped }: Disturbance,
): string[] => {
  const kept = bodies.filter((_, index) => (index + dropped) % 10 !== 0)
  const due = isLate ? late.splice(0) : [...late.splice(0), ...kept]
  if (isLate) late.push(...kept)
  const key = (index: number) => ((order[index % order.length] ?? 0) * 31 + index * 17) % 101
  return due
    .flatMap((body) => Array.from({ length: copies }, () => body))
    .map((body, index) => ({ body, key: key(index) }))
    .sort((one, other) => one.key - other.key)
    .map(({ body }) => body)
}
