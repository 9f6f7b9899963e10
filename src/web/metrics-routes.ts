import { createHash, timingSafeEqual } from 'node:crypto'
import { Router } from 'express'
import type { Metrics } from '../platform/metrics.ts'
import { Refusal } from './refusal.ts'
import { answerErrorsAsJson, route } from './route.ts'

type Needs = {
  metrics: Pick<Metrics, 'text' | 'contentType'>
  /** null: the page does not exist. */
  token: string | null
}

/** Serves `/metrics` for Prometheus to requests with the token. */
export const metricsRoutes = ({ metrics, token }: Needs): Router => {
  const router = Router()
  if (token === null) return router
  route(router, '/metrics', {
    before: [answerErrorsAsJson],
    get: async (request, response) => {
      const given = /^Bearer (.+)$/.exec(request.get('authorization') ?? '')?.[1] ?? ''
      if (!isEqual(given, token)) throw new Refusal('unauthorized', { 'WWW-Authenticate': 'Bearer' })
      response
        .set({ 'cache-control': 'no-store', 'content-type': metrics.contentType })
        .send(await metrics.text())
    },
  })
  return router
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const isEqual = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))
