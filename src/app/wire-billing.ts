import { assembleBilling, type Billing } from '../billing/billing.ts'
import { billingMetrics } from '../billing/billing-metrics.ts'
import type { WriteSupporterStatus } from '../billing/status/publish-status-job.ts'
import { forgetCheckoutReaders } from '../checkout/checkout-readers-store.ts'
import {
  completeCheckout,
  expireCheckout,
  lastUnpaidCheckoutAt,
  lockCheckouts,
} from '../checkout/checkout-store.ts'
import { moveSenders } from './open/move-reader.ts'
import type { Resources } from './open/resources.ts'

/** Wires billing to the open resources of the server, or of one operator command. */
export const wireBilling = (
  resources: Omit<Resources, 'origin' | 'https'>,
  writeSupporterStatus: WriteSupporterStatus,
): Billing => {
  const { database, intakeDatabase, stripe, metrics, newsroom, now, log } = resources
  return assembleBilling({
    database,
    intakeDatabase,
    stripe,
    now,
    log,
    writeSupporterStatus,
    rules: newsroom.rules,
    mailLanguage: newsroom.languages[0],
    productName: newsroom.name[newsroom.languages[0]],
    count: billingMetrics({ metrics, database, now }),
    checkouts: {
      lock: lockCheckouts,
      moveSenders,
      complete: completeCheckout,
      expire: expireCheckout,
      forgetReaders: forgetCheckoutReaders,
      lastUnpaidAt: lastUnpaidCheckoutAt,
    },
  })
}
