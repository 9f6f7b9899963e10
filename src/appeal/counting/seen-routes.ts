import { type Request, type RequestHandler, Router } from 'express'
import { z } from 'zod'
import { field, formBody } from '../../web/form.ts'
import { isByProgram } from '../../web/page/page-view.ts'
import { Refusal } from '../../web/refusal.ts'
import { route } from '../../web/route.ts'
import { type AppealLabel, parseLabel } from '../label.ts'

type Needs = {
  limit: RequestHandler
  countStep: (label: AppealLabel, step: 'seen' | 'dismissed') => void
}

const STEPS = z.enum(['seen', 'dismissed'])

/** Takes what the script of a page says about its appeal. Reads and sets no cookie. */
export const seenRoutes = ({ limit, countStep }: Needs): Router => {
  const router = Router()
  route(router, '/appeal/seen', {
    before: [limit, formBody],
    post: (request, response) => {
      const { label, step } = parseAnswer(request)
      if (!isByProgram(request.headers)) countStep(label, step)
      response.set('cache-control', 'no-store').status(204).end()
    },
  })
  return router
}

const parseAnswer = ({ body }: Request) => {
  const label = parseLabel(field(body, 'label'))
  const step = STEPS.safeParse(field(body, 'step'))
  if (!label || !step.success) throw new Refusal('malformed')
  return { label, step: step.data }
}
