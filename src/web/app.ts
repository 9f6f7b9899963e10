import express, { type Express, type RequestHandler, type Router } from 'express'
import type { Log } from '../platform/log.ts'
import { accessLog } from './access-log.ts'
import { serveAsset } from './assets.ts'
import { errorHandler, notFound } from './error-page.tsx'
import { forgeryGuard } from './forgery-guard.ts'
import type { Newsroom } from './newsroom.ts'
import { route } from './route.ts'
import { securityHeaders } from './security-headers.ts'

type Needs = {
  newsroom: Newsroom
  log: Log
  https: boolean
  origin: () => string
  trustProxy: string | number | false
  /** What must see a request before anything reads its body or asks where it came from. */
  first: readonly Router[]
  features: readonly Router[]
}

/** The way of a request, top to bottom. */
export const assembleApp = ({
  newsroom,
  log,
  https,
  origin,
  trustProxy,
  first,
  features,
}: Needs): Express => {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', 'strong')
  app.set('trust proxy', trustProxy)
  app.set('query parser', 'simple')
  app.use(accessLog(log), securityHeaders(https))
  app.use(...(first as unknown as RequestHandler[]))
  route(app, '/assets/:file', { get: serveAsset })
  app.use(forgeryGuard(origin))
  app.use(...(features as unknown as RequestHandler[]))
  app.use(notFound, errorHandler({ newsroom, log }))
  return app
}
