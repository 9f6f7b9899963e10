import express, { type Express, type Request, type RequestHandler, type Router } from 'express'
import type { Log } from '../platform/log.ts'
import { accessLog } from '../web/access-log.ts'
import { forgeryGuard } from '../web/forgery-guard.ts'
import { hostGuard } from '../web/host-guard.ts'
import { clientAddress } from '../web/limits/client-address.ts'
import { serveAsset } from '../web/page/assets.ts'
import { errorHandler, notFound } from '../web/page/error-page.tsx'
import type { Newsroom } from '../web/page/newsroom.ts'
import { route } from '../web/route.ts'
import { securityHeaders } from '../web/security-headers.ts'

type Needs = {
  newsroom: Newsroom
  log: Log
  https: boolean
  origin: () => string
  trustProxy: string | number | false
  /** Embedded parts run, which only this machine may see. */
  isTrial: boolean
  /** Returns whether the reader may be invited to support. */
  isInvited: (request: Request) => Promise<boolean>
  /** Routes that run before the body is read and before the origin of a form is checked. */
  first: readonly Router[]
  features: readonly Router[]
}

/** Assembles the Express application. A request passes the middleware from top to bottom. */
export const assembleApp = ({
  newsroom,
  log,
  https,
  origin,
  trustProxy,
  isTrial,
  isInvited,
  first,
  features,
}: Needs): Express => {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', 'strong')
  trustProxies(app, trustProxy)
  app.set('query parser', 'simple')
  app.use(accessLog(log), securityHeaders(https))
  if (isTrial) app.use(hostGuard(origin))
  app.use(...(first as unknown as RequestHandler[]))
  route(app, '/assets/:file', { get: serveAsset })
  app.use(forgeryGuard(origin, (path) => path.startsWith('/manage/')))
  app.use(...(features as unknown as RequestHandler[]))
  app.use(notFound, errorHandler({ newsroom, log, isInvited }))
  return app
}

type Trusts = (address: string, hop: number) => boolean

// A proxy may be written with a port, or in another spelling than in our setting.
const trustProxies = (app: Express, trusted: string | number | false): void => {
  app.set('trust proxy', trusted)
  const trusts = app.get('trust proxy fn') as Trusts
  app.set('trust proxy', (address: string | undefined, hop: number) =>
    trusts(clientAddress(address ?? ''), hop),
  )
}
