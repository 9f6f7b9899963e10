import { type Request, type Response, Router } from 'express'
import { AppealPanel } from '../appeal/appeal-panel.tsx'
import { targetRequestOf } from '../appeal/page-request.ts'
import type { CampaignsInForce } from '../appeal/policy/campaign.ts'
import { decideAppeal, stateOf } from '../appeal/policy/decision.ts'
import type { Language } from '../messages/messages.ts'
import type { Clock } from '../platform/clock.ts'
import type { IdentifiedReader } from '../readers/reader-cookie.ts'
import type { Suppression } from '../snooze/suppression.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { Refusal } from '../web/refusal.ts'
import { pathPart, route } from '../web/route.ts'
import { sendPage } from '../web/send.ts'
import { type Article, articlePath, published } from './article.ts'
import { articlePage } from './article-page.tsx'
import { isPageView } from './page-view.ts'
import { picturesIn } from './pictures/article-pictures.ts'
import { newsroomPreview, picturePreview } from './pictures/picture-preview.ts'
import type { PictureStore } from './pictures/picture-store.ts'

type Needs = {
  newsroom: Newsroom
  timeZone: string
  origin: () => string
  now: Clock
  findArticle: (slug: string) => Article | null
  listArticles: (language: Language) => readonly Article[]
  pictures: Pick<PictureStore, 'describe' | 'look'>
  campaignsInForce: () => CampaignsInForce
  /** The header in which a trusted proxy writes the reader's country. Null: no country is known. */
  countryHeader: string | null
  dayNumber: (at: Date) => number
  identify: (request: Request) => IdentifiedReader | null
  setReaderCookie: (response: Response, reader: IdentifiedReader) => void
  lookUpSuppression: (reader: IdentifiedReader | null) => Promise<Suppression>
  /** Counts a decision by its reason. Nothing about the reader is counted. */
  countDecision: (state: string) => void
}

/** Serves articles, each with the appeal or the line in its place. */
export const articleRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/articles/:slug', { get: (request, response) => showArticle(needs, request, response) })
  return router
}

const showArticle = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { newsroom, timeZone, now } = needs
  const at = now()
  const article = needs.findArticle(pathPart(request, 'slug'))
  if (!article || article.publishedAt > at) throw new Refusal('not-found')
  const reader = needs.identify(request)
  const { language } = article
  const suppression = await needs.lookUpSuppression(reader)
  if (reader?.isAging) needs.setReaderCookie(response, reader)
  const decision = decideAppeal(needs.campaignsInForce(), {
    article,
    suppression,
    seen: null,
    request: targetRequestOf(request, needs.countryHeader),
    at: at.getTime(),
    day: needs.dayNumber(at),
  })
  if (isPageView(request)) needs.countDecision(stateOf(decision))
  const others = published(needs.listArticles(language), at).filter(({ slug }) => slug !== article.slug)
  const { find, preview } = await picturesOf(needs, article)
  const html = articlePage({
    newsroom,
    timeZone,
    origin: needs.origin(),
    article,
    find,
    preview,
    appealState: stateOf(decision),
    isInvited: !suppression.isSuppressed,
    appeal: (
      <AppealPanel
        decision={decision}
        suppression={suppression}
        currency={newsroom.giving[0].currency}
        section={article.section}
        language={language}
        timeZone={timeZone}
        now={at}
        here={articlePath(article.slug)}
      />
    ),
    others: others.slice(0, 4),
  })
  sendPage(response, html)
}

const picturesOf = async ({ pictures, origin, newsroom }: Needs, { picture, html, language }: Article) => {
  const find = await pictures.describe([...(picture ? [picture.file] : []), ...picturesIn(html)])
  const lead = picture ? find(picture.file) : 'unusable'
  const preview =
    picture && typeof lead !== 'string'
      ? picturePreview(origin(), lead, picture.alt)
      : await newsroomPreview(pictures, origin(), newsroom.name[language])
  return { find, preview }
}
