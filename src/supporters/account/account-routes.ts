import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { RequestCancellation } from '../../billing/actions/plan-change-store.ts'
import type { Billing } from '../../billing/billing.ts'
import type { StripeAnswer } from '../../billing/stripe/shapes/stripe-answer.ts'
import type { PortalRequest } from '../../billing/stripe/write/portal-gateway.ts'
import type { Language } from '../../messages/messages.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { field, formBody } from '../../web/form.ts'
import { languageOf, withLanguage } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { Refusal, stripeRefusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import { allowFormTargets } from '../../web/security-headers.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import { findPreference } from '../address/preference-store.ts'
import { erasingPage } from '../erasure/erase-page.tsx'
import { isErasing } from '../erasure/erasure-store.ts'
import { signedInOf } from '../session/supporter-session.ts'
import { accountPage, DONE } from './account-page.tsx'
import {
  type AccountContribution,
  CANCEL_REASONS,
  findContribution,
  findContributions,
  findOneTimeGifts,
} from './account-store.ts'
import { lookAgainAfterS } from './await-confirmation-action.ts'
import { cancelPage } from './cancel-page.tsx'
import { amountWords } from './contribution-panel.tsx'
import { findStatementYears } from './statement-store.ts'
import { statementYears } from './statement-years.ts'

type Needs = {
  database: Database
  newsroom: Newsroom
  timeZone: string
  requireSignIn: RequestHandler
  /** Records a cancellation. Stripe is called after the transaction commits. */
  requestCancellation: RequestCancellation
  recordCancelReason: Billing['recordCancelReason']
  openPortal: (request: PortalRequest) => Promise<StripeAnswer<string | null>>
  findInvoicePageUrl: (invoiceId: string) => Promise<StripeAnswer<string | null>>
  /** The origins of Stripe's portal and invoice pages, which our forms redirect to. */
  portalOrigins: readonly string[]
  origin: () => string
  /** Wakes the job that makes pending calls to Stripe. */
  wakePendingActions: () => void
  now: Clock
}

export const accountRoutes = (needs: Needs): Router => {
  const router = Router()
  const before = [formBody, needs.requireSignIn]
  route(router, '/account', { before, get: (request, response) => show(needs, request, response) })
  route(router, '/account/portal', {
    before,
    post: (request, response) => redirectToPortal(needs, request, response),
  })
  route(router, '/account/pay', {
    before,
    post: (request, response) => redirectToInvoice(needs, request, response),
  })
  route(router, '/account/cancel', {
    before,
    get: (request, response) => confirmCancel(needs, request, response),
    post: (request, response) => cancel(needs, request, response),
  })
  return router
}

const languageIn = ({ newsroom }: Needs, request: Request) =>
  languageOf(request, request.query['language'] ?? field(request.body, 'language'), newsroom.languages)

const show = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, newsroom, timeZone } = needs
  const { addressIndex } = signedInOf(response)
  const language = languageIn(needs, request)
  if (await isErasing(database, addressIndex))
    return sendPrivatePage(response, erasingPage({ newsroom, language }))
  allowFormTargets(response, needs.portalOrigins)
  const now = needs.now()
  const contributions = await findContributions(database, addressIndex, now)
  const done = DONE.find((each) => each === request.query['done']) ?? null
  if (done) lookAgain(request, response, { done, language, contributions })
  sendPrivatePage(
    response,
    accountPage({
      newsroom,
      timeZone,
      language,
      now,
      contributions,
      gifts: await findOneTimeGifts(database, addressIndex),
      years: await findStatementYears(database, addressIndex, statementYears(timeZone, now)),
      preference: await findPreference(database, addressIndex),
      done,
    }),
  )
}

type Waiting = {
  done: (typeof DONE)[number]
  language: Language
  contributions: readonly AccountContribution[]
}

/** Lets the browser load the page again while Stripe has not confirmed the change yet, without scripts and not for ever. */
const lookAgain = (
  request: Request,
  response: Response,
  { done, language, contributions }: Waiting,
): void => {
  if (!contributions.some(({ isChanging, isCanceling }) => isChanging || isCanceling)) return
  const times = Number(field(request.query, 'looked')) || 0
  const seconds = lookAgainAfterS(times)
  if (seconds === null) return
  const next = withLanguage(`/account?done=${done}&looked=${times + 1}`, language)
  response.set('refresh', `${seconds}; url=${next}`)
}

/** Returns a contribution of the signed-in supporter. Throws not-found for any other id. */
const findOwnContribution = async (
  { database, now }: Needs,
  response: Response,
  id: string,
): Promise<AccountContribution> => {
  const { addressIndex } = signedInOf(response)
  const contribution = await findContribution(database, { addressIndex, now: now() }, id)
  if (!contribution) throw new Refusal('not-found')
  return contribution
}

/** Redirects to Stripe's billing portal. Stripe alone shows cards and invoices. */
const redirectToPortal = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { customerId } = await findOwnContribution(needs, response, field(request.body, 'contribution'))
  const language = languageIn(needs, request)
  const returnUrl = `${needs.origin()}${withLanguage('/account', language)}`
  const opened = await needs.openPortal({ customerId, returnUrl, language })
  if (!opened.ok) throw stripeRefusal(opened.because)
  if (opened.value === null) throw new Refusal('not-found')
  seeOther(response, opened.value)
}

/** Redirects to Stripe's page of the failed invoice, or to the account if it was paid in the meantime. */
const redirectToInvoice = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const contribution = await findOwnContribution(needs, response, field(request.body, 'contribution'))
  const { failingInvoiceId, endedAt, isCanceling } = contribution
  const accountPath = withLanguage('/account', languageIn(needs, request))
  // Paying an open invoice of a canceled contribution would buy nothing.
  if (failingInvoiceId === null || endedAt !== null || isCanceling) return seeOther(response, accountPath)
  const page = await needs.findInvoicePageUrl(failingInvoiceId)
  if (!page.ok) throw stripeRefusal(page.because)
  seeOther(response, page.value ?? accountPath)
}

const confirmCancel = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { newsroom } = needs
  const contribution = await findOwnContribution(needs, response, field(request.query, 'contribution'))
  const { id: contributionId, isCharging, endedAt, isCanceling } = contribution
  const language = languageIn(needs, request)
  if (endedAt !== null || isCanceling) return seeOther(response, withLanguage('/account', language))
  const amount = amountWords(contribution, language)
  sendPrivatePage(response, cancelPage({ newsroom, language, contributionId, amount, isCharging }))
}

/** Cancels once, however often the form is sent. The answer is the same each time. */
const cancel = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { id, endedAt } = await findOwnContribution(needs, response, field(request.body, 'contribution'))
  const typed = field(request.body, 'reason')
  const reason = CANCEL_REASONS.find((each) => each === typed)
  if (typed !== '' && !reason) throw new Refusal('unknown-choice')
  if (endedAt === null) {
    await needs.database.inTransaction(async (transaction) => {
      await needs.requestCancellation(transaction, { subscriptionId: id, cause: 'chosen' }, needs.now())
      if (reason) await needs.recordCancelReason(transaction, id, reason)
    })
    needs.wakePendingActions()
  }
  seeOther(response, withLanguage('/account?done=cancelled', languageIn(needs, request)))
}
