import { type Request, type RequestHandler, type Response, Router } from 'express'
import { calendarOf } from '../../platform/calendar.ts'
import type { Database } from '../../platform/database/database.ts'
import { field, formBody } from '../../web/form.ts'
import { languageOf, withLanguage } from '../../web/language.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import { seeOther, sendPrivatePage } from '../../web/send.ts'
import { updatePreference } from '../address/preference-store.ts'
import { signedInOf } from '../session/supporter-session.ts'
import { statementPage } from './statement-page.tsx'
import { findStatementLines } from './statement-store.ts'

type Needs = { database: Database; newsroom: Newsroom; timeZone: string; requireSignIn: RequestHandler }

/** Serves mail preferences and yearly statements. */
export const settingsRoutes = (needs: Needs): Router => {
  const router = Router()
  const before = [formBody, needs.requireSignIn]
  route(router, '/account/mail', {
    before,
    post: (request, response) => savePreference(needs, request, response),
  })
  route(router, '/account/statement', {
    before,
    get: (request, response) => showStatement(needs, request, response),
  })
  return router
}

const savePreference = async (
  { database, newsroom }: Needs,
  request: Request,
  response: Response,
): Promise<void> => {
  const typed = field(request.body, 'mailLanguage')
  const language = newsroom.languages.find((each) => each === typed) ?? null
  if (typed !== '' && language === null) throw new Refusal('unknown-choice')
  const isPlain = field(request.body, 'plain') === 'yes'
  await updatePreference(database, signedInOf(response).addressIndex, { language, isPlain })
  const pageLanguage = languageOf(request, field(request.body, 'language'), newsroom.languages)
  seeOther(response, withLanguage('/account?done=mail', pageLanguage))
}

const showStatement = async (
  { database, newsroom, timeZone }: Needs,
  request: Request,
  response: Response,
): Promise<void> => {
  const year = Number(/^20\d\d$/.exec(String(request.query['year']))?.[0])
  const [span] = Number.isNaN(year) ? [] : calendarOf(timeZone).years(year, year)
  const lines = span ? await findStatementLines(database, signedInOf(response).addressIndex, span) : []
  if (lines.length === 0) throw new Refusal('not-found')
  const language = languageOf(request, request.query['language'], newsroom.languages)
  sendPrivatePage(response, statementPage({ newsroom, language, timeZone, year, lines }))
}
