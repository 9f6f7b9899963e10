import type { IncomingMessage, ServerResponse } from 'node:http'
import { parse } from 'node:querystring'
import fresh from 'fresh'
import Negotiator from 'negotiator'
import { ENCODINGS, type Encoding, type PageBytes } from '../../web/page/kept-pages.ts'
import type { KeptArticles } from './kept-articles.ts'
import type { LookAtPictures } from './look-at-pictures-action.ts'
import type { ViewArticle, Viewing } from './view-article-action.ts'

type Needs = {
  articles: ViewArticle
  pictures: LookAtPictures
  kept: KeptArticles
  isHostAllowed: (host: string | undefined) => boolean
  /** Names and values of the security headers of a page with an appeal, which may say what is in view, and without. */
  headersWith: Record<'appeal' | 'none', readonly string[]>
  logRequest: (request: { method: string; route: string; status: number; startedAt: number }) => void
}

/** Answers a request with a kept page. Resolves to false if there is none: then nothing was done. */
export type ServeKept = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

// Slugs as in files' names. A path that is written in another way goes to the routes.
const PATH = /^\/articles\/([a-z0-9-]+)(?:\?(.*))?$/

/** Serves the pages that are kept, before any other part of the server sees the request. */
export const serveKeptArticle =
  (needs: Needs): ServeKept =>
  async (request, response) => {
    const startedAt = performance.now()
    const { method = '', url = '', headers } = request
    const [path, slug, search] = PATH.exec(url) ?? []
    if (method !== 'GET' || path === undefined || slug === undefined) return false
    if (!needs.isHostAllowed(headers.host)) return false
    const asked = { method, headers, query: search === undefined ? {} : parse(search) }
    const viewing = await needs.articles.view(asked, slug)
    // An aging cookie must be written again.
    if (!viewing || viewing.reader?.isAging) return false
    const pictures = await needs.pictures(viewing.article)
    const page = needs.kept.find(viewing, pictures, encodingOf(request))
    if (!page) return false
    const status = send(needs, response, { request, page, viewing })
    needs.articles.count(asked, status, viewing)
    needs.logRequest({ method, route: '/articles/:slug', status, startedAt })
    return true
  }

type Answer = { request: IncomingMessage; page: PageBytes; viewing: Viewing }

/** Names and values in turn: Node.js writes such a list twice as fast as an object. */
const send = (
  { headersWith }: Needs,
  response: ServerResponse,
  { request, page: { bytes, encoding, etags }, viewing }: Answer,
): number => {
  const headers = [...headersWith[viewing.decision.show ? 'appeal' : 'none'], ...PAGE_HEADERS, 'etag']
  const had = ENCODINGS.map((each) => etags[each]).find((etag) => fresh(request.headers, { etag }))
  if (had !== undefined) {
    response.writeHead(304, [...headers, had]).end()
    return 304
  }
  headers.push(etags[encoding])
  headers.push('content-type', 'text/html; charset=utf-8', 'content-length', String(bytes.length))
  if (encoding !== 'identity') headers.push('content-encoding', encoding)
  response.writeHead(200, headers).end(bytes)
  return 200
}

const PAGE_HEADERS = ['cache-control', 'private, no-cache', 'vary', 'cookie, accept-encoding'] as const

/** Chooses the smallest form that the browser takes, whatever it names first. */
const encodingOf = (request: IncomingMessage): Encoding => {
  const negotiator = new Negotiator(request)
  return ENCODINGS.find((each) => negotiator.encodings([each]).length > 0) ?? 'identity'
}
