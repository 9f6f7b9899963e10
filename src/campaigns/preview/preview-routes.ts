import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { AppealForm, Campaign } from '../../appeal/policy/campaign.ts'
import type { Language } from '../../messages/messages.ts'
import type { Database } from '../../platform/database/database.ts'
import type { StaffMember } from '../../staff/staff-store.ts'
import { languageOf } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { Refusal } from '../../web/refusal.ts'
import { pathPart, route } from '../../web/route.ts'
import { allowOwnFrames } from '../../web/security-headers.ts'
import { sendPrivatePage } from '../../web/send.ts'
import { type CampaignRow, findCampaign, findVersion } from '../campaign-store.ts'
import { compileCampaign } from '../live/compile-campaign.ts'
import { campaignSettings } from '../settings/campaign-settings.ts'
import { withInertLinks } from './inert-links.ts'
import { previewFramePath, previewPage, previewPath } from './preview-page.tsx'
import type { PreviewState } from './preview-panel.tsx'
import { type PreviewQuery, parsePreviewQuery } from './preview-query.ts'

type Asked = { article: string; campaign: Campaign; form: AppealForm }

/** The articles on which campaigns are shown. */
export type PreviewArticles = {
  /** The published articles in a language, newest first. */
  listArticles: (language: Language) => readonly { slug: string; title: string }[]
  /** Renders an article with a campaign. Null: there is no such article. */
  renderArticle: (asked: Asked) => Promise<string | null>
}

type Needs = PreviewArticles & {
  database: Database
  newsroom: Newsroom
  timeZone: string
  requireStaff: RequestHandler
  requireCampaigns: RequestHandler
  memberOf: (response: Response) => StaffMember
}

/** Serves previews of every version of a campaign. Only staff see them. */
export const previewRoutes = (needs: Needs): Router => {
  const router = Router()
  const before = [needs.requireStaff, needs.requireCampaigns]
  const pathWith = (path: (campaign: number) => string) => path(0).replace('/0/', '/:campaign/')
  route(router, pathWith(previewPath), {
    before,
    get: (request, response) => showChoices(needs, request, response),
  })
  route(router, pathWith(previewFramePath), {
    before,
    get: (request, response) => showFrame(needs, request, response),
  })
  return router
}

type Opened = {
  row: CampaignRow
  asked: PreviewQuery
  /** Null: the settings are not understood any more. */
  campaign: Campaign | null
  articles: readonly { slug: string; title: string }[]
}

const open = async (needs: Needs, request: Request): Promise<Opened> => {
  const { database, newsroom, timeZone } = needs
  const text = pathPart(request, 'campaign')
  const row = /^[1-9]\d{0,8}$/.test(text) ? await findCampaign(database, Number(text)) : null
  if (!row) throw new Refusal('not-found')
  const own = { form: 'end', languages: newsroom.languages } as const
  const { version } = parsePreviewQuery(request.query, own)
  const found = version === null ? row : await findVersion(database, { campaign: row.number, version })
  if (!found) throw new Refusal('not-found')
  const parsed = campaignSettings.safeParse(found.settings)
  const form = parsed.success ? parsed.data.form : 'end'
  const asked = parsePreviewQuery(request.query, { ...own, form })
  const articles = needs.listArticles(asked.written)
  const article = articles.find(({ slug }) => slug === asked.article)?.slug ?? articles[0]?.slug ?? ''
  const numbered = { number: row.number, version: version ?? row.version, isStopped: false }
  return {
    row,
    asked: { ...asked, article },
    campaign: parsed.success
      ? compileCampaign(numbered, parsed.data, { giving: newsroom.giving, timeZone })
      : null,
    articles,
  }
}

export const stateOf = (campaign: Campaign | null, { written }: PreviewQuery): PreviewState => {
  if (campaign === null) return 'broken'
  return campaign.findLetter(written) === null ? 'missing' : 'shown'
}

const showChoices = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { newsroom } = needs
  const { row, asked, campaign, articles } = await open(needs, request)
  allowOwnFrames(response, 'around')
  const html = previewPage({
    newsroom,
    language: languageOf(request, request.query['language'], newsroom.staffLanguages),
    member: needs.memberOf(response),
    campaign: { number: row.number, name: campaign?.name ?? '', version: asked.version ?? row.version },
    asked,
    articles,
    state: stateOf(campaign, asked),
  })
  sendPrivatePage(response, html)
}

const showFrame = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { asked, campaign } = await open(needs, request)
  if (campaign === null) throw new Refusal('not-found')
  const html = await needs.renderArticle({ article: asked.article, campaign, form: asked.form })
  if (html === null) throw new Refusal('not-found')
  allowOwnFrames(response, 'inside')
  sendPrivatePage(response, withInertLinks(html, ''))
}
