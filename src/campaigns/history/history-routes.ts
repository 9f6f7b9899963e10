import { type Request, type Response, Router } from 'express'
import { route } from '../../web/route.ts'
import { sendPrivatePage } from '../../web/send.ts'
import {
  type CampaignNeeds,
  campaignIn,
  languageIn,
  numberIn,
  onlyNumbers,
  readSettings,
} from '../campaign-request-routes.ts'
import { listVersions, type VersionRow } from '../campaign-store.ts'
import { wordsIn } from '../form/words.ts'
import { changesBetween } from './difference.ts'
import { type HistoryEntry, historyPage } from './history-page.tsx'

const VERSIONS_ON_A_PAGE = 20

export const historyRoutes = (needs: CampaignNeeds): Router => {
  const router = Router()
  route(router, '/staff/campaigns/:number/history', {
    before: [onlyNumbers, ...needs.guards],
    get: (request, response) => showHistory(needs, request, response),
  })
  return router
}

const showHistory = async (needs: CampaignNeeds, request: Request, response: Response): Promise<void> => {
  const { database, newsroom, timeZone, memberOf } = needs
  const { number, version, settings } = await campaignIn(request, needs)
  const from = Math.min(numberIn(request, 'from') ?? version, version)
  // The row after the last one of the page is compared with it.
  const rows = (await listVersions(database, number)).filter((row) => row.version <= from)
  const entries = rows.slice(0, VERSIONS_ON_A_PAGE).map((row, index) => entryOf(row, rows[index + 1] ?? null))
  const html = historyPage({
    newsroom,
    timeZone,
    member: memberOf(response),
    words: wordsIn(languageIn(request, needs), newsroom),
    campaign: { number, version, name: readSettings(settings)?.name ?? `${number}` },
    entries,
    olderFrom: rows[VERSIONS_ON_A_PAGE]?.version ?? null,
  })
  sendPrivatePage(response, html)
}

const entryOf = (
  { version, savedBy, savedAt, settings }: VersionRow,
  earlier: VersionRow | null,
): HistoryEntry => {
  const [before, after] = [earlier && readSettings(earlier.settings), readSettings(settings)]
  const changes = before && after ? changesBetween(before, after) : 'unreadable'
  return { version, savedBy, savedAt, changes: earlier === null ? null : changes }
}
