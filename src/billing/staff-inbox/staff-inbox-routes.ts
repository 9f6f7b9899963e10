import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Language } from '../../messages/messages.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import type { AuditEntry, AuditRow } from '../../staff/audit-store.ts'
import type { FailedSignIns } from '../../staff/failed-sign-in-store.ts'
import type { StaffMember } from '../../staff/staff-store.ts'
import { field, formBody } from '../../web/form.ts'
import { languageOf } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import {
  listRejectedCancellations,
  retryRejectedCancellation,
} from '../actions/rejected-cancellation-store.ts'
import { decideDuplicate, findCustomerOfSubscription, listDuplicates } from '../duplicates/duplicate-store.ts'
import { isCustomerId } from '../model/customer-id.ts'
import { recordAction, requestDuplicateRefund } from '../record/supporter-record-store.ts'
import { scheduleSync } from '../webhooks/webhook-event-store.ts'
import { INBOX_ACTIONS } from './inbox-audit-panel.tsx'
import { type InboxView, staffInboxPage } from './staff-inbox-page.tsx'
import {
  type BouncedRow,
  type DisownedCases,
  findStripeLists,
  replayParked,
  retrySyncJob,
} from './staff-inbox-store.ts'

type Needs = {
  database: Database
  newsroom: Newsroom
  timeZone: string
  requireStaff: RequestHandler
  requireFinance: RequestHandler
  memberOf: (response: Response) => StaffMember
  recordAudit: (transaction: Transaction, entry: AuditEntry, now: Date) => Promise<void>
  listAudit: (actions: readonly string[]) => Promise<AuditRow[]>
  listBounced: () => Promise<BouncedRow[]>
  disowned: DisownedCases
  listFailedSignIns: () => Promise<FailedSignIns[]>
  /** Starts due work without an event. */
  wake: () => void
  now: Clock
}

type Done = NonNullable<InboxView['done']>
const DONE: readonly string[] = [
  'replayed',
  'retried',
  'refunded',
  'canceled',
  'kept',
  'settled',
  'nothing',
] satisfies Done[]
/** Serves the staff inbox: events and calls that need a person. Every action is audited with its result. */
export const staffInboxRoutes = (needs: Needs): Router => {
  const router = Router()
  const form = [needs.requireStaff, needs.requireFinance, formBody]
  route(router, '/staff/inbox', {
    // It names single customers and the time of each event.
    before: [needs.requireStaff, needs.requireFinance],
    get: (request, response) => showInbox(needs, request, response),
  })
  const actions: Record<string, Action> = {
    replay,
    retry,
    'cancellations/retry': retryCancellation,
    'duplicates/refund': refundDuplicate,
    'duplicates/cancel': cancelDuplicate,
    'duplicates/keep': keepDuplicate,
    'disowned/keep': settleDisowned('keep'),
    'disowned/settle': settleDisowned('settle'),
  }
  for (const [path, action] of Object.entries(actions))
    route(router, `/staff/inbox/${path}`, { before: form, post: runAudited(needs, action) })
  return router
}

const languageFor = ({ newsroom }: Needs, request: Request): Language =>
  languageOf(request, request.query['language'] ?? field(request.body, 'language'), newsroom.staffLanguages)

const showInbox = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, newsroom, timeZone, now } = needs
  const view: InboxView = {
    ...(await findStripeLists(database, now())),
    rejected: await listRejectedCancellations(database),
    duplicates: await listDuplicates(database),
    bounced: await needs.listBounced(),
    disowned: await needs.disowned.list(),
    audit: await needs.listAudit(INBOX_ACTIONS),
    failedSignIns: await needs.listFailedSignIns(),
    done: (DONE.find((each) => each === request.query['done']) as Done | undefined) ?? null,
  }
  const language = languageFor(needs, request)
  const member = needs.memberOf(response)
  sendPrivatePage(response, staffInboxPage({ newsroom, timeZone, member, language, view }))
}

type ActionResult = { done: Done; action: string; subject: string | null }
type Action = (transaction: Transaction, needs: Needs, request: Request) => Promise<ActionResult>

/** Runs an action and its audit entry in one transaction, then returns to the page with the result. */
const runAudited =
  (needs: Needs, action: Action) =>
  async (request: Request, response: Response): Promise<void> => {
    const { done } = await needs.database.inTransaction(async (transaction) => {
      const result = await action(transaction, needs, request)
      const entry = { staffId: needs.memberOf(response).id, action: result.action, subject: result.subject }
      if (result.done !== 'nothing') await needs.recordAudit(transaction, entry, needs.now())
      return result
    })
    needs.wake()
    seeOther(response, `/staff/inbox?${new URLSearchParams({ language: languageFor(needs, request), done })}`)
  }

const replay: Action = async (transaction, { now }, request) => {
  const which = field(request.body, 'which')
  const isAll = which === 'all'
  if (!isAll && !/^\d{1,15}$/.test(which)) throw new Refusal('malformed')
  const count = await replayParked(transaction, isAll ? 'all' : { number: Number(which) }, now())
  const subject = isAll ? `${count}` : `${which} (${count})`
  return {
    done: count > 0 ? 'replayed' : 'nothing',
    action: isAll ? 'inbox-replay-all' : 'inbox-replay',
    subject,
  }
}

const retry: Action = async (transaction, { now }, request) => {
  const syncKey = field(request.body, 'syncKey')
  if (!isCustomerId(syncKey)) throw new Refusal('malformed')
  const found = await retrySyncJob(transaction, syncKey, now())
  return { done: found ? 'retried' : 'nothing', action: 'inbox-retry', subject: syncKey }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const retryCancellation: Action = async (transaction, { now }, request) => {
  const call = field(request.body, 'call')
  if (!UUID.test(call)) throw new Refusal('malformed')
  const subject = await retryRejectedCancellation(transaction, call, now())
  return { done: subject ? 'retried' : 'nothing', action: 'cancellation-retry', subject }
}

const subscriptionIn = (request: Request): string => {
  const id = field(request.body, 'subscription')
  if (!/^sub_\w{1,200}$/.test(id)) throw new Refusal('malformed')
  return id
}

const refundDuplicate: Action = async (transaction, { now }, request) => {
  const subscriptionId = subscriptionIn(request)
  const customerId = await findCustomerOfSubscription(transaction, subscriptionId)
  // Takes the sync job first, like every sync. Otherwise two transactions could wait for each other.
  if (customerId) await scheduleSync(transaction, customerId, now())
  const decision = await decideDuplicate(transaction, { subscriptionId, decision: 'refunded' }, now())
  if (!decision) return { done: 'nothing', action: 'duplicate-refund', subject: subscriptionId }
  await requestDuplicateRefund(transaction, { subscriptionId, keptId: decision.keptId }, now())
  return { done: 'refunded', action: 'duplicate-refund', subject: subscriptionId }
}

/**
 * Cancels a duplicate that was already renewed. Its payments are not refunded by rule, and past months stay.
 */
const cancelDuplicate: Action = async (transaction, { now }, request) => {
  const subscriptionId = subscriptionIn(request)
  const customerId = await findCustomerOfSubscription(transaction, subscriptionId)
  if (customerId) await scheduleSync(transaction, customerId, now())
  const decision = await decideDuplicate(transaction, { subscriptionId, decision: 'canceled' }, now())
  if (!decision) return { done: 'nothing', action: 'duplicate-cancel', subject: subscriptionId }
  const cancellation = {
    subscriptionId,
    kind: 'cancel',
    cause: 'staff',
    otherSubscriptionId: null,
    dueAt: now(),
  } as const
  await recordAction(transaction, cancellation, now())
  return { done: 'canceled', action: 'duplicate-cancel', subject: subscriptionId }
}

const keepDuplicate: Action = async (transaction, { now }, request) => {
  const subscriptionId = subscriptionIn(request)
  const decision = await decideDuplicate(transaction, { subscriptionId, decision: 'kept' }, now())
  return { done: decision ? 'kept' : 'nothing', action: 'duplicate-keep', subject: subscriptionId }
}

const settleDisowned =
  (decision: 'keep' | 'settle'): Action =>
  async (transaction, { disowned, now }, request) => {
    const customerId = field(request.body, 'customer')
    const isSettled = await disowned.settle(transaction, { customerId, decision }, now())
    return { done: isSettled ? 'settled' : 'nothing', action: `disowned-${decision}`, subject: customerId }
  }
