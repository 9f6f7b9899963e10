import { Router } from 'express'
import { languageOf } from '../web/language.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { Refusal } from '../web/refusal.ts'
import { pathPart, route } from '../web/route.ts'
import { sendPrivatePage } from '../web/send.ts'
import { findOutboxMail, listOutboxMails } from './outbox-file-gateway.ts'
import { outboxPage } from './outbox-page.tsx'

type Needs = { newsroom: Newsroom; timeZone: string; directory: string }

/** Serves the outbox. The configuration allows it on a loopback address only. */
export const outboxRoutes = ({ newsroom, timeZone, directory }: Needs): Router => {
  const router = Router()
  route(router, '/outbox', {
    get: async (request, response) => {
      const language = languageOf(request, request.query['language'], newsroom.languages)
      const mails = await listOutboxMails(directory)
      sendPrivatePage(response, outboxPage({ newsroom, language, timeZone, mails }))
    },
  })
  route(router, '/outbox/:id.eml', {
    get: async (request, response) => {
      const message = await findOutboxMail(directory, pathPart(request, 'id'))
      if (!message) throw new Refusal('not-found')
      response.set('cache-control', 'no-store').type('text/plain').send(message)
    },
  })
  return router
}
