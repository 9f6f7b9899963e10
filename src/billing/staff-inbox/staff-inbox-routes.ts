import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Language } from '../../messages/messages.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import type { AuditEntry, AuditRow } from '../../staff/audit-store.ts'
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
import { customerOfSubscription, decideDuplicate, listDuplicates } from '../duplicates/duplicate-store.ts'
import { findOwnDuplicate, recordAction } from '../record/supporter-record-store.ts'
import { scheduleSync } from '../webhooks/webhook-event-store.ts'
import { INBOX_ACTIONS, type InboxView, staffInboxPage } from './staff-inbox-page.tsx'
import { listFailing, listParked, overviewOf, replayParked, retrySyncJob } from './staff-inbox-store.ts'

type Needs = {
  database: Database
  newsroom: Newsroom
  timeZone: string
  requireStaff: RequestHandler
  requireFinance: RequestHandler
  memberOf: (response: Response) => StaffMember
  recordAudit: (transaction: Transaction, entry: AuditEntry, now: Date) => Promise<void>
  listAudit: (actions: readonly string[]) => Promise<AuditRow[]>
  /** There is work that no event told of. */
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
  'nothing',
] satisfies Done[]
/** What could not be entered yet, for staff: looked at, tried again, decided. Every action is audited with what it did. */
export const staffInboxRoutes = (needs: Needs): Router => {
  const router = Router()
  const form = [needs.requireStaff, needs.requireFinance, formBody]
  route(router, '/staff/inbox', {
    before: [needs.requireStaff],
    get: (request, response) => show(needs, request, response),
  })
  route(router, '/staff/inbox/replay', { before: form, post: act(needs, replay) })
  route(router, '/staff/inbox/retry', { before: form, post: act(needs, retry) })
  route(router, '/staff/inbox/cancellations/retry', { before: form, post: act(needs, retryCall) })
  route(router, '/staff/inbox/duplicates/refund', { before: form, post: act(needs, undo) })
  route(router, '/staff/inbox/duplicates/cancel', { before: form, post: act(needs, cancelDuplicate) })
  route(router, '/staff/inbox/duplicates/keep', { before: form, post: act(needs, keep) })
  return router
}

const languageFor = ({ newsroom }: Needs, request: Request): Language =>
  languageOf(request, request.query['language'] ?? field(request.body, 'language'), newsroom.languages)

const show = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, newsroom, timeZone, now } = needs
  const done = DONE.find((each) => each === request.query['done']) as Done | undefined
  const [overview, parked, failing, refused, seconds, audit] = await Promise.all([
    overviewOf(database, now()),
    listParked(database),
    listFailing(database),
    listRejectedCancellations(database),
    listDuplicates(database),
    needs.listAudit(INBOX_ACTIONS),
  ])
  const view = { overview, parked, failing, refused, seconds, audit, done: done ?? null }
  const language = languageFor(needs, request)
  const member = needs.memberOf(response)
  sendPrivatePage(response, staffInboxPage({ newsroom, timeZone, member, language, view }))
}

type CallResult = { done: Done; action: string; subject: string | null }
type Action = (needs: Needs, transaction: Transaction, request: Request) => Promise<CallResult>

/** One transaction does it and writes down who did; then back to the page, which says what was done. */
const act =
  (needs: Needs, action: Action) =>
  async (request: Request, response: Response): Promise<void> => {
    const { done } = await needs.database.inTransaction(async (transaction) => {
      const acted = await action(needs, transaction, request)
      const entry = { staffId: needs.memberOf(response).id, action: acted.action, subject: acted.subject }
      if (acted.done !== 'nothing') await needs.recordAudit(transaction, entry, needs.now())
      return acted
    })
    needs.wake()
    seeOther(response, `/staff/inbox?${new URLSearchParams({ language: languageFor(needs, request), done })}`)
  }

const replay: Action = async ({ now }, transaction, request) => {
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

// A customer's id need not begin with cus_: it is what its maker chose.
const UNIT = /^[^\s'";]{1,255}$/

const retry: Action = async ({ now }, transaction, request) => {
  const syncKey = field(request.body, 'unit')
  if (!UNIT.test(syncKey)) throw new Refusal('malformed')
  const found = await retrySyncJob(transaction, syncKey, now())
  return { done: found ? 'retried' : 'nothing', action: 'inbox-retry', subject: syncKey }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const retryCall: Action = async ({ now }, transaction, request) => {
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

const undo: Action = async ({ now }, transaction, request) => {
  const subscriptionId = subscriptionIn(request)
  const customerId = await customerOfSubscription(transaction, subscriptionId)
  // The unit first, as every fetch takes it: two that want the same rows then never wait for one another.
  if (customerId) await scheduleSync(transaction, customerId, now())
  const decided = await decideDuplicate(transaction, subscriptionId, 'refunded', now())
  if (!decided) return { done: 'nothing', action: 'duplicate-refund', subject: subscriptionId }
  await findOwnDuplicate(transaction, { subscriptionId, keptId: decided.keptId }, now())
  return { done: 'refunded', action: 'duplicate-refund', subject: subscriptionId }
}

/** One that has been renewed: what it paid is not ours to return by a rule, and past months stay as they were. */
const cancelDuplicate: Action = async ({ now }, transaction, request) => {
  const subscriptionId = subscriptionIn(request)
  const customerId = await customerOfSubscription(transaction, subscriptionId)
  if (customerId) await scheduleSync(transaction, customerId, now())
  const decided = await decideDuplicate(transaction, subscriptionId, 'canceled', now())
  if (!decided) return { done: 'nothing', action: 'duplicate-cancel', subject: subscriptionId }
  const end = {
    subscriptionId,
    kind: 'cancel',
    cause: 'staff',
    otherSubscriptionId: null,
    dueAt: now(),
  } as const
  await recordAction(transaction, end, now())
  return { done: 'canceled', action: 'duplicate-cancel', subject: subscriptionId }
}

const keep: Action = async ({ now }, transaction, request) => {
  const subscriptionId = subscriptionIn(request)
  const decided = await decideDuplicate(transaction, subscriptionId, 'kept', now())
  return { done: decided ? 'kept' : 'nothing', action: 'duplicate-keep', subject: subscriptionId }
}
