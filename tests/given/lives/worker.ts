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
import { syncNeedsFor } from '../record/sync-needs.ts'
import type { House, Weather } from './life.ts'

/** Keeps one record, worked by hand. */
export type Worker = {
  /** Events arrive. */
  take: (bodies: readonly string[]) => Promise<void>
  /** Fetches all that is due. */
  work: () => Promise<void>
  /** Makes the calls that are owed. */
  call: () => Promise<void>
  /** Events arrive and are worked on as the weather has it; `held` are those that are on their way. */
  storm: (bodies: readonly string[], held: string[], weather: Weather) => Promise<void>
  reconcile: () => Promise<void>
}

class Killed extends Error {}

const unlessKilled = (error: unknown): void => {
  if (!(error instanceof Killed)) throw error
}

/** Where all that is written is lost with the worker that wrote it. */
const losing = (database: Database): Database => ({
  ...database,
  inTransaction: (work) =>
    database.inTransaction(async (transaction) => {
      await work(transaction)
      throw new Killed()
    }),
})

export const worker = (database: Database, sandbox: Sandbox, now: () => Date, house: House): Worker => {
  const rules = { retryDays: 21, duplicates: house.second, cancelOnDispute: house.dispute }
  const { stripe, needs } = syncNeedsFor(database, sandbox, now, rules)
  const calls = { ...needs, productName: 'A newsroom', ...stripe, onDone: () => {} }
  const take = async (bodies: readonly string[]) => {
    for (const body of bodies) {
      const event = parseEvent(body)
      const arrival = { by: 'webhook', bodyHash: Buffer.alloc(32) } as const
      if (event) await storeEvent(database, { event, arrival, at: now() })
    }
  }
  const work = async () => {
    await resolveCustomers(needs)
    while (await syncNext(needs)) {}
  }
  const call = async () => {
    while (await performNextAction(calls)) {}
  }
  /** A worker that dies over a unit holds its lease. */
  const die = async (killed: Weather['killed']) => {
    if (killed === 'no') return
    if (killed === 'after-call')
      return void (await performNextAction({ ...calls, database: losing(database) }).catch(unlessKilled))
    const lease = await leaseSyncJob(database, randomUUID(), now())
    if (!lease?.syncKey.startsWith('cus_')) return
    const listCustomer: typeof needs.listCustomer = async (wanted) => {
      if (killed === 'before-fetch') throw new Killed()
      const listed = await needs.listCustomer(wanted)
      if (killed === 'after-fetch') throw new Killed()
      return listed
    }
    await syncCustomer({ ...needs, listCustomer, database: losing(database) }, lease).catch(unlessKilled)
  }
  return {
    take,
    work,
    call,
    storm: async (bodies, held, weather) => {
      await take(arriving(bodies, held, weather))
      if (weather.killed !== 'after-call') await die(weather.killed)
      if (weather.rests) return
      if (weather.byPages) {
        await resolveCustomers(needs)
        await drainBacklog(needs, 0)
      }
      await work()
      if (weather.killed === 'after-call') await die(weather.killed)
      await call()
    },
    reconcile: async () => {
      await catchUpEvents({ ...needs, ...stripe })
      await scanAccount({ ...needs, ...stripe })
    },
  }
}

/** A tenth of the events never comes; the others come late or not, copied and shuffled. */
const arriving = (
  bodies: readonly string[],
  held: string[],
  { order, copies, late, dropped }: Weather,
): string[] => {
  const kept = bodies.filter((_, index) => (index + dropped) % 10 !== 0)
  const due = late ? held.splice(0) : [...held.splice(0), ...kept]
  if (late) held.push(...kept)
  const key = (index: number) => ((order[index % order.length] ?? 0) * 31 + index * 17) % 101
  return due
    .flatMap((body) => Array.from({ length: copies }, () => body))
    .map((body, index) => ({ body, key: key(index) }))
    .sort((one, other) => one.key - other.key)
    .map(({ body }) => body)
}
