import type { Request, RequestHandler, Router } from 'express'
import type { StripeGateway } from '../billing/stripe/stripe-gateway.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import type { Log } from '../platform/log.ts'
import type { Repeating } from '../platform/repeat.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { findCheckoutBySession } from './checkout-store.ts'
import { closeReplacedCheckoutsJob } from './close-replaced-checkouts-job.ts'
import { startCheckout } from './start-checkout-action.ts'
import { type ReaderNeeds, supportRoutes } from './support-routes.ts'
import { thanksRoutes } from './thanks-routes.ts'

type Needs = ReaderNeeds & {
  database: Database
  newsroom: Newsroom
  stripe: Pick<StripeGateway, 'createSession' | 'findSession' | 'expireSession'>
  checkoutOrigins: readonly string[]
  limit: RequestHandler
  limitThanks: RequestHandler
  /** False when the whole server has opened as many sessions as it may for now. */
  spendSession: () => Promise<boolean>
  syncNow: (customerId: string) => Promise<void>
  outcomeOf: (checkoutId: string) => Promise<'refused' | 'refunded' | 'asked' | null>
  canShowAsSupporter: (request: Request, hash: string | null) => Promise<boolean>
  origin: () => string
  now: Clock
  log: Log
}

export type CheckoutFeature = {
  routes: readonly Router[]
  jobs: readonly Repeating[]
}

/** Giving: the page, the checkout, the thanks, and the closing of other tabs. */
export const assembleCheckout = (needs: Needs): CheckoutFeature => {
  const { database, stripe, log } = needs
  const closing = { database, expireSession: stripe.expireSession, now: needs.now, log }
  const start = startCheckout({
    ...needs,
    createSession: stripe.createSession,
    findSession: stripe.findSession,
  })
  const thanking = {
    ...needs,
    findSession: stripe.findSession,
    findCheckout: (sessionId: string) => findCheckoutBySession(database, sessionId),
  }
  return {
    routes: [supportRoutes({ ...needs, startCheckout: start }), thanksRoutes(thanking)],
    jobs: [closeReplacedCheckoutsJob(closing)],
  }
}
