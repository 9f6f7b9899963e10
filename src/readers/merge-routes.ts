import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Merging } from '../billing/choice-store.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database, Transaction } from '../platform/database.ts'
import { field, formBody } from '../web/form.ts'
import { languageOf, withLanguage } from '../web/language.ts'
import type { Newsroom } from '../web/newsroom.ts'
import { route } from '../web/route.ts'
import { seeOther, sendPrivatePage } from '../web/send.ts'
import { contributionsOf } from './account-store.ts'
import { mergePage, seenOf } from './merge-page.tsx'
import { type Merge, mergeOf } from './own-change.ts'
import { signedInOf } from './reader-session.ts'

type Needs = {
  database: Database
  newsroom: Newsroom
  timeZone: string
  requireReader: RequestHandler
  /** Writes it down; Stripe is called after it is committed. */
  merge: (transaction: Transaction, merging: Merging, now: Date) => Promise<void>
  wakeCalls: () => void
  now: Clock
}

/** Several contributions of one giver, made one of their sum. */
export const mergeRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, '/account/merge', {
    before: [formBody, needs.requireReader],
    get: (request, response) => show(needs, request, response),
    post: (request, response) => merge(needs, request, response),
  })
  return router
}

const mergeFor = async ({ database, newsroom, now }: Needs, response: Response): Promise<Merge | null> =>
  mergeOf(newsroom, await contributionsOf(database, signedInOf(response).addressIndex, now()))

const show = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { newsroom, timeZone } = needs
  const language = languageOf(request, request.query['language'], newsroom.languages)
  const merged = await mergeFor(needs, response)
  if (!merged) return seeOther(response, withLanguage('/account', language))
  sendPrivatePage(response, mergePage({ newsroom, language, timeZone, merge: merged }))
}

const merge = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { database, newsroom, now, wakeCalls } = needs
  const language = languageOf(request, field(request.body, 'language'), newsroom.languages)
  const merged = await mergeFor(needs, response)
  if (!merged) return seeOther(response, withLanguage('/account', language))
  // Something changed since it was looked at: it is looked at again.
  if (seenOf(merged) !== field(request.body, 'contributions'))
    return seeOther(response, withLanguage('/account/merge', language))
  const { kept, ended, plan } = merged
  const merging = { keptId: kept.id, endedIds: ended.map(({ id }) => id), plan }
  await database.inTransaction((transaction) => needs.merge(transaction, merging, now()))
  wakeCalls()
  seeOther(response, withLanguage('/account?done=merged', language))
}
