import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Language } from '../../messages/messages.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database, Transaction } from '../../platform/database/database.ts'
import type { AuditEntry } from '../../staff/audit-store.ts'
import type { StaffMember } from '../../staff/staff-store.ts'
import { field, formBody } from '../../web/form.ts'
import { languageOf } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import { type DemoView, demoPage } from './demo-page.tsx'
import { findDemoRefusal } from './demo-state-action.ts'
import { countDemoSupporters } from './demo-store.ts'
import type { DemoFill } from './fill-demo-job.ts'
import { DEMO_SIZE } from './invented/demo-plan.ts'
import { removeDemo } from './remove-demo-action.ts'

export const DEMO_PATH = '/staff/demo'

type Needs = {
  database: Database
  newsroom: Newsroom
  requireStaff: RequestHandler
  requireFinance: RequestHandler
  memberOf: (response: Response) => StaffMember
  recordAudit: (transaction: Transaction, entry: AuditEntry, now: Date) => Promise<void>
  rebuildRollups: (transaction: Transaction) => Promise<void>
  /** Removes what else was written with the supporters. */
  removeMore: (transaction: Transaction) => Promise<void>
  /** Stripe is the sandbox, so that no real money stands beside the demo. */
  isSandbox: boolean
  /** The default of the command if absent. */
  supporters?: number | undefined
  fill: DemoFill
  now: Clock
}

const REFRESH_SECONDS = 2

/** Serves the page that writes demo data, shows the progress and removes it. */
export const demoRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, DEMO_PATH, {
    before: [needs.requireStaff, needs.requireFinance, formBody],
    get: (request, response) => show(needs, request, response),
    post: async (request, response) => {
      const wanted = field(request.body, 'do')
      if (wanted === 'fill') return startFilling(needs, request, response)
      if (wanted === 'remove') return remove(needs, request, response)
      throw new Refusal('malformed')
    },
  })
  return router
}

const languageFor = ({ newsroom }: Needs, request: Request): Language =>
  languageOf(request, request.query['language'] ?? field(request.body, 'language'), newsroom.staffLanguages)

const findView = async ({ database, isSandbox, fill }: Needs): Promise<DemoView> => {
  const progress = fill.progress()
  if (progress.is === 'filling') return progress
  const hasFailed = progress.is === 'failed'
  // Demo data can be removed at any time, even beside a real account.
  const supporters = await countDemoSupporters(database)
  if (supporters > 0) return { is: 'filled', supporters, hasFailed }
  const refusal = await findDemoRefusal(database, isSandbox)
  return refusal === 'real-stripe' || refusal === 'real-supporters'
    ? { is: 'refused', refusal }
    : { is: 'offered', hasFailed }
}

const show = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const view = await findView(needs)
  const language = languageFor(needs, request)
  if (view.is === 'filling')
    response.set('refresh', `${REFRESH_SECONDS}; url=${DEMO_PATH}?language=${language}&watching=1`)
  const isDone = view.is === 'filled' && !view.hasFailed && request.query['watching'] === '1'
  if (isDone) return seeOther(response, `/staff?language=${language}`)
  sendPrivatePage(
    response,
    demoPage({ newsroom: needs.newsroom, language, member: needs.memberOf(response), view }),
  )
}

const startFilling = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, newsroom, fill, memberOf, recordAudit, now } = needs
  const view = await findView(needs)
  const language = languageFor(needs, request)
  if (view.is === 'refused')
    return sendPrivatePage(
      response.status(409),
      demoPage({ newsroom, language, member: memberOf(response), view }),
    )
  if (view.is === 'offered') {
    const size = { ...DEMO_SIZE, supporters: needs.supporters ?? DEMO_SIZE.supporters }
    const entry = {
      staffId: memberOf(response).id,
      action: 'demo-fill',
      subject: String(size.supporters),
    }
    await database.inTransaction((transaction) => recordAudit(transaction, entry, now()))
    fill.start({ ...size, now: now(), rules: newsroom.rules, offers: newsroom.giving })
  }
  seeOther(response, `${DEMO_PATH}?language=${language}&watching=1`)
}

const remove = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, rebuildRollups, removeMore, fill, memberOf, recordAudit, now } = needs
  const language = languageFor(needs, request)
  // A batch that is being written would stay.
  if (fill.progress().is === 'filling') return seeOther(response, `${DEMO_PATH}?language=${language}`)
  await removeDemo(database, {
    removeMore,
    rebuildRollups,
    record: (transaction, removed) =>
      recordAudit(
        transaction,
        { staffId: memberOf(response).id, action: 'demo-remove', subject: String(removed) },
        now(),
      ),
  })
  fill.reset()
  seeOther(response, `/staff?language=${language}`)
}
