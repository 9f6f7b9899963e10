import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { ChangePlan } from '../../billing/actions/plan-change-store.ts'
import { PAUSES, type PlanChange, pauseUntil } from '../../billing/model/plan-change.ts'
import type { Language } from '../../messages/messages.ts'
import { formatPlainAmount, money } from '../../money/money.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { field, formBody } from '../../web/form.ts'
import { languageOf, withLanguage } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import { type AccountContribution, findContribution } from '../account/account-store.ts'
import {
  type ChangeablePlan,
  findChangeablePlan,
  isPausable,
  parseChange,
  stateOf,
} from '../account/allowed-changes.ts'
import { awaitConfirmation } from '../account/await-confirmation-action.ts'
import { amountWords } from '../account/contribution-panel.tsx'
import { signedInOf } from '../session/supporter-session.ts'
import { type ChangePage, changePage } from './change-page.tsx'
import { pausePage } from './pause-page.tsx'

type Needs = {
  database: Database
  newsroom: Newsroom
  timeZone: string
  requireSignIn: RequestHandler
  /** Records a change of the plan. Stripe is called after the transaction commits. */
  changePlan: ChangePlan
  /** Wakes the job that makes pending calls to Stripe. */
  wakePendingActions: () => void
  now: Clock
}

/** Changes, pauses and resumes a contribution. */
export const changeRoutes = (needs: Needs): Router => {
  const router = Router()
  const before = [formBody, needs.requireSignIn]
  route(router, '/account/amount', {
    before,
    get: (request, response) => previewAmount(needs, request, response),
    post: (request, response) => changeAmount(needs, request, response),
  })
  route(router, '/account/pause', {
    before,
    get: (request, response) => showPauseForm(needs, request, response),
    post: (request, response) => pause(needs, request, response),
  })
  route(router, '/account/resume', { before, post: (request, response) => resume(needs, request, response) })
  return router
}

type RequestedChange = {
  contribution: AccountContribution
  language: Language
  /** Returns a form field of a POST, or a query parameter of a GET; empty if absent. */
  input: (name: string) => string
}

/** Reads which of the supporter's contributions to change. Throws not-found for any other id. */
const readRequest = async (
  { database, newsroom, now }: Needs,
  request: Request,
  response: Response,
): Promise<RequestedChange> => {
  const source: unknown = request.method === 'POST' ? request.body : request.query
  const input = (name: string) => field(source, name)
  const { addressIndex } = signedInOf(response)
  const contribution = await findContribution(database, { addressIndex, now: now() }, input('contribution'))
  if (!contribution) throw new Refusal('not-found')
  return { contribution, input, language: languageOf(request, input('language'), newsroom.languages) }
}

/** Records a change and waits a moment for Stripe, so that the next page says what applies. */
const recordChange = async (
  needs: Needs,
  response: Response,
  { id, planChange }: { id: string; planChange: PlanChange },
): Promise<void> => {
  await needs.database.inTransaction((transaction) =>
    needs.changePlan(transaction, { subscriptionId: id, planChange }, needs.now()),
  )
  needs.wakePendingActions()
  const { addressIndex } = signedInOf(response)
  const findAgain = () => findContribution(needs.database, { addressIndex, now: needs.now() }, id)
  await awaitConfirmation({ findAgain })
}

const sendChangePage = (
  { newsroom, timeZone }: Needs,
  response: Response,
  shown: Omit<ChangePage, 'newsroom' | 'timeZone'>,
): void => {
  const { language, contribution, current, typed, mistakes, plan } = shown
  sendPrivatePage(
    response,
    changePage({ newsroom, timeZone, language, contribution, current, typed, mistakes, plan }),
  )
}

/** Fills the form with the typed plan, or with the current one. */
const fillForm = (
  { input, contribution }: RequestedChange,
  { amount, cadence }: ChangeablePlan,
): ChangePage['typed'] => ({
  amount: input('amount') || formatPlainAmount(money(amount, contribution.currency)),
  frequency: input('frequency') || cadence,
})

/** Shows the form, and a preview once an amount was typed. Changes nothing. */
const previewAmount = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const requested = await readRequest(needs, request, response)
  const { contribution, input, language } = requested
  const current = findChangeablePlan(needs.newsroom, contribution)
  if (!current) return seeOther(response, withLanguage('/account', language))
  const typed = fillForm(requested, current)
  const parsed = parseChange(typed, current, stateOf(contribution))
  const isTyped = input('amount') !== ''
  const mistakes = parsed.ok || !isTyped ? {} : parsed.mistakes
  const plan = parsed.ok && isTyped ? parsed.plan : null
  sendChangePage(needs, response, { language, contribution, current, typed, mistakes, plan })
}

const changeAmount = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { contribution, input, language } = await readRequest(needs, request, response)
  const current = findChangeablePlan(needs.newsroom, contribution)
  if (!current) return seeOther(response, withLanguage('/account', language))
  const typed = { amount: input('amount'), frequency: input('frequency') || current.cadence }
  const parsed = parseChange(typed, current, stateOf(contribution))
  if (!parsed.ok) {
    const { mistakes } = parsed
    response.status(422)
    return sendChangePage(needs, response, { language, contribution, current, typed, mistakes, plan: null })
  }
  const { id } = contribution
  await recordChange(needs, response, { id, planChange: { kind: 'change', plan: parsed.plan } })
  seeOther(response, withLanguage('/account?done=changed', language))
}

const showPauseForm = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { newsroom, timeZone } = needs
  const { contribution, language } = await readRequest(needs, request, response)
  if (!isPausable(contribution, needs.now())) return seeOther(response, withLanguage('/account', language))
  const { id: contributionId, periodEnd: nextCharge, anchoredAt: anchor } = contribution
  const amount = amountWords(contribution, language)
  sendPrivatePage(
    response,
    pausePage({ newsroom, language, timeZone, contributionId, amount, nextCharge, anchor }),
  )
}

const pause = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { contribution, input, language } = await readRequest(needs, request, response)
  const { id, periodEnd, anchoredAt } = contribution
  const months = PAUSES.find((each) => String(each) === input('months'))
  if (!months) throw new Refusal('unknown-choice')
  const shownPeriodEnd = input('from')
  // The form was opened before the last charge, so the days it named are outdated.
  if (shownPeriodEnd && periodEnd && shownPeriodEnd !== periodEnd.toISOString())
    return seeOther(response, withLanguage(`/account/pause?contribution=${id}`, language))
  // A paused contribution may be paused again: the form was sent twice, or asks for a longer pause.
  if (isPausable({ ...contribution, isPaused: false }, needs.now()) && periodEnd)
    await recordChange(needs, response, {
      id,
      planChange: { kind: 'pause', resumesAt: pauseUntil(periodEnd, months, anchoredAt) },
    })
  else if (stateOf(contribution) !== 'paused') return seeOther(response, withLanguage('/account', language))
  seeOther(response, withLanguage('/account?done=paused', language))
}

const resume = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { contribution, language } = await readRequest(needs, request, response)
  const state = stateOf(contribution)
  const { id } = contribution
  if (state === 'paused') await recordChange(needs, response, { id, planChange: { kind: 'resume' } })
  // The same form sent twice gets the same answer. A contribution that has ended gets none.
  const isResumed = state === 'paused' || state === 'active'
  seeOther(response, withLanguage(isResumed ? '/account?done=resumed' : '/account', language))
}
