import { randomUUID } from 'node:crypto'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { RequestCancellation } from '../../billing/actions/plan-change-store.ts'
import { isCustomerId } from '../../billing/model/customer-id.ts'
import { parseEmailAddress } from '../../mail/email-address.ts'
import type { Language } from '../../messages/messages.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import type { AuditEntry } from '../../staff/audit-store.ts'
import type { StaffMember } from '../../staff/staff-store.ts'
import { field, formBody } from '../../web/form.ts'
import { languageOf } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { Refusal } from '../../web/refusal.ts'
import { pathPart, route } from '../../web/route.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import { findContributions } from '../account/account-store.ts'
import {
  type AddressKeys,
  addressIndexes,
  findAddressIndex,
  findBouncedAt,
} from '../address/address-store.ts'
import { findPreference } from '../address/preference-store.ts'
import { requestSignIn } from '../session/sign-in-store.ts'
import { findSupporterPage } from './find-supporter-page.tsx'
import { type RefundCharge, refundPayment } from './refund-payment-action.ts'
import { SUPPORTER_ACTIONS, type SupporterAction, supporterPage } from './staff-supporter-page.tsx'
import {
  findCheckoutLanguage,
  findCustomerByIndex,
  findPayments,
  findSupporterLists,
} from './staff-supporter-store.ts'

export type StaffNeeds = {
  requireStaff: RequestHandler
  requireFinance: RequestHandler
  memberOf: (response: Response) => StaffMember
  recordAudit: (transaction: Transaction, entry: AuditEntry, now: Date) => Promise<void>
}

type Needs = {
  database: Database
  newsroom: Newsroom
  timeZone: string
  addressKeys: AddressKeys
  staff: StaffNeeds
  requestCancellation: RequestCancellation
  refundCharge: RefundCharge
  wakePendingActions: () => void
  wakeMail: () => void
  now: Clock
}

/** Serves one supporter to staff with the finance role. The audit log records every view and every action. */
export const staffSupporterRoutes = (needs: Needs): Router => {
  const router = Router()
  const before = [needs.staff.requireStaff, needs.staff.requireFinance, formBody]
  route(router, '/staff/supporters', {
    before,
    get: (request, response) => showFind(needs, { request, response }, { typed: '', isUnknown: false }),
    post: (request, response) => find(needs, { request, response }),
  })
  route(router, '/staff/supporters/:customer', {
    before,
    get: (request, response) => show(needs, { request, response }),
  })
  for (const [name, act] of Object.entries({ cancel, refund, link: sendLink }))
    route(router, `/staff/supporters/:customer/${name}`, {
      before,
      post: (request, response) => act(needs, { request, response }),
    })
  return router
}

type Exchange = { request: Request; response: Response }

const languageIn = ({ newsroom }: Needs, request: Request): Language =>
  languageOf(request, request.query['language'] ?? field(request.body, 'language'), newsroom.staffLanguages)

type Entry = { action: string; subject: string | null }

/** Returns what records an action of the signed-in staff member. */
const auditAs =
  ({ staff, now }: Needs, response: Response) =>
  (transaction: Transaction, { action, subject }: Entry): Promise<void> =>
    staff.recordAudit(transaction, { staffId: staff.memberOf(response).id, action, subject }, now())

const showFind = (
  needs: Needs,
  { request, response }: Exchange,
  { typed, isUnknown }: { typed: string; isUnknown: boolean },
): void => {
  const { newsroom, staff } = needs
  const language = languageIn(needs, request)
  const member = staff.memberOf(response)
  sendPrivatePage(response, findSupporterPage({ newsroom, language, member, typed, isUnknown }))
}

/** Logs and audit rows hold the found customer's id, never the email address. */
const find = async (needs: Needs, { request, response }: Exchange): Promise<void> => {
  const { database, addressKeys } = needs
  const typed = field(request.body, 'address')
  const address = parseEmailAddress(typed)
  const customerId = await database.inTransaction(async (transaction) => {
    const found = address && (await findCustomerByIndex(transaction, addressIndexes(addressKeys, address)))
    await auditAs(needs, response)(transaction, { action: 'supporter-find', subject: found ?? null })
    return found
  })
  if (!customerId)
    return showFind(needs, { request, response: response.status(404) }, { typed, isUnknown: true })
  seeOther(
    response,
    `/staff/supporters/${encodeURIComponent(customerId)}?language=${languageIn(needs, request)}`,
  )
}

/** Reads the customer of the path. Throws not-found if no address of theirs is known. */
const findCustomer = async ({ database }: Needs, request: Request) => {
  const customerId = pathPart(request, 'customer')
  const index = isCustomerId(customerId) ? await findAddressIndex(database, customerId) : null
  if (!index) throw new Refusal('not-found')
  return { customerId, index }
}

const show = async (needs: Needs, { request, response }: Exchange): Promise<void> => {
  const { database, newsroom, timeZone, staff } = needs
  const { customerId, index } = await findCustomer(needs, request)
  await database.inTransaction((transaction) =>
    auditAs(needs, response)(transaction, { action: 'supporter-view', subject: customerId }),
  )
  sendPrivatePage(
    response,
    supporterPage({
      newsroom,
      timeZone,
      customerId,
      language: languageIn(needs, request),
      member: staff.memberOf(response),
      contributions: await findContributions(database, index, needs.now()),
      ...(await findSupporterLists(database, index)),
      bouncedAt: await findBouncedAt(database, index),
      done: SUPPORTER_ACTIONS.find((each) => each === request.query['done']) ?? null,
    }),
  )
}

const redirectBack = (needs: Needs, { request, response }: Exchange, done: SupporterAction): void => {
  const query = new URLSearchParams({ language: languageIn(needs, request), done })
  seeOther(response, `/staff/supporters/${encodeURIComponent(pathPart(request, 'customer'))}?${query}`)
}

const cancel = async (needs: Needs, { request, response }: Exchange): Promise<void> => {
  const { database, requestCancellation, wakePendingActions, now } = needs
  const { index } = await findCustomer(needs, request)
  const id = field(request.body, 'contribution')
  const contribution = (await findContributions(database, index, now())).find((each) => each.id === id)
  if (!contribution) throw new Refusal('not-found')
  if (contribution.endedAt === null)
    await database.inTransaction(async (transaction) => {
      if (await requestCancellation(transaction, { subscriptionId: id, cause: 'staff' }, now()))
        await auditAs(needs, response)(transaction, { action: 'contribution-cancel', subject: id })
    })
  wakePendingActions()
  redirectBack(needs, { request, response }, 'canceled')
}

/** Stripe refunds a payment once, however often the form is sent. */
const refund = async (needs: Needs, { request, response }: Exchange): Promise<void> => {
  const { database, refundCharge } = needs
  const { index } = await findCustomer(needs, request)
  const id = field(request.body, 'charge')
  if (!(await findPayments(database, index)).some((each) => each.id === id)) throw new Refusal('not-found')
  const result = await refundPayment({ database, refundCharge, audit: auditAs(needs, response) }, id)
  if (!result) throw new Refusal('stripe-unavailable', { 'Retry-After': '60' })
  redirectBack(needs, { request, response }, result.ok ? 'refunded' : 'rejected')
}

const sendLink = async (needs: Needs, { request, response }: Exchange): Promise<void> => {
  const { database, newsroom, wakeMail, now } = needs
  const { customerId, index } = await findCustomer(needs, request)
  const language =
    (await findPreference(database, index)).language ??
    (await findCheckoutLanguage(database, index)) ??
    newsroom.languages[0]
  await database.inTransaction((transaction) =>
    auditAs(needs, response)(transaction, { action: 'sign-in-link', subject: customerId }),
  )
  await requestSignIn(
    database,
    { id: randomUUID(), addressIndexes: [index], language, isByStaff: true },
    now(),
  )
  wakeMail()
  redirectBack(needs, { request, response }, 'link')
}
