import { type Request, type RequestHandler, type Response, Router } from 'express'
import type { Database } from '../../platform/database/database.ts'
import { field, formBody } from '../../web/form.ts'
import { languageOf, withLanguage } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import { setPreference } from '../address/preference-store.ts'
import { signedInOf } from '../session/reader-session.ts'
import { statementPage } from './statement-page.tsx'
import { statementOf } from './statement-store.ts'

type Needs = { database: Database; newsroom: Newsroom; timeZone: string; requireReader: RequestHandler }

/** What of one's own page is about mails and paper. */
export const settingsRoutes = (needs: Needs): Router => {
  const router = Router()
  const before = [formBody, needs.requireReader]
  route(router, '/account/mail', { before, post: (request, response) => setMail(needs, request, response) })
  route(router, '/account/statement', { before, get: (request, response) => state(needs, request, response) })
  return router
}

const setMail = async (
  { database, newsroom }: Needs,
  request: Request,
  response: Response,
): Promise<void> => {
  const given = field(request.body, 'mailLanguage')
  const language = newsroom.languages.find((each) => each === given) ?? null
  if (given !== '' && language === null) throw new Refusal('unknown-choice')
  const isPlain = field(request.body, 'plain') === 'yes'
  await setPreference(database, signedInOf(response).addressIndex, { language, isPlain })
  const shown = languageOf(request, field(request.body, 'language'), newsroom.languages)
  seeOther(response, withLanguage('/account?done=mail', shown))
}

const state = async (
  { database, newsroom, timeZone }: Needs,
  request: Request,
  response: Response,
): Promise<void> => {
  const year = Number(/^20\d\d$/.exec(String(request.query['year']))?.[0])
  const lines = Number.isNaN(year)
    ? []
    : await statementOf(database, signedInOf(response).addressIndex, { year, timeZone })
  if (lines.length === 0) throw new Refusal('not-found')
  const language = languageOf(request, request.query['language'], newsroom.languages)
  sendPrivatePage(response, statementPage({ newsroom, language, timeZone, year, lines }))
}
