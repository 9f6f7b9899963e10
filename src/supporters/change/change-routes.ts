import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { ChangePlan } from '../../billing/actions/plan-change-store.ts'
import { PAUSES, type PlanChange, pauseUntil } from '../../billing/model/plan-change.ts'
import { formatPlainAmount, money } from '../../money/money.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import { field, formBody } from '../../web/form.ts'
import { languageOf, withLanguage } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import { type AccountContribution, contributionOf } from '../account/account-store.ts'
import { changeableOf, isPausable, parseChange, stateOf } from '../account/allowed-changes.ts'
import { amountWords } from '../account/contribution-panel.tsx'
import { signedInOf } from '../session/reader-session.ts'
import { changePage } from './change-page.tsx'
import { pausePage } from './pause-page.tsx'

type Needs = {
  database: Database
  newsroom: Newsroom
  timeZone: string
  requireReader: RequestHandler
  changePlan: ChangePlan
  /** There are calls to make. */
  wakePendingActions: () => void
  now: Clock
}

/** What of a contribution its giver changes without ending it. */
export const changeRoutes = (needs: Needs): Router => {
  const router = Router()
  const before = [formBody, needs.requireReader]
  route(router, '/account/amount', {
    before,
    get: (request, response) => previewAmount(needs, request, response),
    post: (request, response) => changeAmount(needs, request, response),
  })
  route(router, '/account/pause', {
    before,
    get: (request, response) => askHowLong(needs, request, response),
    post: (request, response) => pause(needs, request, response),
  })
  route(router, '/account/resume', { before, post: (request, response) => resume(needs, request, response) })
  return router
}

type Asked = {
  own: AccountContribution
  language: ReturnType<typeof languageOf>
  given: (name: string) => string
}

/** The contribution that is meant: another's is not found. */
const askedFor = async (
  { database, newsroom, now }: Needs,
  request: Request,
  response: Response,
): Promise<Asked> => {
  const from: unknown = request.method === 'POST' ? request.body : request.query
  const given = (name: string) => field(from, name)
  const own = await contributionOf(database, { ...signedInOf(response), now: now() }, given('contribution'))
  if (!own) throw new Refusal('not-found')
  return { own, given, language: languageOf(request, given('language'), newsroom.languages) }
}

const changePlan = async (
  { database, now, wakePendingActions, ...needs }: Needs,
  own: AccountContribution,
  planChange: PlanChange,
): Promise<void> => {
  await database.inTransaction((transaction) =>
    needs.changePlan(transaction, { subscriptionId: own.id, planChange }, now()),
  )
  wakePendingActions()
}

/** Nothing is changed by looking, however often. */
const previewAmount = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { newsroom, timeZone } = needs
  const { own, given, language } = await askedFor(needs, request, response)
  const changeable = changeableOf(newsroom, own)
  if (!changeable) return seeOther(response, withLanguage('/account', language))
  const isAsked = given('amount') !== ''
  const typed = {
    amount: given('amount') || formatPlainAmount(money(changeable.amount, own.currency)),
    frequency: given('frequency') || changeable.cadence,
  }
  const parsed = parseChange(typed, changeable, stateOf(own))
  const mistakes = parsed.ok || !isAsked ? {} : parsed.mistakes
  const plan = parsed.ok && isAsked ? parsed.plan : null
  sendPrivatePage(
    response,
    changePage({ newsroom, language, timeZone, own, changeable, typed, mistakes, plan }),
  )
}

const changeAmount = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { newsroom, timeZone } = needs
  const { own, given, language } = await askedFor(needs, request, response)
  const changeable = changeableOf(newsroom, own)
  if (!changeable) return seeOther(response, withLanguage('/account', language))
  const typed = { amount: given('amount'), frequency: given('frequency') || changeable.cadence }
  const parsed = parseChange(typed, changeable, stateOf(own))
  if (!parsed.ok) {
    const { mistakes } = parsed
    response.status(422)
    return sendPrivatePage(
      response,
      changePage({
        newsroom,
        language,
        timeZone,
        own,
        changeable,
        typed,
        mistakes,
        plan: null,
      }),
    )
  }
  await changePlan(needs, own, { kind: 'change', plan: parsed.plan })
  seeOther(response, withLanguage('/account?done=changed', language))
}

const askHowLong = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { newsroom, timeZone } = needs
  const { own, language } = await askedFor(needs, request, response)
  if (!isPausable(own, needs.now())) return seeOther(response, withLanguage('/account', language))
  const { id: contributionId, periodEnd: nextCharge, anchoredAt: anchor } = own
  const amount = amountWords(own, language)
  sendPrivatePage(
    response,
    pausePage({ newsroom, language, timeZone, contributionId, amount, nextCharge, anchor }),
  )
}

const pause = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { own, given, language } = await askedFor(needs, request, response)
  const months = PAUSES.find((each) => String(each) === given('months'))
  if (!months) throw new Refusal('unknown-choice')
  const from = given('from')
  // Of a page that was opened before the last charge was left out, its days are not so any more.
  if (from && own.periodEnd && from !== own.periodEnd.toISOString())
    return seeOther(response, withLanguage(`/account/pause?contribution=${own.id}`, language))
  // Paused already: the same form sent twice, or another that asks for longer.
  if (isPausable({ ...own, isPaused: false }, needs.now()) && own.periodEnd)
    await changePlan(needs, own, {
      kind: 'pause',
      resumesAt: pauseUntil(own.periodEnd, months, own.anchoredAt),
    })
  else if (stateOf(own) !== 'paused') return seeOther(response, withLanguage('/account', language))
  seeOther(response, withLanguage('/account?done=paused', language))
}

const resume = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { own, language } = await askedFor(needs, request, response)
  if (stateOf(own) === 'paused') await changePlan(needs, own, { kind: 'resume' })
  // Sent twice it says the same; of what has ended since it says nothing.
  const goesOn = ['paused', 'running'].includes(stateOf(own))
  seeOther(response, withLanguage(goesOn ? '/account?done=resumed' : '/account', language))
}
