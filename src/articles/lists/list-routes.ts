import { type Request, type Response, Router } from 'express'
import type { Language } from '../../messages/messages.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { homePath } from '../../web/page/page.tsx'
import { Refusal } from '../../web/refusal.ts'
import { pathPart, route } from '../../web/route.ts'
import { sendPage } from '../../web/send.ts'
import { type Article, published } from '../article.ts'
import { picturesIn } from '../pictures/article-pictures.ts'
import { newsroomPreview } from '../pictures/picture-preview.ts'
import type { PictureStore } from '../pictures/picture-store.ts'
import { atomFeed, FEED_ARTICLES, type FeedList, sitemap } from './feed.ts'
import { FRONT_LENGTHS, frontPage, sectionPage } from './list-page.tsx'
import { listPart, pageNumber } from './list-parts.ts'
import { robots } from './robots.ts'

export type ListNeeds = {
  newsroom: Newsroom
  timeZone: string
  origin: () => string
  now: Clock
  listArticles: (language: Language) => readonly Article[]
  pictures: Pick<PictureStore, 'describe' | 'look'>
  /** Returns whether the reader may be invited to support. */
  isInvited: (request: Request) => Promise<boolean>
}

export const FIVE_MINUTES = 'public, max-age=300'

/** Serves front pages, sections, feeds, the sitemap and what search engines may read. */
export const listRoutes = (needs: ListNeeds): Router => {
  const router = Router()
  for (const language of needs.newsroom.languages) {
    pageRoutes(router, needs, language)
    feedRoute(router, needs, language)
  }
  route(router, '/sitemap.xml', {
    get: async (_request, response) => {
      const { newsroom, origin } = needs
      const articles = newsroom.languages.flatMap((language) => publishedIn(needs, language))
      const xml = await sitemap({ newsroom, origin: origin(), languages: newsroom.languages, articles })
      response.set('cache-control', FIVE_MINUTES).type('application/xml').send(xml)
    },
  })
  route(router, '/robots.txt', {
    get: (_request, response) => {
      response.set('cache-control', FIVE_MINUTES).type('text/plain').send(robots(needs.origin()))
    },
  })
  return router
}

export const publishedIn = ({ listArticles, now }: ListNeeds, language: Language) =>
  published(listArticles(language), now())

const pageRoutes = (router: Router, needs: ListNeeds, language: Language): void => {
  const { newsroom } = needs
  const home = homePath(newsroom, language)
  route(router, home, {
    get: async (request, response) => {
      const part = listPart(publishedIn(needs, language), pageNumber(request.query['page']), FRONT_LENGTHS)
      if (!part) throw new Refusal('not-found')
      const isInvited = await needs.isInvited(request)
      sendPage(response, frontPage({ ...(await listOf(needs, language, part.items)), part, isInvited }))
    },
  })
  route(router, `${home}sections/:section`, {
    get: async (request, response) => {
      const section = pathPart(request, 'section')
      if (!newsroom.sections.some((each) => each.slug === section)) throw new Refusal('not-found')
      const articles = publishedIn(needs, language).filter((article) => article.section === section)
      const part = listPart(articles, pageNumber(request.query['page']))
      if (!part) throw new Refusal('not-found')
      const isInvited = await needs.isInvited(request)
      const list = await listOf(needs, language, part.items)
      sendPage(response, sectionPage({ ...list, part, isInvited, section }))
    },
  })
}

export const listOf = async (needs: ListNeeds, language: Language, articles: readonly Article[]) => {
  const { newsroom, timeZone, origin, pictures } = needs
  const [find, preview] = await Promise.all([
    pictures.describe(articles.flatMap(({ picture }) => picture?.file ?? [])),
    newsroomPreview(pictures, origin(), newsroom.name[language]),
  ])
  return { newsroom, timeZone, language, origin: origin(), find, preview }
}

const feedRoute = (router: Router, needs: ListNeeds, language: Language): void => {
  const { newsroom } = needs
  const path = homePath(newsroom, language)
  route(router, `${path}feed.xml`, {
    get: (_request, response) =>
      sendFeed(needs, response, {
        language,
        articles: publishedIn(needs, language),
        list: { path, name: null },
      }),
  })
}

type Feed = { language: Language; articles: readonly Article[]; list: FeedList }

/** Sends the newest of these articles as a feed. */
export const sendFeed = async (
  { newsroom, origin, pictures }: ListNeeds,
  response: Response,
  { language, articles: all, list }: Feed,
): Promise<void> => {
  const articles = all.slice(0, FEED_ARTICLES)
  const names = articles.flatMap(({ picture, html }) => [picture?.file ?? [], picturesIn(html)].flat())
  const find = await pictures.describe(names)
  const xml = atomFeed({ newsroom, origin: origin(), language, list, articles, find })
  response.set('cache-control', FIVE_MINUTES).type('application/atom+xml').send(xml)
}
