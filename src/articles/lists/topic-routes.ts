import { type Request, type Response, Router } from 'express'
import type { Language } from '../../messages/messages.ts'
import { homePath } from '../../web/page/page.tsx'
import { Refusal } from '../../web/refusal.ts'
import { pathPart, route } from '../../web/route.ts'
import { sendPage } from '../../web/send.ts'
import { findTopic, TOPIC_KINDS, type Topic, type TopicKind, topicPath, topicSlug } from '../topic.ts'
import { topicPage } from './list-page.tsx'
import { listPart, pageNumber } from './list-parts.ts'
import { FIVE_MINUTES, type ListNeeds, listOf, publishedIn, sendFeed } from './list-routes.ts'

/** Serves the lists and feeds of tags and authors. They ask nobody: no appeal depends on what somebody reads. */
export const topicRoutes = (needs: ListNeeds): Router => {
  const router = Router()
  for (const language of needs.newsroom.languages)
    for (const kind of TOPIC_KINDS)
      for (const [end, send] of [
        ['', sendTopic],
        ['/feed.xml', sendTopicFeed],
      ] as const)
        route(router, `${homePath(needs.newsroom, language)}${kind}/:name${end}`, {
          get: async (request, response) => {
            const topic = readTopic(needs, { request, response }, { language, kind, end })
            if (topic) await send(needs, { request, response }, { topic, language })
          },
        })
  return router
}

type Exchange = { request: Request; response: Response }
type Place = { language: Language; kind: TopicKind; end: string }
type Shown = { topic: Topic; language: Language }

/** Finds the tag or author. Another spelling of its address is sent on, and returns null. */
const readTopic = (needs: ListNeeds, { request, response }: Exchange, place: Place): Topic | null => {
  const { language, kind, end } = place
  const written = pathPart(request, 'name')
  const topic = findTopic(publishedIn(needs, language), kind, topicSlug(written))
  if (!topic) throw new Refusal('not-found')
  if (topic.slug === written) return topic
  const [, query] = request.originalUrl.split('?')
  const path = topicPath({ newsroom: needs.newsroom, language, kind }, written)
  const location = `${path}${end}${query === undefined ? '' : `?${query}`}`
  response.status(301).set({ location, 'cache-control': FIVE_MINUTES }).end()
  return null
}

const sendTopic = async (needs: ListNeeds, { request, response }: Exchange, { topic, language }: Shown) => {
  const part = listPart(topic.articles, pageNumber(request.query['page']))
  if (!part) throw new Refusal('not-found')
  const isInvited = await needs.isInvited(request)
  const hasArticles = (each: Language) => findTopic(publishedIn(needs, each), topic.kind, topic.slug) !== null
  const languages = needs.newsroom.languages.filter(hasArticles)
  const list = await listOf(needs, language, part.items)
  sendPage(response, topicPage({ ...list, part, isInvited, topic, languages }))
}

const sendTopicFeed = (needs: ListNeeds, { response }: Exchange, { topic, language }: Shown) => {
  const { kind, name, articles } = topic
  const path = topicPath({ newsroom: needs.newsroom, language, kind }, name) ?? ''
  return sendFeed(needs, response, { language, articles, list: { path, name } })
}
