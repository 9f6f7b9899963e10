import type { Request, RequestHandler, Router } from 'express'
import type { FindAppealOffer } from '../appeal/support-offer.ts'
import type { StripeGateway } from '../billing/stripe/stripe-gateway.ts'
import type { Language } from '../messages/messages.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import type { Repeating } from '../platform/jobs/repeat.ts'
import type { Log } from '../platform/log.ts'
import type { HashedReader } from '../readers/identify-reader.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { findCheckoutBySession, findOpenLabel } from './checkout-store.ts'
import { closeReplacedCheckoutsJob } from './close-replaced-checkouts-job.ts'
import { type CountPayments, countPaidCheckoutsJob } from './count-paid-checkouts-job.ts'
import { startCheckout } from './start-checkout-action.ts'
import { type ReaderNeeds, supportRoutes } from './support-routes.ts'
import { type CheckoutOutcome, thanksRoutes } from './thanks-routes.ts'

type Needs = ReaderNeeds & {
  database: Database
  newsroom: Newsroom
  timeZone: string
  stripe: Pick<StripeGateway, 'createSession' | 'findSession' | 'expireSession'>
  checkoutOrigins: readonly string[]
  limit: RequestHandler
  limitThanks: RequestHandler
  createReaderFor: (checkoutId: string) => HashedReader
  syncNow: (customerId: string) => Promise<void>
  outcomeOf: (checkoutId: string) => Promise<CheckoutOutcome | null>
  nextChargeOf: (checkoutId: string) => Promise<Date | null>
  findThanks: (language: Language) => string | null
  canShowAsSupporter: (request: Request, hash: string | null) => Promise<boolean>
  findAppealOffer: FindAppealOffer
  countGive: (label: string) => void
  countCheckout: (label: string) => void
  countPayments: CountPayments
  origin: () => string
  now: Clock
  log: Log
}

export type CheckoutFeature = {
  routes: readonly Router[]
  jobs: readonly Repeating[]
}

/** Assembles the support page, the checkout, the thanks page and the jobs of checkouts. */
export const assembleCheckout = (needs: Needs): CheckoutFeature => {
  const { database, stripe, countPayments, now, log } = needs
  return {
    routes: [support(needs), thanks(needs)],
    jobs: [
      closeReplacedCheckoutsJob({ database, expireSession: stripe.expireSession, now, log }),
      countPaidCheckoutsJob({ database, countPayments, now, log }),
    ],
  }
}

const support = (needs: Needs): Router =>
  supportRoutes({
    newsroom: needs.newsroom,
    timeZone: needs.timeZone,
    now: needs.now,
    findReader: needs.findReader,
    setReaderCookie: needs.setReaderCookie,
    checkoutOrigins: needs.checkoutOrigins,
    limit: needs.limit,
    canShowAsSupporter: needs.canShowAsSupporter,
    findAppealOffer: needs.findAppealOffer,
    findOwnLabel: async (request, id) => {
      const reader = await needs.findReader(request)
      return reader && findOpenLabel(needs.database, { id, readerHash: reader.hash })
    },
    countGive: needs.countGive,
    startCheckout: startCheckout({
      database: needs.database,
      createSession: needs.stripe.createSession,
      findSession: needs.stripe.findSession,
      newsroom: needs.newsroom,
      origin: needs.origin,
      createReaderFor: needs.createReaderFor,
      countCheckout: needs.countCheckout,
      now: needs.now,
    }),
  })

const thanks = (needs: Needs): Router => {
  const { database, newsroom, timeZone, stripe, limitThanks, syncNow, findReader, now } = needs
  return thanksRoutes({
    newsroom,
    timeZone,
    limitThanks,
    findCheckout: (sessionId) => findCheckoutBySession(database, sessionId),
    findSession: stripe.findSession,
    syncNow,
    outcomeOf: needs.outcomeOf,
    nextChargeOf: needs.nextChargeOf,
    findThanks: needs.findThanks,
    findReader,
    now,
  })
}
