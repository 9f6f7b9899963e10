import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { ChangePlan, RequestCancellation } from '../../billing/actions/plan-change-store.ts'
import type { Billing } from '../../billing/billing.ts'
import { PAUSES, pauseUntil } from '../../billing/model/plan-change.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import { field, formBody } from '../../web/form.ts'
import { languageOf, withLanguage } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { Refusal } from '../../web/refusal.ts'
import { pathPart, route } from '../../web/route.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import { type AccountContribution, CANCEL_REASONS, findContribution } from '../account/account-store.ts'
import { isPausable, stateOf } from '../account/allowed-changes.ts'
import { type AddressKeys, findAddress, findAddressIndex } from '../address/address-store.ts'
import { isErasing } from '../erasure/erasure-store.ts'
import { isMailedTo, isManageFormToken, manageFormToken, parseManageToken } from './manage-link.ts'
import { MANAGED, managePage, unknownLinkPage } from './manage-page.tsx'
import { findCustomerOf, findLatestActions } from './managed-contribution-store.ts'

type Needs = {
  database: Database
  newsroom: Newsroom
  timeZone: string
  keys: SigningKeys
  addressKeys: AddressKeys
  /** Records a cancellation, or a pause. Stripe is called after the transaction commits. */
  requestCancellation: RequestCancellation
  recordCancelReason: Billing['recordCancelReason']
  changePlan: ChangePlan
  /** Wakes the job that makes pending calls to Stripe. */
  wakePendingActions: () => void
  /** Limit posts by network address and by link. */
  limits: RequestHandler[]
  now: Clock
}

/** Serves the link "Pause or cancel" in mails about a contribution, without a sign-in. Only its forms change anything. */
export const manageRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/manage/:token', {
    before: [hideAddress, formBody, ...needs.limits],
    get: (request, response) => show(needs, { request, response }),
    post: (request, response) => act(needs, { request, response }),
  })
  return router
}

/** The address of the page is a secret: no page that is reached from here learns it, and nobody lists it. */
const hideAddress: RequestHandler = (_request, response, next) => {
  response.set({ 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow' })
  next()
}

type Exchange = { request: Request; response: Response }

const languageIn = ({ newsroom }: Needs, { request }: Exchange) =>
  languageOf(request, request.query['language'] ?? field(request.body, 'language'), newsroom.languages)

/**
 * Finds the contribution of a link. Null if the link is forged or expired, if its contribution was erased, or if the
 * reader of its mail said that they did not pay.
 */
const findManaged = async (
  { database, keys, addressKeys, now }: Needs,
  { request }: Exchange,
): Promise<AccountContribution | null> => {
  const token = parseManageToken(pathPart(request, 'token'), now())
  if (!token) return null
  const { id: subscriptionId } = token
  const customerId = await findCustomerOf(database, subscriptionId)
  const known = customerId === null ? null : await findAddress(database, addressKeys, customerId)
  if (!known || known.disownedAt || !isMailedTo(keys, token, known.address)) return null
  const addressIndex = await findAddressIndex(database, known.customerId)
  if (!addressIndex || (await isErasing(database, addressIndex))) return null
  return findContribution(database, { addressIndex, now: now() }, subscriptionId)
}

/** One page for all links that lead nowhere, so that it tells nothing about the contribution. */
const showUnknown = (needs: Needs, exchange: Exchange): void => {
  const { newsroom } = needs
  sendPrivatePage(
    exchange.response.status(404),
    unknownLinkPage({ newsroom, language: languageIn(needs, exchange), path: exchange.request.path }),
  )
}

const show = async (needs: Needs, exchange: Exchange): Promise<void> => {
  const contribution = await findManaged(needs, exchange)
  if (!contribution) return showUnknown(needs, exchange)
  const managed = MANAGED.find((each) => each === exchange.request.query['done']) ?? null
  await sendManagePage(needs, exchange, { contribution, managed })
}

type Shown = Pick<Parameters<typeof managePage>[0], 'contribution' | 'managed'>

const sendManagePage = async (
  needs: Needs,
  { request, response }: Exchange,
  { contribution, managed }: Shown,
): Promise<void> => {
  const { database, newsroom, timeZone, keys, now } = needs
  sendPrivatePage(
    response,
    managePage({
      newsroom,
      timeZone,
      language: languageIn(needs, { request, response }),
      now: now(),
      path: request.path,
      formToken: manageFormToken(keys, pathPart(request, 'token')),
      contribution,
      ...(await findLatestActions(database, contribution.id)),
      managed,
    }),
  )
}

const act = async (needs: Needs, exchange: Exchange): Promise<void> => {
  const { request, response } = exchange
  const contribution = await findManaged(needs, exchange)
  if (!contribution) return showUnknown(needs, exchange)
  if (!isManageFormToken(needs.keys, pathPart(request, 'token'), field(request.body, 'form')))
    throw new Refusal('cross-site')
  const actions = { pause, cancel }
  const chosen = field(request.body, 'action')
  if (chosen !== 'pause' && chosen !== 'cancel') throw new Refusal('unknown-choice')
  const done = await actions[chosen](needs, contribution, request)
  // Not an address: opening one again would say it of another day.
  if (done === 'outdated') {
    response.status(409)
    return sendManagePage(needs, exchange, { contribution, managed: done })
  }
  seeOther(response, withLanguage(`${request.path}?done=${done}`, languageIn(needs, exchange)))
}

type Done = (typeof MANAGED)[number] | 'outdated'

/** Cancels once, however often the form is sent. The answer is the same each time. */
const cancel = async (needs: Needs, contribution: AccountContribution, request: Request): Promise<Done> => {
  const { id, endedAt } = contribution
  const typed = field(request.body, 'reason')
  const reason = CANCEL_REASONS.find((each) => each === typed)
  if (typed !== '' && !reason) throw new Refusal('unknown-choice')
  if (endedAt !== null) return 'cancelled'
  await needs.database.inTransaction(async (transaction) => {
    await needs.requestCancellation(transaction, { subscriptionId: id, cause: 'chosen' }, needs.now())
    if (reason) await needs.recordCancelReason(transaction, id, reason)
  })
  needs.wakePendingActions()
  return 'cancelled'
}

const pause = async (needs: Needs, contribution: AccountContribution, request: Request): Promise<Done> => {
  const { id, periodEnd, anchoredAt } = contribution
  const months = PAUSES.find((each) => String(each) === field(request.body, 'months'))
  if (!months) throw new Refusal('unknown-choice')
  // Another tab or mail may have paused or canceled it. The page then shows what applies.
  if (stateOf(contribution) === 'paused') return 'paused'
  // The form was opened before the last charge, so the days it named are outdated.
  const isOutdated = periodEnd && field(request.body, 'from') !== periodEnd.toISOString()
  if (!isPausable(contribution, needs.now()) || isOutdated) return 'outdated'
  const resumesAt = pauseUntil(contribution.periodEnd, months, anchoredAt)
  await needs.database.inTransaction((transaction) =>
    needs.changePlan(
      transaction,
      { subscriptionId: id, planChange: { kind: 'pause', resumesAt } },
      needs.now(),
    ),
  )
  needs.wakePendingActions()
  return 'paused'
}
