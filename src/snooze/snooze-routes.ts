import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Clock } from '../platform/clock.ts'
import type { HashedReader } from '../readers/identify-reader.ts'
import type { IdentifiedReader, Reader } from '../readers/reader-cookie.ts'
import { field, formBody } from '../web/form.ts'
import { languageOf } from '../web/language.ts'
import { localPath } from '../web/local-path.ts'
import { MAX_SLUG_LENGTH, type Newsroom } from '../web/page/newsroom.ts'
import { Refusal } from '../web/refusal.ts'
import { route } from '../web/route.ts'
import { seeOther, sendPrivatePage } from '../web/send.ts'
import { alreadyGivePage } from './already-give-page.tsx'
import { type AnswerNeeds, suppressAppeal, unsuppressAppeal } from './answer-appeal-action.ts'
import { parsePostedChoice, type SnoozeChoice, type SnoozeLength } from './lengths/length.ts'

type Needs = AnswerNeeds & {
  newsroom: Newsroom
  now: Clock
  identify: (request: Request) => IdentifiedReader | null
  createReader: () => HashedReader
  setReaderCookie: (response: Response, reader: Reader) => void
  limit: RequestHandler
}

/** Serves "Remind me later" (set, change and cancel) and "I already support you". */
export const snoozeRoutes = (needs: Needs): Router => {
  const { newsroom } = needs
  const router = Router()
  const before = [needs.limit, formBody]
  route(router, '/reminders', {
    before,
    post: async (request, response) => {
      const until = await suppress(needs, { request, response }, parseChoice(field(request.body, 'after')))
      if (request.accepts('html', 'json') === 'json') {
        response.set('cache-control', 'no-store').json({ remindAt: until.toISOString() })
      } else seeOther(response, localPath(field(request.body, 'returnTo')))
    },
  })
  route(router, '/reminders/cancel', {
    before,
    post: async (request, response) => {
      await cancel(needs, request, response)
      seeOther(response, localPath(field(request.body, 'returnTo')))
    },
  })
  route(router, '/reminders/given', {
    before,
    get: (request, response) => {
      const language = languageOf(request, request.query['language'], newsroom.languages)
      const returnTo = localPath(String(request.query['returnTo'] ?? '/'))
      sendPrivatePage(response, alreadyGivePage({ newsroom, language, returnTo }))
    },
    post: async (request, response) => {
      await suppress(needs, { request, response }, 'given')
      seeOther(response, localPath(field(request.body, 'returnTo')))
    },
  })
  return router
}

const parseChoice = (text: string): SnoozeLength | 'never' | null => {
  if (text === '') return null
  const choice = parsePostedChoice(text)
  if (!choice) throw new Refusal('unknown-choice')
  return choice
}

/** Room for a campaign, a form, a section and a month. What is longer was not written by us. */
const LABEL_LENGTH = MAX_SLUG_LENGTH + 40

const parseLabel = (text: string): string | null => (text !== '' && text.length <= LABEL_LENGTH ? text : null)

/** Writes the store before the cookie, so that a reader is never promised what was not saved. */
const suppress = async (
  needs: Needs,
  { request, response }: { request: Request; response: Response },
  choice: SnoozeChoice | null,
): Promise<Date> => {
  const known = needs.identify(request)
  const reader = known ?? needs.createReader()
  const answer = { choice, label: parseLabel(field(request.body, 'label')) }
  const suppressed = await suppressAppeal(needs, { reader, known, at: needs.now() }, answer)
  needs.setReaderCookie(response, suppressed)
  return suppressed.suppressedUntil
}

const cancel = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const reader = needs.identify(request)
  if (reader) needs.setReaderCookie(response, await unsuppressAppeal(needs, reader, needs.now()))
}
