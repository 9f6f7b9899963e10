import type { GivenMainstay } from '../mainstay.ts'
import { reconciled } from './reconciled.ts'

/** Has something happen at Stripe of which no webhook tells, and which is not asked for within minutes. */
export const withoutWebhooks = async <T>(mainstay: GivenMainstay, work: () => Promise<T>): Promise<T> => {
  await reconciled(mainstay)
  await mainstay.control('deliveries', { mode: 'drop' })
  const result = await work()
  await mainstay.advance(5)
  await mainstay.control('deliveries', { mode: 'normal' })
  return result
}
