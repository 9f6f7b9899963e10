import type { Transaction } from '../../platform/database/database.ts'
import type { ChargeFact } from '../model/facts.ts'
import { saveFacts } from '../record/fact-store.ts'
import { type CustomerListing, selectOurCharges } from '../stripe/shapes/our-facts.ts'
import { finishSyncJob, hasLease, type Lease } from './lease-store.ts'
import { type SyncNeeds, supporterOfCheckout } from './sync-customer-action.ts'

export type PaymentNeeds = Pick<SyncNeeds, 'database' | 'checkouts' | 'now'> & {
  listPayment: (paymentIntentId: string) => Promise<Pick<CustomerListing, 'charges' | 'disputes'>>
}

const SETTLEMENT_RETRY_MS = 60_000

/** Records a payment without a customer: money for the ledger if it is ours, but no movement. */
export const syncPayment = async (needs: PaymentNeeds, lease: Lease): Promise<void> => {
  const { database, now } = needs
  const charges = selectOurCharges(await needs.listPayment(lease.syncKey), new Set())
  await database.inTransaction(async (transaction) => {
    if (!(await hasLease(transaction, lease))) return
    const isOurs = await recordCharges(transaction, needs, charges)
    const isUnsettled = charges.some(({ status, settlement }) => status === 'succeeded' && !settlement)
    const retryAt = new Date(now().getTime() + SETTLEMENT_RETRY_MS)
    const next = isOurs && isUnsettled ? ({ at: retryAt, fetchScope: 'charges' } as const) : null
    await finishSyncJob(transaction, lease, { next, scope: 'nothing', now: now() })
  })
}

/** Returns false if no checkout of ours made the charges. */
const recordCharges = async (
  transaction: Transaction,
  { checkouts, now }: PaymentNeeds,
  charges: ChargeFact[],
): Promise<boolean> => {
  const ids = charges.map((charge) => charge.checkoutId).filter((id) => id !== null)
  const [checkout] = await checkouts.lock(transaction, ids)
  if (!checkout) return false
  const supporterId = await supporterOfCheckout(transaction, { checkouts, now }, checkout)
  const facts = { subscriptions: [], invoices: [], sessions: [], charges }
  await saveFacts(transaction, { supporterId, facts }, now())
  if (checkout.state !== 'complete' && charges.some(({ status }) => status === 'succeeded'))
    await checkouts.complete(transaction, { id: checkout.id, supporterId }, now())
  return true
}
