import { type Request, type Response, Router } from 'express'
import { field, longFormBody } from '../../web/form.ts'
import { renderText } from '../../web/markdown/render-markdown.ts'
import { route } from '../../web/route.ts'
import { allowOwnFrames } from '../../web/security-headers.ts'
import { sendPrivatePage } from '../../web/send.ts'
import { type CampaignNeeds, languageIn, rulesFor } from '../campaign-request-routes.ts'
import { EMPTY_FORM } from '../form/form-values.ts'
import { parseForm } from '../form/parse-form.ts'
import { readForm } from '../form/read-form.ts'
import { wordsIn } from '../form/words.ts'
import { compileCampaign } from '../live/compile-campaign.ts'
import type { CampaignSettings } from '../settings/campaign-settings.ts'
import { withInertLinks } from './inert-links.ts'
import { parsePreviewQuery } from './preview-query.ts'
import { type PreviewArticles, stateOf } from './preview-routes.ts'
import { CHOICE_PREFIX, TYPED_PREVIEW_PATH, typedPreviewPage } from './typed-preview-page.tsx'

type Needs = CampaignNeeds & PreviewArticles

/** Serves the preview of a form that is not saved. Writes nothing. */
export const typedPreviewRoutes = (needs: Needs): Router => {
  const router = Router()
  route(router, TYPED_PREVIEW_PATH, {
    before: [...needs.guards, longFormBody],
    post: (request, response) => showTyped(needs, request, response),
  })
  return router
}

const showTyped = async (needs: Needs, request: Request, response: Response): Promise<void> => {
  const { newsroom, timeZone } = needs
  const { body } = request
  const typed = { ...EMPTY_FORM, ...readForm(body) }
  const parsed = parseForm(typed, rulesFor(needs))
  const settings = renderable(parsed.settings)
  const campaign = compileCampaign(UNNUMBERED, settings, { giving: newsroom.giving, timeZone })
  const isWritten = newsroom.languages.toSorted(
    (one, other) => Number(other in settings.texts) - Number(one in settings.texts),
  )
  const chosen = parsePreviewQuery(choicesIn(body), { form: settings.form, languages: isWritten })
  const articles = needs.listArticles(chosen.written)
  const article = articles.find(({ slug }) => slug === chosen.article)?.slug ?? articles[0]?.slug ?? ''
  const html = await needs.renderArticle({ article, campaign, form: chosen.form })
  allowOwnFrames(response, 'around')
  const page = typedPreviewPage({
    newsroom,
    member: needs.memberOf(response),
    words: wordsIn(languageIn(request, needs), newsroom),
    typed,
    mistakes: parsed.ok ? [] : parsed.mistakes,
    asked: { ...chosen, article },
    articles,
    state: stateOf(campaign, chosen),
    html: withInertLinks(html ?? '', 'about:srcdoc'),
  })
  sendPrivatePage(response, page)
}

const UNNUMBERED = { number: 0, version: 0, isStopped: false }

const CHOICES = ['form', 'written', 'article', 'width'] as const

const choicesIn = (body: unknown): Record<string, string> =>
  Object.fromEntries(CHOICES.map((name) => [name, field(body, `${CHOICE_PREFIX}${name}`)]))

/** Leaves out texts that are too deep. Other mistakes are shown as they are. */
const renderable = (settings: CampaignSettings): CampaignSettings => {
  const texts = Object.entries(settings.texts).filter(([, { body }]) => renderText(body, 'en').ok)
  return { ...settings, texts: Object.fromEntries(texts) }
}
