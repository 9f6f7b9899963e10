import type { IRouter, Request, RequestHandler, Response } from 'express'
import { Refusal } from './refusal.ts'

export type Handler = (request: Request, response: Response) => Promise<void> | void

type Answers = { get?: Handler; post?: Handler; before?: RequestHandler[] }

/** Registers the methods a path answers; any other gets 405 naming those that it does. */
export const route = (router: IRouter, path: string, { get, post, before = [] }: Answers): void => {
  const place = router.route(path)
  if (get) place.get(...before, get)
  if (post) place.post(...before, post)
  const allow = [...(get ? ['GET', 'HEAD'] : []), ...(post ? ['POST'] : [])].join(', ')
  place.all(() => {
    throw new Refusal('method-not-allowed', { Allow: allow })
  })
}

/** A named part of the matched path; the pattern guarantees it is there. */
export const pathPart = (request: Request, name: string): string => {
  const value = request.params[name]
  if (typeof value !== 'string') throw new Refusal('not-found')
  return value
}

/** Errors of what follows are told as problem+json, whatever the caller accepts. */
export const answerErrorsAsJson: RequestHandler = (_request, response, next) => {
  response.locals['answerErrorsAsJson'] = true
  next()
}
