import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { CampaignsInForce } from '../../appeal/policy/campaign.ts'
import { type Explanation, explainAppeal } from '../../appeal/policy/explain.ts'
import { calendarOf, dayNumberOf, instantOf } from '../../platform/calendar.ts'
import type { Clock } from '../../platform/clock.ts'
import type { StaffMember } from '../../staff/staff-store.ts'
import { languageOf } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { route } from '../../web/route.ts'
import { sendPrivatePage } from '../../web/send.ts'
import { EXPLAIN_PATH, explainPage } from './explain-page.tsx'
import { type AskedArticle, type ExplainQuery, parseExplainQuery, suppressionAs } from './explain-query.ts'

type Needs = {
  newsroom: Newsroom
  timeZone: string
  now: Clock
  campaignsInForce: () => CampaignsInForce
  /** The published articles of every language, newest first. */
  listArticles: () => readonly AskedArticle[]
  /** False: no trusted header says the reader's country. */
  knowsCountries: boolean
  requireStaff: RequestHandler
  requireCampaigns: RequestHandler
  memberOf: (response: Response) => StaffMember
}

/** Serves the page that explains which campaign a reader would see, and why not another one. */
export const explainRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, EXPLAIN_PATH, {
    before: [needs.requireStaff, needs.requireCampaigns],
    get: (request, response) => show(needs, request, response),
  })
  return router
}

const show = (needs: Needs, request: Request, response: Response): void => {
  const { newsroom, timeZone, knowsCountries } = needs
  const { asked, mistakes } = parseExplainQuery(request.query)
  const articles = needs.listArticles()
  const article = articles.find(({ slug }) => slug === asked.article) ?? articles[0]
  const isAnswered = article !== undefined && mistakes.length === 0
  const html = explainPage({
    newsroom,
    language: languageOf(request, request.query['language'], newsroom.staffLanguages),
    member: needs.memberOf(response),
    timeZone,
    knowsCountries,
    articles,
    asked: { ...asked, article: article?.slug ?? '' },
    mistakes,
    explanation: isAnswered ? explain(needs, asked, article) : null,
  })
  sendPrivatePage(response, html)
}

const explain = (
  { now, timeZone, campaignsInForce }: Needs,
  { at: wall, reader, visit, country, code }: ExplainQuery,
  article: AskedArticle,
): Explanation => {
  const at = wall === '' ? now() : instantOf(`${wall}:00`, timeZone)
  return explainAppeal(campaignsInForce(), {
    article,
    suppression: suppressionAs(reader, at),
    seen: null,
    request: { visit, country: country || null, code: code || null },
    at: at.getTime(),
    day: dayNumberOf(calendarOf(timeZone).dayAt(at)),
  })
}
