import { type Request, type Response, Router } from 'express'
import type { IdentifiedReader } from '../../readers/reader-cookie.ts'
import { Refusal } from '../../web/refusal.ts'
import { pathPart, route } from '../../web/route.ts'
import { allowConnections } from '../../web/security-headers.ts'
import { sendPage } from '../../web/send.ts'
import type { KeptArticles } from './kept-articles.ts'
import type { LookAtPictures } from './look-at-pictures-action.ts'
import type { RenderArticle } from './render-article.tsx'
import type { ViewArticle } from './view-article-action.ts'

type Needs = {
  articles: ViewArticle
  pictures: LookAtPictures
  renderArticle: RenderArticle
  kept: KeptArticles
  setReaderCookie: (response: Response, reader: IdentifiedReader) => void
}

/** Serves articles, each with the appeal or the line in its place. Keeps their pages. */
export const articleRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/articles/:slug', { get: (request, response) => showArticle(needs, request, response) })
  return router
}

const showArticle = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const viewing = await needs.articles.view(request, pathPart(request, 'slug'))
  if (!viewing) throw new Refusal('not-found')
  const { article, reader, decision } = viewing
  if (reader?.isAging) needs.setReaderCookie(response, reader)
  const pictures = await needs.pictures(article)
  // Nothing waits between the two, so the page is kept under what it was made of.
  const html = needs.renderArticle({ ...viewing, pictures, isCounted: true })
  needs.kept.keep(viewing, pictures, html)
  if (decision.show) allowConnections(response)
  sendPage(response, html)
  needs.articles.count(request, response.statusCode, viewing)
}
