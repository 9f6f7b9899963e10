import type { Router } from 'express'
import { accountRoutes } from './account/account-routes.ts'
import { settingsRoutes } from './account/settings-routes.ts'
import { findAddressByIndex } from './address/address-store.ts'
import { addressChangeRoutes } from './address-change/address-change-routes.ts'
import { addressesInChanges } from './address-change/address-change-store.ts'
import { changeRoutes } from './change/change-routes.ts'
import { disownRoutes } from './disown/disown-routes.ts'
import { manageRoutes } from './manage/manage-routes.ts'
import { payRoutes } from './pay/pay-routes.ts'
import { rightsRoutes } from './privacy/rights-routes.ts'
import type { SupporterSessions } from './session/supporter-session.ts'
import { askForLink } from './sign-in/ask-for-link-action.ts'
import { linkBrowser } from './sign-in/link-browser-action.ts'
import { signInRoutes } from './sign-in/sign-in-routes.ts'
import { staffSupporterRoutes } from './staff-view/staff-supporter-routes.ts'
import type { SupporterNeeds } from './supporter-needs.ts'

type Wired = { sessions: SupporterSessions; wakeErasing: () => void }

/** Assembles all pages that a supporter signs in for, the sign-in itself, and what staff see of a supporter. */
export const supporterRoutes = (needs: SupporterNeeds, { sessions, wakeErasing }: Wired): Router[] => [
  signIn(needs, sessions),
  account(needs, sessions),
  pay(needs),
  manage(needs),
  disownRoutes(needs),
  change(needs, sessions),
  settings(needs, sessions),
  addressChange(needs, sessions),
  staffSupporter(needs),
  rights(needs, { sessions, wakeErasing }),
]

const signIn = (needs: SupporterNeeds, sessions: SupporterSessions): Router =>
  signInRoutes({
    database: needs.database,
    newsroom: needs.newsroom,
    keys: needs.keys,
    sessions,
    readers: {
      findReader: needs.findReader,
      createReader: needs.createReader,
      setReaderCookie: needs.setReaderCookie,
    },
    https: needs.https,
    askForLink: askForLink({
      database: needs.database,
      addressKeys: needs.addressKeys,
      takeSlot: needs.takeSlotToAsk,
      drawDelayMs: needs.drawAskDelayMs,
      now: needs.now,
    }),
    spendCode: needs.spendCode,
    linkBrowser: linkBrowser({
      database: needs.database,
      moveReader: needs.moveReader,
      linkReader: needs.linkReader,
      browsers: needs.browsers,
      publishStatusesToStore: needs.publishStatusesToStore,
      now: needs.now,
      log: needs.log,
    }),
    browsers: needs.browsers,
    suppressAfterSignOut: needs.suppressAfterSignOut,
    suppressedAfterSignOut: needs.suppressedAfterSignOut,
    forgetReaderOfCheckouts: needs.forgetReaderOfCheckouts,
    planRemoval: needs.planRemoval,
    now: needs.now,
    log: needs.log,
  })

const account = (needs: SupporterNeeds, { requireSignIn }: SupporterSessions): Router =>
  accountRoutes({
    database: needs.database,
    newsroom: needs.newsroom,
    timeZone: needs.timeZone,
    requireSignIn,
    requestCancellation: needs.requestCancellation,
    recordCancelReason: needs.recordCancelReason,
    openPortal: needs.openPortal,
    findInvoicePageUrl: needs.findInvoicePageUrl,
    portalOrigins: needs.portalOrigins,
    origin: needs.origin,
    wakePendingActions: needs.wakePendingActions,
    now: needs.now,
  })

const pay = (needs: SupporterNeeds): Router =>
  payRoutes({
    database: needs.database,
    newsroom: needs.newsroom,
    keys: needs.keys,
    addressKeys: needs.addressKeys,
    findInvoicePageUrl: needs.findInvoicePageUrl,
    portalOrigins: needs.portalOrigins,
    now: needs.now,
    limitStripe: needs.limitStripe,
  })

const manage = (needs: SupporterNeeds): Router =>
  manageRoutes({
    database: needs.database,
    newsroom: needs.newsroom,
    timeZone: needs.timeZone,
    keys: needs.keys,
    addressKeys: needs.addressKeys,
    requestCancellation: needs.requestCancellation,
    recordCancelReason: needs.recordCancelReason,
    changePlan: needs.changePlan,
    wakePendingActions: needs.wakePendingActions,
    limits: needs.limitManaging,
    now: needs.now,
  })

const change = (needs: SupporterNeeds, { requireSignIn }: SupporterSessions): Router =>
  changeRoutes({
    database: needs.database,
    newsroom: needs.newsroom,
    timeZone: needs.timeZone,
    requireSignIn,
    changePlan: needs.changePlan,
    wakePendingActions: needs.wakePendingActions,
    now: needs.now,
  })

const settings = (needs: SupporterNeeds, { requireSignIn }: SupporterSessions): Router =>
  settingsRoutes({
    database: needs.database,
    newsroom: needs.newsroom,
    timeZone: needs.timeZone,
    requireSignIn,
  })

const addressChange = (needs: SupporterNeeds, { requireSignIn }: SupporterSessions): Router =>
  addressChangeRoutes({
    database: needs.database,
    newsroom: needs.newsroom,
    keys: needs.keys,
    addressKeys: needs.addressKeys,
    requireSignIn,
    wakeMail: needs.wakeMail,
    now: needs.now,
  })

const staffSupporter = (needs: SupporterNeeds): Router =>
  staffSupporterRoutes({
    database: needs.database,
    newsroom: needs.newsroom,
    timeZone: needs.timeZone,
    addressKeys: needs.addressKeys,
    staff: needs.staff,
    requestCancellation: needs.requestCancellation,
    refundCharge: needs.refundCharge,
    wakePendingActions: needs.wakePendingActions,
    wakeMail: needs.wakeMail,
    now: needs.now,
  })

const rights = (needs: SupporterNeeds, { sessions, wakeErasing }: Wired): Router => {
  const { addressKeys } = needs
  return rightsRoutes({
    database: needs.database,
    newsroom: needs.newsroom,
    requireSignIn: sessions.requireSignIn,
    findAddressByIndex: (database, index) => findAddressByIndex(database, addressKeys, index),
    addressesInChanges: (database, index) => addressesInChanges(database, addressKeys.encryption, index),
    findSuppression: needs.findSuppression,
    isInvited: needs.isInvited,
    wakeErasing,
    now: needs.now,
  })
}
