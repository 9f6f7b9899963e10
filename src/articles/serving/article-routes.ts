import { type Request, type Response, Router } from 'express'
import { targetRequestOf } from '../../appeal/page-request.ts'
import type { CampaignsInForce } from '../../appeal/policy/campaign.ts'
import { lookBackDays, withOneMore } from '../../appeal/policy/caps.ts'
import { type AppealDecision, decideAppeal, stateOf } from '../../appeal/policy/decision.ts'
import type { Clock } from '../../platform/clock.ts'
import type { IdentifiedReader } from '../../readers/reader-cookie.ts'
import type { SnoozeStore } from '../../snooze/snooze-store.ts'
import type { Suppression } from '../../snooze/suppression.ts'
import { isPageServed, isPageView } from '../../web/page/page-view.ts'
import { Refusal } from '../../web/refusal.ts'
import { pathPart, route } from '../../web/route.ts'
import { allowConnections } from '../../web/security-headers.ts'
import { sendPage } from '../../web/send.ts'
import type { Article } from '../article.ts'
import type { RenderArticle } from './render-article-action.tsx'

type Needs = {
  now: Clock
  findArticle: (slug: string) => Article | null
  renderArticle: RenderArticle
  campaignsInForce: () => CampaignsInForce
  /** The header in which a trusted proxy writes the reader's country. Null: no country is known. */
  countryHeader: string | null
  dayNumber: (at: Date) => number
  identify: (request: Request) => IdentifiedReader | null
  setReaderCookie: (response: Response, reader: IdentifiedReader) => void
  lookUpSuppression: (reader: IdentifiedReader | null) => Promise<Suppression>
  writeSeen: SnoozeStore['writeSeen']
  /** Counts a decision by its reason. Nothing about the reader is counted. */
  countDecision: (state: string) => void
  countAppeal: (decision: AppealDecision, section: string) => void
}

/** Serves articles, each with the appeal or the line in its place. */
export const articleRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/articles/:slug', { get: (request, response) => showArticle(needs, request, response) })
  return router
}

const showArticle = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const at = needs.now()
  const article = needs.findArticle(pathPart(request, 'slug'))
  if (!article || article.publishedAt > at) throw new Refusal('not-found')
  const reader = needs.identify(request)
  const suppression = await needs.lookUpSuppression(reader)
  if (reader?.isAging) needs.setReaderCookie(response, reader)
  const day = needs.dayNumber(at)
  const decision = decideAppeal(needs.campaignsInForce(), {
    article,
    suppression,
    seen: suppression.isSuppressed ? null : suppression.seen,
    request: targetRequestOf(request, needs.countryHeader),
    at: at.getTime(),
    day,
  })
  if (isPageView(request)) needs.countDecision(stateOf(decision))
  const html = await needs.renderArticle({ article, decision, suppression, at, isCounted: true })
  if (decision.show) allowConnections(response)
  sendPage(response, html)
  if (!isPageServed(request, response.statusCode)) return
  needs.countAppeal(decision, article.section)
  if (reader && decision.show) countCapped(needs, reader, { decision, suppression, day })
}

type Shown = { decision: Extract<AppealDecision, { show: true }>; suppression: Suppression; day: number }

/** Counts an appeal towards its campaign's caps. The page is sent, and a lost count asks once more at most. */
const countCapped = (
  { writeSeen }: Needs,
  { hash }: IdentifiedReader,
  { decision: { caps }, suppression, day }: Shown,
): void => {
  if (!caps || suppression.isSuppressed) return
  const seen = withOneMore(caps, suppression.seen, day)
  void writeSeen(hash, { seen, keptDays: lookBackDays(caps) }).catch(() => {})
}
