import { randomUUID } from 'node:crypto'
import { saveFacts } from '../record/fact-store.ts'
import { findOrCreateSupporter } from '../record/supporter-store.ts'
import { type CustomerListing, selectOurCharges } from '../stripe/shapes/our-facts.ts'
import { finishSyncJob, hasLease, type Lease } from './lease-store.ts'
import type { SyncNeeds } from './sync-customer-action.ts'

export type PaymentNeeds = Pick<SyncNeeds, 'database' | 'checkouts' | 'now'> & {
  listPayment: (paymentIntentId: string) => Promise<Pick<CustomerListing, 'charges' | 'disputes'>>
}

const AGAIN_MS = 60_000

/** A payment that no customer was made for: money in the ledger if it is ours, and no movement. */
export const syncPayment = async (needs: PaymentNeeds, lease: Lease): Promise<void> => {
  const { database, checkouts, now } = needs
  const charges = selectOurCharges(await needs.listPayment(lease.syncKey), new Set())
  await database.inTransaction(async (transaction) => {
    if (!(await hasLease(transaction, lease))) return
    const ids = charges.map((charge) => charge.checkoutId).filter((id) => id !== null)
    const [checkout] = await checkouts.find(transaction, ids)
    if (checkout) {
      const reader = { hash: checkout.readerHash, newId: randomUUID() }
      const supporterId = checkout.supporterId ?? (await findOrCreateSupporter(transaction, reader, now()))
      await saveFacts(
        transaction,
        supporterId,
        { subscriptions: [], invoices: [], sessions: [], charges },
        now(),
      )
      if (checkout.state !== 'complete' && charges.some((charge) => charge.status === 'succeeded'))
        await checkouts.complete(transaction, checkout.id, supporterId, now())
    }
    const waits = checkout && charges.some((charge) => charge.status === 'succeeded' && !charge.settlement)
    const next = waits ? ({ at: new Date(now().getTime() + AGAIN_MS), fetchScope: 'charges' } as const) : null
    await finishSyncJob(transaction, lease, { next, scope: 'nothing' }, now())
  })
}
