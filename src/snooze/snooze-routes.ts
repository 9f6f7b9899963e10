import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Clock } from '../platform/clock.ts'
import type { HashedReader } from '../readers/identify-reader.ts'
import type { IdentifiedReader, Reader } from '../readers/reader-cookie.ts'
import { field, formBody } from '../web/form.ts'
import { languageOf } from '../web/language.ts'
import { localPath } from '../web/local-path.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { Refusal } from '../web/refusal.ts'
import { route } from '../web/route.ts'
import { seeOther, sendPrivatePage } from '../web/send.ts'
import { alreadyGivePage } from './already-give-page.tsx'
import { findSettledEntry, type SettleReader } from './settled-entry-action.ts'
import { CANCELED_SNOOZE, endOf } from './snooze.ts'
import type { SnoozeStore } from './snooze-store.ts'
import { CHOICES, type SnoozeChoice, type SuppressionEntry } from './suppression.ts'

type Needs = {
  newsroom: Newsroom
  timeZone: string
  store: SnoozeStore
  now: Clock
  identify: (request: Request) => IdentifiedReader | null
  settleReader: SettleReader
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
      const choice = parseChoice(field(request.body, 'after'))
      const until = await suppress(needs, { request, response }, choice)
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

const parseChoice = (text: string): SnoozeChoice => {
  if (text === '') return '1m'
  const choice = CHOICES.find((each) => each === text)
  if (!choice) throw new Refusal('unknown-choice')
  return choice
}

/**
 * Suppresses appeals and resolves to the last moment of it.
 * Writes the store before the cookie, so that a reader is never promised what was not saved.
 */
const suppress = async (
  needs: Needs,
  { request, response }: { request: Request; response: Response },
  choice: SnoozeChoice,
): Promise<Date> => {
  const { store, now, timeZone } = needs
  const known = needs.identify(request)
  const reader = known ?? needs.createReader()
  const { hash } = reader
  const at = now()
  const until = endOf(choice, at, timeZone)
  const entry = known && (await refuseIfUnavailable(findSettledEntry(needs, known)))
  const serial = nextSerial(reader, entry)
  const times = (entry?.times ?? 0) + 1
  await refuseIfUnavailable(store.writeSnooze(hash, { serial, until, choice, times }, at))
  needs.setReaderCookie(response, { id: reader.id, serial, suppressedUntil: until })
  return until
}

const cancel = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const reader = needs.identify(request)
  if (!reader) return
  const entry = await refuseIfUnavailable(findSettledEntry(needs, reader))
  const serial = nextSerial(reader, entry)
  const change = { serial, until: CANCELED_SNOOZE, choice: null, times: entry?.times ?? 0 }
  await refuseIfUnavailable(needs.store.writeSnooze(reader.hash, change, needs.now()))
  needs.setReaderCookie(response, { id: reader.id, serial, suppressedUntil: null })
}

const nextSerial = (reader: Reader, entry: SuppressionEntry | null): number =>
  Math.max(reader.serial, entry?.serial ?? 0) + 1

const refuseIfUnavailable = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((cause: unknown) => {
    throw new Refusal('reminders-unavailable', { 'Retry-After': '60' }, { cause })
  })
