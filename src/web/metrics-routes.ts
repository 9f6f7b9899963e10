import { createHash, timingSafeEqual } from 'node:crypto'
import { Router } from 'express'
import type { Metrics } from '../platform/metrics.ts'
import { Refusal } from './refusal.ts'
import { answerErrorsAsJson, route } from './route.ts'

type Needs = {
  metrics: Pick<Metrics, 'text' | 'contentType'>
  /** null: nobody may read them, and there is no such page. */
  token: string | null
}

/** `/metrics` for Prometheus, for whoever has the token. */
export const metricsRoutes = ({ metrics, token }: Needs): Router => {
  const router = Router()
  if (token === null) return router
  route(router, '/metrics', {
    before: [answerErrorsAsJson],
    get: async (request, response) => {
      const given = /^Bearer (.+)$/.exec(request.get('authorization') ?? '')?.[1] ?? ''
      if (!isSame(given, token)) throw new Refusal('unauthorized', { 'WWW-Authenticate': 'Bearer' })
      response
        .set({ 'cache-control': 'no-store', 'content-type': metrics.contentType })
        .send(await metrics.text())
    },
  })
  return router
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))
