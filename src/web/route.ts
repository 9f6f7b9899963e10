import type { IRouter, Request, RequestHandler, Response } from 'express'
import { Refusal, type RefusalReason } from './refusal.ts'

export type Handler = (request: Request, response: Response) => Promise<void> | void

type Methods = { get?: Handler; post?: Handler; before?: RequestHandler[] }

/** Registers the methods of a path. Other methods get 405 and the allowed ones. */
export const route = (router: IRouter, path: string, { get, post, before = [] }: Methods): void => {
  const place = router.route(path)
  if (get) place.get(...before, get)
  if (post) place.post(...before, post)
  const allow = [...(get ? ['GET', 'HEAD'] : []), ...(post ? ['POST'] : [])].join(', ')
  place.all(() => {
    throw new Refusal('method-not-allowed', { Allow: allow })
  })
}

/** Returns a named part of the matched path. Nothing that we name contains NUL, which Postgres cannot store. */
export const pathPart = (request: Request, name: string): string => {
  const value = request.params[name]
  if (typeof value !== 'string' || value.includes('\0')) throw new Refusal('not-found')
  return value
}

/** Gives requests that fail because the database is unavailable a refusal of their own. */
export const withoutDatabase =
  (because: RefusalReason): RequestHandler =>
  (_request, response, next) => {
    response.locals['withoutDatabase'] = because
    next()
  }

/** Makes later errors problem+json, whatever the caller accepts. */
export const answerErrorsAsJson: RequestHandler = (_request, response, next) => {
  response.locals['answerErrorsAsJson'] = true
  next()
}
