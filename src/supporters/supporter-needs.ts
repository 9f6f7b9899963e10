import type { ChangePlan, RequestCancellation } from '../billing/actions/plan-change-store.ts'
import type { Billing } from '../billing/billing.ts'
import type { LinkReader } from '../billing/status/browser-status-store.ts'
import type { LinkedBrowsers } from '../billing/status/linked-browser-store.ts'
import type { StripeAnswer } from '../billing/stripe/shapes/stripe-answer.ts'
import type { PortalRequest } from '../billing/stripe/write/portal-gateway.ts'
import type { SubscriptionGateway } from '../billing/stripe/write/subscription-gateway.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Queryable } from '../platform/database/database.ts'
import type { SigningKeys } from '../platform/keys.ts'
import type { Log } from '../platform/log.ts'
import type { ReaderMove } from '../readers/reader-hash.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import type { AddressKeys } from './address/address-store.ts'
import type { EraseNeeds } from './erasure/erase-job.ts'
import type { RightsNeeds } from './privacy/rights-routes.ts'
import type { Asker } from './sign-in/ask-for-link-action.ts'
import type { SignInOptions } from './sign-in/sign-in-routes.ts'
import type { StaffNeeds } from './staff-view/staff-supporter-routes.ts'

/** The parts of the server that the supporters' own pages and jobs are built from. */
export type SupporterNeeds = SignInOptions['readers'] & {
  moveReader: (move: ReaderMove) => Promise<void>
  database: Database
  newsroom: Newsroom
  keys: SigningKeys
  addressKeys: AddressKeys
  https: boolean
  origin: () => string
  takeSlotToAsk: (asker: Asker) => Promise<Date | null>
  drawAskDelayMs: () => number
  spendCode: SignInOptions['spendCode']
  /** Limits requests that call Stripe by network address. */
  limitStripe: StaffNeeds['requireStaff']
  /** Limits posts by the links of mails, by network address and by link. */
  limitManaging: StaffNeeds['requireStaff'][]
  /** Limits posts of a signed-in supporter. */
  limitSupporter: StaffNeeds['requireStaff']
  fetchCustomerEmail: (customerId: string) => Promise<string | null>
  linkReader: LinkReader
  suppressAfterSignOut: SignInOptions['suppressAfterSignOut']
  suppressedAfterSignOut: SignInOptions['suppressedAfterSignOut']
  forgetReaderOfCheckouts: SignInOptions['forgetReaderOfCheckouts']
  planRemoval: SignInOptions['planRemoval']
  browsers: LinkedBrowsers
  recordDuplicatesByAddress: (
    database: Queryable,
    addressIndex: Uint8Array | null,
    now: Date,
  ) => Promise<void>
  publishStatusesToStore: () => Promise<void>
  wakeMail: () => void
  requestCancellation: RequestCancellation
  recordCancelReason: Billing['recordCancelReason']
  changePlan: ChangePlan
  wakePendingActions: () => void
  staff: StaffNeeds
  refundCharge: SubscriptionGateway['refundCharge']
  setCustomerEmail: (customerId: string, address: string) => Promise<void>
  deleteCustomer: EraseNeeds['deleteCustomer']
  findCustomersByEmail: EraseNeeds['findCustomersByEmail']
  clearSupporterStatus: EraseNeeds['clearSupporterStatus']
  refold: EraseNeeds['refold']
  isInvited: RightsNeeds['isInvited']
  findSuppression: (hash: string) => Promise<object | null>
  syncNow: (customerId: string) => Promise<void>
  findInvoicePageUrl: (invoiceId: string) => Promise<StripeAnswer<string | null>>
  openPortal: (request: PortalRequest) => Promise<StripeAnswer<string | null>>
  portalOrigins: readonly string[]
  timeZone: string
  now: Clock
  log: Log
}
