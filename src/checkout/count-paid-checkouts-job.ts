import type { LabeledPayment } from '../appeal/counting/paid-label.ts'
import { type Clock, DAY_MS } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database/database.ts'
import { type Repeating, repeat } from '../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../platform/log.ts'
import { dropUnpaidLabels, takePaidLabels } from './checkout-store.ts'

/** Adds payments to the counts of the appeal, within the transaction that takes their labels. */
export type CountPayments = (transaction: Transaction, payments: readonly LabeledPayment[]) => Promise<void>

type Needs = { database: Database; countPayments: CountPayments; now: Clock; log: Log }

const BATCH = 100
/** A bank debit takes two weeks, and retries of a card that was declined take longer. */
const UNPAID_MS = 60 * DAY_MS

/** Counts each payment that an appeal led to once. The checkout then no longer says which appeal it was. */
export const countPaidCheckoutsJob = (needs: Needs): Repeating =>
  repeat({
    pauseMs: 1_000,
    step: () => countPaidCheckouts(needs),
    onError: (error) =>
      needs.log.error('counting payments failed', { component: 'checkout', ...errorFields(error) }),
  })

/** Resolves to true if there may be more. */
export const countPaidCheckouts = async ({ database, countPayments, now }: Needs): Promise<boolean> => {
  const count = await database.inTransaction(async (transaction) => {
    const payments = await takePaidLabels(transaction, BATCH)
    await countPayments(transaction, payments)
    return payments.length
  })
  await dropUnpaidLabels(database, new Date(now().getTime() - UNPAID_MS))
  return count === BATCH
}
