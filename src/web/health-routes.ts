import { Router } from 'express'
import { answerErrorsAsJson, route } from './route.ts'

type Needs = {
  starting: () => boolean
  stopping: () => boolean
  databaseAnswers: () => Promise<boolean>
  /** null: there is no Redis to ask. */
  redisAnswers: (() => Promise<boolean>) | null
}

/** Live: the process runs. Ready: it can do its work; without Redis it still can, and says that it is degraded. */
export const healthRoutes = ({ starting, stopping, databaseAnswers, redisAnswers }: Needs): Router => {
  const router = Router()
  const before = [answerErrorsAsJson]
  route(router, '/health/live', {
    before,
    get: (_request, response) => {
      response.set('cache-control', 'no-store').json({ status: 'live' })
    },
  })
  route(router, '/health/ready', {
    before,
    get: async (_request, response) => {
      const database = (await databaseAnswers()) ? 'ok' : 'away'
      const redis = redisAnswers === null ? 'none' : (await redisAnswers()) ? 'ok' : 'away'
      const passing = stopping() ? 'stopping' : starting() ? 'starting' : null
      const ready = database === 'ok' && passing === null
      const status = passing ?? (!ready ? 'unavailable' : redis === 'away' ? 'degraded' : 'ready')
      response
        .status(ready ? 200 : 503)
        .set('cache-control', 'no-store')
        .json({ status, database, redis })
    },
  })
  return router
}
