import { type JobNeeds, jobNeeds } from '../../../src/billing/job-needs.ts'
import type { BillingRules } from '../../../src/billing/model/billing-rules.ts'
import { stripeGateway } from '../../../src/billing/stripe/stripe-gateway.ts'
import { forgetCheckoutReaders } from '../../../src/checkout/checkout-readers-store.ts'
import {
  completeCheckout,
  expireCheckout,
  lastUnpaidCheckoutAt,
  lockCheckouts,
} from '../../../src/checkout/checkout-store.ts'
import type { Database } from '../../../src/platform/database/database.ts'
import { openLog } from '../../../src/platform/log.ts'
import { admitAll, unpaced } from '../../../src/platform/pace.ts'
import type { Sandbox } from '../../../stripe-sandbox/src/server.ts'

const COUNTS = {
  webhook: () => {},
  oldVersion: () => {},
  synced: () => {},
  missed: () => {},
}
const DEFAULT_RULES: BillingRules = { retryDays: 21, retries: 8, duplicates: 'ask', cancelOnDispute: 'never' }

type Options = { sandbox: Sandbox; now: () => Date; rules?: BillingRules }

/** Returns what the billing jobs need, for a test that runs them step by step. */
export const givenJobNeeds = (
  database: Database,
  { sandbox, now, rules = DEFAULT_RULES }: Options,
): JobNeeds => {
  const stripe = stripeGateway({
    secretKey: 'sk_test_given',
    apiBase: new URL(sandbox.origin),
    webhookSecrets: [],
    pace: unpaced,
    admit: admitAll,
  })
  const checkouts = {
    lock: lockCheckouts,
    moveSenders: async () => {},
    complete: completeCheckout,
    lastUnpaidAt: lastUnpaidCheckoutAt,
    expire: expireCheckout,
    forgetReaders: forgetCheckoutReaders,
  }
  return jobNeeds(
    {
      database,
      intakeDatabase: database,
      stripe,
      checkouts,
      writeSupporterStatus: async () => {},
      count: COUNTS,
      now,
      log: openLog({ write: () => {} }),
      rules,
      mailLanguage: 'en',
      productName: 'A newsroom',
    },
    { onRecorded: () => {}, onDone: () => {} },
  )
}
