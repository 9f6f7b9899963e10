import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { RequestCancellation } from '../../billing/actions/plan-change-store.ts'
import type { Billing } from '../../billing/billing.ts'
import type { StripeAnswer } from '../../billing/stripe/shapes/stripe-answer.ts'
import type { PortalRequest } from '../../billing/stripe/write/portal-gateway.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { field, formBody } from '../../web/form.ts'
import { languageOf, withLanguage } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import { allowFormTargets } from '../../web/security-headers.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import { preferenceOf } from '../address/preference-store.ts'
import { erasingPage } from '../erasure/erase-page.tsx'
import { isErasing } from '../erasure/erasure-store.ts'
import { signedInOf } from '../session/reader-session.ts'
import { accountPage, DONE } from './account-page.tsx'
import {
  type AccountContribution,
  CANCEL_REASONS,
  contributionOf,
  contributionsOf,
  giftsOf,
} from './account-store.ts'
import { cancelPage } from './cancel-page.tsx'
import { amountWords } from './contribution-panel.tsx'
import { statedYears } from './statement-store.ts'

type Needs = {
  database: Database
  newsroom: Newsroom
  timeZone: string
  requireReader: RequestHandler
  /** Writes down that its giver ends a contribution; Stripe is called after it is committed. */
  requestCancellation: RequestCancellation
  /** Records why a supporter canceled. */
  recordCancelReason: Billing['recordCancelReason']
  openPortal: (request: PortalRequest) => Promise<StripeAnswer<string | null>>
  findInvoicePageUrl: (invoiceId: string) => Promise<StripeAnswer<string | null>>
  /** Where those pages are: the form's answer leads there. */
  portalOrigins: readonly string[]
  origin: () => string
  /** There are calls to make. */
  wakePendingActions: () => void
  now: Clock
}

export const accountRoutes = (needs: Needs): Router => {
  const router = Router()
  const before = [formBody, needs.requireReader]
  route(router, '/account', { before, get: (request, response) => show(needs, request, response) })
  route(router, '/account/portal', {
    before,
    post: (request, response) => leaveForPortal(needs, request, response),
  })
  route(router, '/account/pay', {
    before,
    post: (request, response) => leaveToPay(needs, request, response),
  })
  route(router, '/account/cancel', {
    before,
    get: (request, response) => askToCancel(needs, request, response),
    post: (request, response) => cancel(needs, request, response),
  })
  return router
}

const languageIn = ({ newsroom }: Needs, request: Request) =>
  languageOf(request, request.query['language'] ?? field(request.body, 'language'), newsroom.languages)

const show = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, newsroom, timeZone } = needs
  const { addressIndex } = signedInOf(response)
  if (await isErasing(database, addressIndex))
    return sendPrivatePage(response, erasingPage({ newsroom, language: languageIn(needs, request) }))
  allowFormTargets(response, needs.portalOrigins)
  sendPrivatePage(
    response,
    accountPage({
      ...{ newsroom, timeZone, language: languageIn(needs, request), now: needs.now() },
      contributions: await contributionsOf(database, addressIndex, needs.now()),
      gifts: await giftsOf(database, addressIndex),
      years: await statedYears(database, addressIndex, timeZone),
      preference: await preferenceOf(database, addressIndex),
      done: DONE.find((each) => each === request.query['done']) ?? null,
    }),
  )
}

/** A contribution of whoever is signed in; another's is not found. */
const ownContribution = async (
  { database, now }: Needs,
  response: Response,
  id: string,
): Promise<AccountContribution> => {
  const own = await contributionOf(database, { ...signedInOf(response), now: now() }, id)
  if (!own) throw new Refusal('not-found')
  return own
}

/** Cards and invoices are Stripe's to show: nothing of them touches us. */
const leaveForPortal = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const own = await ownContribution(needs, response, field(request.body, 'contribution'))
  const language = languageIn(needs, request)
  const returnUrl = `${needs.origin()}${withLanguage('/account', language)}`
  const opened = await needs.openPortal({ customerId: own.customerId, returnUrl, language })
  if (!opened.ok) throw new Refusal('stripe-unavailable', { 'Retry-After': '60' })
  if (opened.value === null) throw new Refusal('not-found')
  seeOther(response, opened.value)
}

/** To Stripe's page of the charge that failed. One that is paid meanwhile needs none. */
const leaveToPay = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const own = await ownContribution(needs, response, field(request.body, 'contribution'))
  const back = withLanguage('/account', languageIn(needs, request))
  // What is open of what has ended buys nothing any more.
  if (own.failingInvoiceId === null || own.endedAt !== null || own.isCanceling)
    return seeOther(response, back)
  const page = await needs.findInvoicePageUrl(own.failingInvoiceId)
  if (!page.ok) throw new Refusal('stripe-unavailable', { 'Retry-After': '60' })
  seeOther(response, page.value ?? back)
}

const askToCancel = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { newsroom } = needs
  const own = await ownContribution(needs, response, field(request.query, 'contribution'))
  const language = languageIn(needs, request)
  if (own.endedAt !== null || own.isCanceling) return seeOther(response, withLanguage('/account', language))
  const { id: contributionId, isCharging } = own
  const amount = amountWords(own, language)
  sendPrivatePage(response, cancelPage({ newsroom, language, contributionId, amount, isCharging }))
}

/** Safe to repeat: what ends already is not ended twice, and the page says the same. */
const cancel = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const own = await ownContribution(needs, response, field(request.body, 'contribution'))
  const given = field(request.body, 'reason')
  const reason = CANCEL_REASONS.find((each) => each === given)
  if (given !== '' && !reason) throw new Refusal('unknown-choice')
  if (own.endedAt === null) {
    await needs.database.inTransaction(async (transaction) => {
      await needs.requestCancellation(transaction, { subscriptionId: own.id, cause: 'chosen' }, needs.now())
      if (reason) await needs.recordCancelReason(transaction, own.id, reason)
    })
    needs.wakePendingActions()
  }
  seeOther(response, withLanguage('/account?done=cancelled', languageIn(needs, request)))
}
