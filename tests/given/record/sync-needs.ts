import type { BillingRules } from '../../../src/billing/model/billing-rules.ts'
import { type StripeGateway, stripeGateway } from '../../../src/billing/stripe/stripe-gateway.ts'
import type { SyncJobNeeds } from '../../../src/billing/sync/sync-job.ts'
import {
  completeCheckout,
  expireCheckout,
  findCheckouts,
  lastUnpaidCheckoutAt,
} from '../../../src/checkout/checkout-store.ts'
import type { Database } from '../../../src/platform/database/database.ts'
import { openLog } from '../../../src/platform/log.ts'
import { unpaced } from '../../../src/platform/pace.ts'
import type { Sandbox } from '../../../stripe-sandbox/src/server.ts'

const COUNTS = {
  webhook: () => {},
  oldVersion: () => {},
  synced: () => {},
  missed: () => {},
}

/** What the record's jobs need, with no job running: a test works them by hand. */
export const syncNeedsFor = (
  database: Database,
  sandbox: Sandbox,
  now: () => Date,
  rules: BillingRules = { retryDays: 21, duplicates: 'ask', cancelOnDispute: 'never' },
): { stripe: StripeGateway; needs: SyncJobNeeds } => {
  const stripe: StripeGateway = stripeGateway({
    secretKey: 'sk_test_given',
    apiBase: new URL(sandbox.origin),
    webhookSecrets: [],
    pace: unpaced,
  })
  const needs: SyncJobNeeds = {
    ...stripe,
    database,
    now,
    log: openLog({ write: () => {} }),
    count: COUNTS,
    rules,
    mailLanguage: 'en',
    checkouts: { find: findCheckouts, complete: completeCheckout, lastUnpaidAt: lastUnpaidCheckoutAt },
    expireCheckout,
    onRecorded: () => {},
  }
  return { stripe, needs }
}
