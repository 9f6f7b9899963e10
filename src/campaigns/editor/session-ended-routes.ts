import type { RequestHandler } from 'express'
import { field, longFormBody } from '../../web/form.ts'
import { formTokenOf } from '../../web/form-token.ts'
import { withLanguage } from '../../web/language.ts'
import { sendPrivatePage } from '../../web/send.ts'
import { type CampaignNeeds, languageIn } from '../campaign-request-routes.ts'
import { readForm } from '../form/read-form.ts'
import { sessionEndedPage } from './session-ended-page.tsx'

/**
 * Answers a campaign that was sent after the session ended with a page that holds it. The page saves nothing by itself,
 * and the forgery guard has refused forms of other sites before.
 */
export const keepTyped =
  (needs: CampaignNeeds): RequestHandler =>
  (request, response, next) =>
    longFormBody(request, response, (error?: unknown) => {
      if (error) return next(error)
      const { body, path } = request
      const language = languageIn(request, needs)
      const [version, formKey] = [field(body, 'version'), formTokenOf(field(body, 'formKey'))]
      const html = sessionEndedPage({
        newsroom: needs.newsroom,
        language,
        action: withLanguage(path, language),
        typed: { ...readForm(body), version, formKey },
      })
      sendPrivatePage(response.status(401), html)
    })
