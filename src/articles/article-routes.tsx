import { type Request, type Response, Router } from 'express'
import { decideAppeal, stateOf } from '../appeal/appeal-decision.ts'
import { AppealPanel } from '../appeal/appeal-panel.tsx'
import type { Letter } from '../appeal/letter.ts'
import type { Language } from '../messages/messages.ts'
import type { Clock } from '../platform/clock.ts'
import type { IdentifiedReader } from '../readers/reader-cookie.ts'
import type { Suppression } from '../snooze/suppression.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { homePath } from '../web/page/page.tsx'
import { Refusal } from '../web/refusal.ts'
import { pathPart, route } from '../web/route.ts'
import { sendPage } from '../web/send.ts'
import { type Article, articlePath, published } from './article.ts'
import { articlePage } from './article-page.tsx'
import { atomFeed, sitemap } from './feed.ts'
import { frontPage, sectionPage } from './list-page.tsx'
import { isPageView } from './page-view.ts'

type Needs = {
  newsroom: Newsroom
  timeZone: string
  origin: () => string
  now: Clock
  findArticle: (slug: string) => Article | null
  listArticles: (language: Language) => readonly Article[]
  findLetter: (language: Language) => Letter | null
  identify: (request: Request) => IdentifiedReader | null
  setReaderCookie: (response: Response, reader: IdentifiedReader) => void
  lookUpSuppression: (reader: IdentifiedReader | null) => Promise<Suppression>
  /** Counts a decision by its reason. Nothing about the reader is counted. */
  countDecision: (state: string) => void
}

/** Serves front pages, sections, articles, feeds and the sitemap. */
export const articleRoutes = (needs: Needs): Router => {
  const router = Router()
  for (const language of needs.newsroom.languages) listRoutes(router, needs, language)
  route(router, '/articles/:slug', { get: (request, response) => showArticle(needs, request, response) })
  route(router, '/sitemap.xml', {
    get: async (_request, response) => {
      const { newsroom, origin, now } = needs
      const articles = newsroom.languages.flatMap((language) =>
        published(needs.listArticles(language), now()),
      )
      const xml = await sitemap({ newsroom, origin: origin(), languages: newsroom.languages, articles })
      response.set('cache-control', 'public, max-age=300').type('application/xml').send(xml)
    },
  })
  return router
}

const listRoutes = (router: Router, needs: Needs, language: Language): void => {
  const { newsroom, timeZone, origin, now } = needs
  const home = homePath(newsroom, language)
  const current = () => published(needs.listArticles(language), now())
  route(router, home, {
    get: (_request, response) => {
      sendPage(response, frontPage({ newsroom, timeZone, language, origin: origin(), articles: current() }))
    },
  })
  route(router, `${home}sections/:section`, {
    get: (request, response) => {
      const section = pathPart(request, 'section')
      if (!newsroom.sections.some((each) => each.slug === section)) throw new Refusal('not-found')
      const articles = current().filter((article) => article.section === section)
      sendPage(response, sectionPage({ newsroom, timeZone, language, origin: origin(), articles, section }))
    },
  })
  route(router, `${home}feed.xml`, {
    get: (_request, response) => {
      const xml = atomFeed({ newsroom, origin: origin(), language, articles: current() })
      response.set('cache-control', 'public, max-age=300').type('application/atom+xml').send(xml)
    },
  })
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
  const letter = needs.findLetter(language)
  const decision = decideAppeal({ article, hasLetter: letter !== null, suppression })
  if (isPageView(request)) needs.countDecision(stateOf(decision))
  const others = published(needs.listArticles(language), at).filter(({ slug }) => slug !== article.slug)
  const html = articlePage({
    newsroom,
    timeZone,
    origin: needs.origin(),
    article,
    appealState: stateOf(decision),
    appeal: (
      <AppealPanel
        decision={decision}
        suppression={suppression}
        letter={letter}
        language={language}
        timeZone={timeZone}
        now={at}
        here={articlePath(article.slug)}
        offer={newsroom.giving[0]}
      />
    ),
    others: others.slice(0, 4),
  })
  sendPage(response, html)
}
