import type { Request, RequestHandler, Router } from 'express'
import type { ChangePlan, RequestCancellation } from '../billing/actions/plan-change-store.ts'
import type { Billing } from '../billing/billing.ts'
import type { LinkedBrowsers } from '../billing/status/linked-browser-store.ts'
import type { StripeAnswer } from '../billing/stripe/shapes/stripe-answer.ts'
import type { PortalRequest } from '../billing/stripe/write/portal-gateway.ts'
import type { SubscriptionGateway } from '../billing/stripe/write/subscription-gateway.ts'
import type { WriteMail } from '../mail/send-mail-job.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Queryable, Transaction } from '../platform/database/database.ts'
import type { SigningKeys } from '../platform/keys.ts'
import type { Log } from '../platform/log.ts'
import type { Repeating } from '../platform/repeat.ts'
import type { Readers } from '../readers/identify-reader.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { accountRoutes } from './account/account-routes.ts'
import { givesUnder } from './account/account-store.ts'
import { contributionMails } from './account/contribution-mail.ts'
import { settingsRoutes } from './account/settings-routes.ts'
import { type AddressKeys, addressesWith, addressWith } from './address/address-store.ts'
import { sameAddressJob } from './address/same-address-job.ts'
import { addressChangeMail, addressWasMail } from './address-change/address-change-mail.ts'
import { addressChangeRoutes } from './address-change/address-change-routes.ts'
import { addressesInChanges } from './address-change/address-change-store.ts'
import { fetchAddressJob } from './address-change/fetch-address-job.ts'
import { pushAddressJob } from './address-change/push-address-job.ts'
import { changeRoutes } from './change/change-routes.ts'
import { type EraseNeeds, eraseJob } from './erasure/erase-job.ts'
import { payRoutes } from './pay/pay-routes.ts'
import { rightsRoutes } from './privacy/rights-routes.ts'
import { readerSessions } from './session/reader-session.ts'
import { deleteExpiredSignInsJob } from './sign-in/delete-expired-sign-ins-job.ts'
import { linkBrowser, linkSignedInReader } from './sign-in/link-browser-action.ts'
import { signInMail } from './sign-in/sign-in-mail.ts'
import { signInRoutes } from './sign-in/sign-in-routes.ts'
import { type StaffNeeds, staffSupporterRoutes } from './staff-view/staff-supporter-routes.ts'

type Needs = Readers & {
  database: Database
  newsroom: Newsroom
  keys: SigningKeys
  addressKeys: AddressKeys
  https: boolean
  origin: () => string
  limitAsking: RequestHandler
  limitCodes: RequestHandler
  fetchCustomerEmail: (customerId: string) => Promise<string | null>
  linkReader: (
    transaction: Transaction,
    link: { readerHash: Uint8Array; supporterIds: readonly string[]; now: Date },
  ) => Promise<void>
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
  findSuppression: (hash: string) => Promise<object | null>
  syncNow: (customerId: string) => Promise<void>
  findInvoicePageUrl: (invoiceId: string) => Promise<StripeAnswer<string | null>>
  openPortal: (request: PortalRequest) => Promise<StripeAnswer<string | null>>
  portalOrigins: readonly string[]
  timeZone: string
  now: Clock
  log: Log
}

export type SupporterFeature = {
  routes: readonly Router[]
  /** Whether who is signed in gives regularly; null where nobody is. */
  givesSignedIn: (request: Request) => Promise<boolean | null>
  jobs: readonly Repeating[]
}

/** Readers who are known by the mails they can read: sign-in, and their addresses. */
export const assembleSupporters = (needs: Needs): SupporterFeature => {
  const sessions = readerSessions(needs)
  const own = {
    ...needs,
    requireReader: sessions.requireReader,
    linkSignedInReader: linkSignedInReader(needs),
  }
  const erasing = eraseJob({
    ...needs,
    addressesWith: (index) => addressesWith(needs.database, needs.addressKeys, index),
  })
  return {
    routes: [
      signInRoutes({ ...needs, sessions, welcome: linkBrowser(needs) }),
      accountRoutes(own),
      payRoutes(needs),
      changeRoutes(own),
      settingsRoutes(own),
      addressChangeRoutes(own),
      staffSupporterRoutes(needs),
      rightsRoutes({
        ...own,
        addressWith: (database, index) => addressWith(database, needs.addressKeys, index),
        addressesInChanges: (database, index) =>
          addressesInChanges(database, needs.addressKeys.encryption, index),
        wakeErasing: erasing.wake,
      }),
    ],
    givesSignedIn: async (request) => {
      const signedIn = await sessions.whoIs(request)
      return signedIn && givesUnder(needs.database, signedIn.addressIndex, needs.now())
    },
    jobs: [
      erasing,
      fetchAddressJob({ ...own, keys: needs.addressKeys, onLearnt: needs.wakeMail }),
      pushAddressJob(needs),
      sameAddressJob(own),
      deleteExpiredSignInsJob(needs),
    ],
  }
}

type MailTexts = Pick<Needs, 'keys' | 'origin' | 'timeZone'>

/** Writes the text of each kind of mail that goes to supporters. */
export const supporterMails = (needs: MailTexts): Record<string, WriteMail> => ({
  'sign-in': signInMail(needs),
  address: addressChangeMail(needs),
  'address-was': addressWasMail(needs),
  ...contributionMails(needs),
})
