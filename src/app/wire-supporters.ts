import { randomInt } from 'node:crypto'
import type { Billing } from '../billing/billing.ts'
import { recordDuplicatesByAddress } from '../billing/duplicates/duplicate-store.ts'
import { linkReader } from '../billing/status/browser-status-store.ts'
import { forgetReaderOfCheckouts } from '../checkout/checkout-readers-store.ts'
import type { SnoozeStore } from '../snooze/snooze-store.ts'
import { suppressAfterSignOut, suppressedAfterSignOut } from '../snooze/suppress-after-sign-out-action.ts'
import { planRemoval } from '../snooze/suppression-removal-store.ts'
import { recordAudit } from '../staff/audit-store.ts'
import { type StaffSessions, staffOf } from '../staff/staff-session.ts'
import { assembleSupporters, type SupporterFeature } from '../supporters/supporters.ts'
import { onPost } from '../web/limits/rate-limit.ts'
import type { Limits } from './limits.ts'
import type { Resources } from './open/resources.ts'
import type { Readers } from './wire-readers.ts'
import type { Reading } from './wire-reading.ts'

type Wired = {
  readers: Readers
  snoozes: SnoozeStore
  limits: Limits
  billing: Billing
  sessions: StaffSessions
  wakeMail: () => void
  reading: Pick<Reading, 'isInvited'>
}

const MAX_DRAWN_DELAY_MS = 3_000

/** Wires the pages on which supporters sign in, manage their contributions and delete their data. */
export const wireSupporters = (
  resources: Resources,
  { readers, snoozes, limits, billing, sessions, wakeMail, reading }: Wired,
): SupporterFeature => {
  const { stripe } = resources
  return assembleSupporters({
    database: resources.database,
    newsroom: resources.newsroom,
    timeZone: resources.timeZone,
    keys: resources.keys,
    addressKeys: resources.addressKeys,
    https: resources.https,
    origin: resources.origin,
    portalOrigins: resources.portalOrigins,
    now: resources.now,
    log: resources.log,
    findReader: readers.findReader,
    createReader: readers.createReader,
    moveReader: readers.moveReader,
    setReaderCookie: readers.setReaderCookie,
    takeSlotToAsk: limits.takeSlotToAsk,
    drawAskDelayMs: () => randomInt(MAX_DRAWN_DELAY_MS + 1),
    spendCode: limits.spendCode,
    limitStripe: limits.perMinute('stripe', 30),
    limitManaging: [onPost(limits.perMinute('manage', 30)), limits.postsPerLink('manage-link', 10)],
    limitSupporter: limits.postsPerSupporter('supporter', 10),
    fetchCustomerEmail: stripe.fetchCustomerEmail,
    setCustomerEmail: stripe.setCustomerEmail,
    deleteCustomer: stripe.deleteCustomer,
    findCustomersByEmail: stripe.findCustomersByEmail,
    refundCharge: stripe.refundCharge,
    findInvoicePageUrl: stripe.findInvoicePageUrl,
    openPortal: stripe.openPortal,
    linkReader,
    recordDuplicatesByAddress,
    clearSupporterStatus: snoozes.clearSupporterStatus,
    suppressAfterSignOut: suppressAfterSignOut({ store: snoozes, now: resources.now }),
    suppressedAfterSignOut,
    forgetReaderOfCheckouts,
    planRemoval,
    findSuppression: snoozes.find,
    publishStatusesToStore: billing.publishStatusesToStore,
    requestCancellation: billing.requestCancellation,
    recordCancelReason: billing.recordCancelReason,
    browsers: billing.browsers,
    changePlan: billing.changePlan,
    refold: billing.refold,
    syncNow: billing.syncNow,
    wakePendingActions: billing.wakePendingActions,
    wakeMail,
    isInvited: reading.isInvited,
    staff: {
      requireStaff: sessions.requireStaff,
      requireFinance: sessions.requireFinance,
      memberOf: staffOf,
      recordAudit,
    },
  })
}
