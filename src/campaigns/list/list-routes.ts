import { type Request, type Response, Router } from 'express'
import type { Transaction } from '../../platform/database/database.ts'
import type { AuditRow } from '../../staff/audit-store.ts'
import { field, formBody } from '../../web/form.ts'
import { withLanguage } from '../../web/language.ts'
import { route, withoutDatabase } from '../../web/route.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import { findAppealSettings, setSnoozeLengths, stopEveryAppeal } from '../appeal-settings-store.ts'
import { type CampaignNeeds, languageIn, readSettings } from '../campaign-request-routes.ts'
import { type CampaignRow, listCampaigns } from '../campaign-store.ts'
import { wordsIn } from '../form/words.ts'
import { parseLengths } from '../settings/lengths.ts'
import { shownStateOf } from '../states/shown-state.ts'
import type { CampaignEntry } from './campaign-entry.ts'
import type { LengthsView } from './lengths-panel.tsx'
import { LIST_REMARKS, listPage } from './list-page.tsx'
import { AUDITED } from './switch-panel.tsx'

type Needs = CampaignNeeds & { listAudit: (actions: readonly string[]) => Promise<AuditRow[]> }

/** Serves the list of campaigns and the settings of every appeal. */
export const campaignListRoutes = (needs: Needs): Router => {
  const router = Router()
  const before = [...needs.guards, formBody]
  route(router, '/staff/campaigns', {
    before: [...needs.guards],
    get: (request, response) => showList(needs, { request, response }, null),
  })
  route(router, '/staff/campaigns/stop-all', {
    before: [withoutDatabase('not-stopped'), ...before],
    post: (request, response) => switchAll(needs, { request, response }, true),
  })
  route(router, '/staff/campaigns/resume-all', {
    before,
    post: (request, response) => switchAll(needs, { request, response }, false),
  })
  route(router, '/staff/campaigns/snooze-lengths', {
    before,
    post: (request, response) => saveLengths(needs, { request, response }),
  })
  return router
}

type Exchange = { request: Request; response: Response }

const showList = async (
  needs: Needs,
  { request, response }: Exchange,
  lengths: LengthsView | null,
): Promise<void> => {
  const { database, newsroom, timeZone, now } = needs
  const at = now()
  const [rows, settings, audit] = await Promise.all([
    listCampaigns(database),
    findAppealSettings(database),
    needs.listAudit(AUDITED),
  ])
  const html = listPage({
    newsroom,
    timeZone,
    member: needs.memberOf(response),
    words: wordsIn(languageIn(request, needs), newsroom),
    view: {
      entries: rows.map((row) => entryOf(row, timeZone, at)),
      isEveryAppealStopped: settings.isStopped,
      lengths: lengths ?? { typed: settings.snoozeLengths.join(', '), mistake: null },
      audit,
      remark: LIST_REMARKS.find((each) => each === request.query['done']) ?? null,
    },
  })
  sendPrivatePage(response.status(lengths ? 422 : 200), html)
}

const entryOf = (row: CampaignRow, timeZone: string, now: Date): CampaignEntry => {
  const { number, state, isStopped } = row
  const settings = readSettings(row.settings)
  return { number, state, isStopped, settings, shown: shownStateOf({ state, settings }, timeZone, now) }
}

/** The kill switch of every appeal. */
const switchAll = (needs: Needs, exchange: Exchange, isStopped: boolean): Promise<void> =>
  changeAll(needs, exchange, {
    action: isStopped ? 'appeal-stop' : 'appeal-resume',
    subject: null,
    done: isStopped ? 'all-stopped' : 'all-resumed',
    work: (transaction) => stopEveryAppeal(transaction, isStopped),
  })

const saveLengths = async (needs: Needs, exchange: Exchange): Promise<void> => {
  const typed = field(exchange.request.body, 'lengths')
  const parsed = parseLengths(typed)
  if (!parsed.ok) return showList(needs, exchange, { typed, mistake: parsed })
  const { lengths } = parsed
  return changeAll(needs, exchange, {
    action: 'snooze-lengths',
    subject: lengths.join(', '),
    done: 'lengths-saved',
    work: (transaction) => setSnoozeLengths(transaction, lengths),
  })
}

type ListChange = {
  action: (typeof AUDITED)[number]
  subject: string | null
  done: (typeof LIST_REMARKS)[number]
  work: (transaction: Transaction) => Promise<void>
}

const changeAll = async (
  needs: Needs,
  { request, response }: Exchange,
  { action, subject, done, work }: ListChange,
): Promise<void> => {
  await needs.database.inTransaction(async (transaction) => {
    await work(transaction)
    await needs.recordAudit(
      transaction,
      { staffId: needs.memberOf(response).id, action, subject },
      needs.now(),
    )
  })
  needs.wake()
  seeOther(response, withLanguage(`/staff/campaigns?done=${done}`, languageIn(request, needs)))
}
