import type { ErrorRequestHandler, Request, RequestHandler } from 'express'
import { type Language, sayIn } from '../../messages/messages.ts'
import { isDatabaseUnavailable } from '../../platform/database/database.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { languageOf } from '../language.ts'
import { Refusal, type RefusalReason } from '../refusal.ts'
import type { Newsroom } from './newsroom.ts'
import { homePath, page, ReaderFrame } from './page.tsx'

export const notFound: RequestHandler = () => {
  throw new Refusal('not-found')
}

type Needs = {
  newsroom: Newsroom
  log: Log
  /** Returns whether the reader may be invited to support. */
  isInvited: (request: Request) => Promise<boolean>
}

/** Turns errors into responses: HTML for people, problem+json for programs, never a stack. */
export const errorHandler =
  ({ newsroom, log, isInvited }: Needs): ErrorRequestHandler =>
  // biome-ignore lint/complexity/useMaxParams: Express knows an error handler by its four parameters.
  async (error, request, response, next) => {
    const refusal = refusalOf(error, response.locals['withoutDatabase'] as RefusalReason | undefined)
    if (refusal.status >= 500)
      log.error('answered with an error', { status: refusal.status, ...errorFields(error) })
    if (response.headersSent) return next(error)
    const [, folder] = request.path.split('/')
    const requested =
      request.query['language'] ?? (request.body as { language?: unknown } | undefined)?.language
    const language = languageOf(request, requested ?? folder, newsroom.languages)
    response.status(refusal.status).set({ 'cache-control': 'no-store', ...refusal.headers })
    if (prefersHtml(request) && response.locals['answerErrorsAsJson'] !== true)
      response.type('html').send(
        errorPage({
          newsroom,
          language,
          because: refusal.because,
          isInvited: mayInvite(request, refusal) && (await isInvited(request).catch(() => false)),
        }),
      )
    else response.type('application/problem+json').send(JSON.stringify(problem(language, refusal)))
  }

// Pages of one person, and of staff. Somebody who is there gives, has just paid, or cannot be told from one who does.
const PERSONAL =
  /^\/(account|first-run|manage|not-me|outbox|pay|reminders|sign-in|sign-out|staff|support)(\/|$)/i

/** Only missing pages and our own mistakes invite. Other errors refuse something, or the support page may fail too. */
const mayInvite = ({ method, path }: Request, { status }: Refusal): boolean =>
  method === 'GET' && (status === 404 || status === 500) && !PERSONAL.test(path)

const prefersHtml = (request: Request): boolean => request.accepts('html', 'json') === 'html'

const problem = (language: Language, { because, status }: Refusal) => ({
  type: 'about:blank',
  title: sayIn(language)(`errors.${because}`),
  status,
  detail: sayIn(language)(`errors.${because}.text`),
})

// Errors of libraries that parse a request carry a status. All others are bugs.
const refusalOf = (error: unknown, withoutDatabase: RefusalReason = 'unavailable'): Refusal => {
  if (error instanceof Refusal) return error
  const status: unknown =
    typeof error === 'object' && error !== null ? (error as { status?: unknown }).status : undefined
  if (status === 413) return new Refusal('too-large')
  if (typeof status === 'number' && status >= 400 && status < 500) return new Refusal('malformed')
  if (isDatabaseUnavailable(error))
    return new Refusal(withoutDatabase, { 'Retry-After': '30' }, { cause: error })
  return new Refusal('broken', {}, { cause: error })
}

type ErrorPage = { newsroom: Newsroom; language: Language; because: RefusalReason; isInvited: boolean }

const errorPage = ({ newsroom, language, because, isInvited }: ErrorPage): string => {
  const say = sayIn(language)
  return page({
    language,
    title: `${say(`errors.${because}`)} · ${newsroom.name[language]}`,
    children: (
      <ReaderFrame newsroom={newsroom} language={language} isInvited={isInvited}>
        <div class="column notice">
          <h1>{say(`errors.${because}`)}</h1>
          <p>{say(`errors.${because}.text`)}</p>
          <p>
            <a href={homePath(newsroom, language)}>{say('errors.home')}</a>
          </p>
        </div>
      </ReaderFrame>
    ),
  })
}
