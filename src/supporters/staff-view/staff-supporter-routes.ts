import { randomUUID } from 'node:crypto'
import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { RequestCancellation } from '../../billing/actions/plan-change-store.ts'
import { parseEmailAddress } from '../../mail/email-address.ts'
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
import { contributionsOf } from '../account/account-store.ts'
import { type AddressKeys, addressIndexes, bouncedAtOf, indexOfCustomer } from '../address/address-store.ts'
import { preferenceOf } from '../address/preference-store.ts'
import { askToSignIn } from '../session/sign-in-store.ts'
import { findSupporterPage, SUPPORTER_ACTIONS, supporterPage } from './staff-supporter-page.tsx'
import {
  actionsOf,
  auditedOf,
  customerWithIndex,
  languageOfGiving,
  paymentsOf,
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
  /** Returns what is left of a payment. Rejects while Stripe is away. */
  refundCharge: (
    id: string,
    key: string,
    reason: 'requested_by_customer',
  ) => Promise<{ ok: true; wasAlreadyDone?: true } | { ok: false; because: string }>
  wakePendingActions: () => void
  wakeMail: () => void
  now: Clock
}

/** One supporter, for those of the staff who may act for one. Every look and every deed is written down. */
export const staffSupporterRoutes = (needs: Needs): Router => {
  const router = Router()
  const before = [needs.staff.requireStaff, needs.staff.requireFinance, formBody]
  route(router, '/staff/supporters', {
    before,
    get: (request, response) => showFind(needs, request, response, { typed: '', isUnknown: false }),
    post: (request, response) => find(needs, request, response),
  })
  route(router, '/staff/supporters/:customer', {
    before,
    get: (request, response) => show(needs, request, response),
  })
  for (const [name, work] of Object.entries({ end, return: recordSyncFailure, link: sendLink }))
    route(router, `/staff/supporters/:customer/${name}`, {
      before,
      post: (request, response) => work(needs, request, response),
    })
  return router
}

const languageFor = ({ newsroom }: Needs, request: Request) =>
  languageOf(request, request.query['language'] ?? field(request.body, 'language'), newsroom.languages)

const audit = (
  { staff, now }: Needs,
  transaction: Transaction,
  response: Response,
  entry: { action: string; subject: string | null },
): Promise<void> => staff.recordAudit(transaction, { staffId: staff.memberOf(response).id, ...entry }, now())

type Find = { typed: string; isUnknown: boolean }

const showFind = (needs: Needs, request: Request, response: Response, found: Find): void => {
  const { newsroom, staff } = needs
  const common = { newsroom, language: languageFor(needs, request), member: staff.memberOf(response) }
  sendPrivatePage(response, findSupporterPage({ ...common, ...found }))
}

/** The address stands in no log and no audit row: whom it led to does. */
const find = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, addressKeys } = needs
  const typed = field(request.body, 'address')
  const address = parseEmailAddress(typed)
  const customer = await database.inTransaction(async (transaction) => {
    const found = address && (await customerWithIndex(transaction, addressIndexes(addressKeys, address)))
    await audit(needs, transaction, response, { action: 'supporter-find', subject: found ?? null })
    return found
  })
  if (!customer) return showFind(needs, request, response.status(404), { typed, isUnknown: true })
  seeOther(response, `/staff/supporters/${customer}?language=${languageFor(needs, request)}`)
}

const indexIn = async (
  { database }: Needs,
  request: Request,
): Promise<{ customerId: string; index: Buffer }> => {
  const customerId = pathPart(request, 'customer')
  const index = await indexOfCustomer(database, customerId)
  if (!index) throw new Refusal('not-found')
  return { customerId, index }
}

const show = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, newsroom, timeZone, staff } = needs
  const { customerId, index } = await indexIn(needs, request)
  await database.inTransaction((transaction) =>
    audit(needs, transaction, response, { action: 'supporter-view', subject: customerId }),
  )
  sendPrivatePage(
    response,
    supporterPage({
      ...{ newsroom, timeZone, customerId, language: languageFor(needs, request) },
      member: staff.memberOf(response),
      contributions: await contributionsOf(database, index, needs.now()),
      payments: await paymentsOf(database, index),
      deeds: await actionsOf(database, index),
      audited: await auditedOf(database, index),
      bouncedAt: await bouncedAtOf(database, index),
      done: SUPPORTER_ACTIONS.find((each) => each === request.query['done']) ?? null,
    }),
  )
}

type Done = (typeof SUPPORTER_ACTIONS)[number]

const back = (needs: Needs, request: Request, response: Response, done: Done): void =>
  seeOther(
    response,
    `/staff/supporters/${pathPart(request, 'customer')}?${new URLSearchParams({ language: languageFor(needs, request), done })}`,
  )

const end = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, requestCancellation, wakePendingActions, now } = needs
  const { index } = await indexIn(needs, request)
  const id = field(request.body, 'contribution')
  const own = (await contributionsOf(database, index, now())).find((each) => each.id === id)
  if (!own) throw new Refusal('not-found')
  if (own.endedAt === null)
    await database.inTransaction(async (transaction) => {
      if (await requestCancellation(transaction, { subscriptionId: id, cause: 'staff' }, now()))
        await audit(needs, transaction, response, { action: 'contribution-end', subject: id })
    })
  wakePendingActions()
  back(needs, request, response, 'ended')
}

/** All that is left of it, which Stripe returns once, however often the form is sent. */
const recordSyncFailure = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, refundCharge } = needs
  const { index } = await indexIn(needs, request)
  const id = field(request.body, 'charge')
  if (!(await paymentsOf(database, index)).some((each) => each.id === id)) throw new Refusal('not-found')
  const note = (action: string) =>
    database.inTransaction((transaction) => audit(needs, transaction, response, { action, subject: id }))
  await note('payment-return')
  const returned = await refundCharge(id, `staff:${randomUUID()}`, 'requested_by_customer').catch(() => null)
  // What was asked for is written down before, what came of it after: a row without a second was cut off.
  await note(`payment-return-${cameOf(returned)}`)
  if (!returned) throw new Refusal('stripe-unavailable', { 'Retry-After': '60' })
  back(needs, request, response, returned.ok ? 'returned' : 'refused')
}

const cameOf = (returned: { ok: true; wasAlreadyDone?: true } | { ok: false } | null): string => {
  if (returned === null) return 'unanswered'
  if (!returned.ok) return 'refused'
  return returned.wasAlreadyDone ? 'was-done' : 'done'
}

const sendLink = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, newsroom, wakeMail, now } = needs
  const { customerId, index } = await indexIn(needs, request)
  const language =
    (await preferenceOf(database, index)).language ??
    (await languageOfGiving(database, index)) ??
    newsroom.languages[0]
  await database.inTransaction((transaction) =>
    audit(needs, transaction, response, { action: 'sign-in-link', subject: customerId }),
  )
  await askToSignIn(database, { id: randomUUID(), addressIndexes: [index], language, isByStaff: true }, now())
  wakeMail()
  back(needs, request, response, 'link')
}
