import type { GivenMainstay } from '../mainstay.ts'
import { waitForReconciliation } from './reconciled.ts'

/** Changes something at Stripe without webhooks. Reconciliation does not find it for some minutes. */
export const withoutWebhooks = async <T>(mainstay: GivenMainstay, work: () => Promise<T>): Promise<T> => {
  await waitForReconciliation(mainstay)
  await mainstay.control('deliveries', { mode: 'drop' })
  const result = await work()
  await mainstay.advance(5)
  await mainstay.control('deliveries', { mode: 'normal' })
  return result
}
