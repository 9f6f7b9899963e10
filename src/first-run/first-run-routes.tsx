import { type Request, type RequestHandler, type Response, Router } from 'express'
import { render } from 'preact-render-to-string'
import { isLanguage, type Language } from '../messages/messages.ts'
import type { Clock } from '../platform/clock.ts'
import { field, formBody } from '../web/form.ts'
import { languageOf } from '../web/language.ts'
import { localPath } from '../web/local-path.ts'
import { assetPath } from '../web/page/assets.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import { homePath } from '../web/page/page.tsx'
import { Refusal } from '../web/refusal.ts'
import { route } from '../web/route.ts'
import { seeOther, sendPrivatePage } from '../web/send.ts'
import { closePage } from './close-page.tsx'
import { FirstRunPanel } from './first-run-panel.tsx'
import { isFromOwnMachine } from './own-machine.ts'
import type { ProgressStore } from './progress-file-gateway.ts'
import { type Answered, afterAnswer, EVENT_STEPS, withDone } from './steps.ts'
import { ticksSheet } from './ticks.ts'

type Needs = {
  newsroom: Newsroom
  progress: ProgressStore
  /** The address of the Stripe sandbox. */
  sandbox: string
  /** Returns those of these types of which Stripe has sent an event. */
  findEventTypes: (types: readonly string[]) => Promise<string[]>
  now: Clock
}

/** Serves the style sheet of the bar and the page that closes it. */
export const firstRunRoutes = ({ newsroom, progress }: Needs): Router => {
  const router = Router()
  const before = [onlyOwnMachine]
  route(router, '/first-run/ticks.css', {
    before,
    get: (_request, response) => {
      response.set('cache-control', 'no-store').type('css').send(ticksSheet(progress.current()))
    },
  })
  route(router, '/first-run/close', {
    before: [...before, formBody],
    get: (request, response) => {
      const language = languageOf(request, request.query['language'], newsroom.languages)
      const returnTo = localPath(String(request.query['returnTo'] ?? '/'))
      sendPrivatePage(response, closePage({ newsroom, language, returnTo }))
    },
    post: (request, response) => {
      progress.change((current) => ({ ...current, isClosed: true }))
      seeOther(response, localPath(field(request.body, 'returnTo')))
    },
  })
  return router
}

/** To others the bar and its pages do not exist. */
const onlyOwnMachine: RequestHandler = (request, _response, next) =>
  next(isOnOwnMachine(request) ? undefined : new Refusal('not-found'))

const isOnOwnMachine = ({ headers, socket }: Request): boolean =>
  isFromOwnMachine({ headers, remoteAddress: socket.remoteAddress })

/** Watches what is done on this machine, and adds the bar to the pages that a browser on it gets. */
export const watchFirstRun = (needs: Needs): RequestHandler => {
  const { progress } = needs
  return async (request, response, next) => {
    if (!progress.current().isClosed && isOnOwnMachine(request)) {
      await tickByEvents(needs)
      watchAnswer(needs, request, response)
    }
    next()
  }
}

// A page must appear without the database too.
const tickByEvents = async ({ progress, findEventTypes }: Needs): Promise<void> => {
  const open = Object.entries(EVENT_STEPS).filter(([, step]) => !progress.current().done.includes(step))
  if (open.length === 0) return
  const found = await findEventTypes(open.map(([type]) => type)).catch((): string[] => [])
  for (const [type, step] of open)
    if (found.includes(type)) progress.change((current) => withDone(current, step))
}

const watchAnswer = (needs: Needs, request: Request, response: Response): void => {
  const { progress, now } = needs
  const note = (html: string | null): void =>
    progress.change((current) => afterAnswer(current, answerTo(request, response, html), now()))
  const send = response.send.bind(response)
  response.send = ((body: unknown) => {
    const isPage = typeof body === 'string' && String(response.get('content-type')).startsWith('text/html')
    if (!isPage) return send(body)
    note(body)
    return send(withBar(needs, request, body))
  }) as typeof response.send
  const writeHead = response.writeHead.bind(response)
  response.writeHead = ((...given: Parameters<typeof writeHead>) => {
    note(null)
    return writeHead(...given)
  }) as typeof response.writeHead
}

const answerTo = (request: Request, response: Response, html: string | null): Answered => ({
  method: request.method,
  path: request.path,
  status: response.statusCode,
  action: (request.body as { action?: unknown } | undefined)?.action,
  hasCookie: request.headers.cookie !== undefined,
  html,
})

// After the link that skips to the text, which stays the first stop of the keyboard.
const BODY_START = /<body>(?:<a class="skip"[^>]*>[^<]*<\/a>)?/

const withBar = ({ newsroom, progress, sandbox }: Needs, request: Request, html: string): string => {
  const language = languageOfPage(html, newsroom)
  const isArticle = html.includes(' data-appeal="')
  const bar = render(
    <FirstRunPanel
      progress={isArticle ? null : progress.current()}
      language={language}
      home={homePath(newsroom, language)}
      sandbox={sandbox}
      here={request.method === 'GET' ? localPath(request.originalUrl) : homePath(newsroom, language)}
    />,
  )
  const sheets = [assetPath('first-run.css'), ...(isArticle ? ['/first-run/ticks.css'] : [])]
  const links = sheets.map((sheet) => `<link rel="stylesheet" href="${sheet}"/>`).join('')
  // Functions, so that a dollar sign in a page is no pattern.
  return html.replace('</head>', (end) => links + end).replace(BODY_START, (start) => start + bar)
}

const languageOfPage = (html: string, { languages }: Newsroom): Language => {
  const [, named = ''] = /<html lang="([\w-]+)"/.exec(html) ?? []
  return isLanguage(named) ? named : languages[0]
}
