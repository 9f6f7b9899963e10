import { Router } from 'express'
import { answerErrorsAsJson, route } from './route.ts'

type Needs = {
  starting: () => boolean
  stopping: () => boolean
  databaseAnswers: () => Promise<boolean>
  /** null: there is no Redis. */
  redisAnswers: (() => Promise<boolean>) | null
  /** A part that did not start; null if all did. */
  degradedBecause: string | null
}

/** `live`: the process runs. `ready`: it can serve. Without Redis it still can, and reports `degraded`. */
export const healthRoutes = (needs: Needs): Router => {
  const { starting, stopping, databaseAnswers } = needs
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
      const redis = await redisState(needs)
      const phase = phaseOf({ starting: starting(), stopping: stopping() })
      const isReady = database === 'ok' && phase === null
      const reason = redis === 'away' ? (needs.degradedBecause ?? REDIS_AWAY) : null
      const status = phase ?? (isReady ? readyStatus(redis) : 'unavailable')
      response
        .status(isReady ? 200 : 503)
        .set('cache-control', 'no-store')
        .json({ status, database, redis, ...(reason ? { reason } : {}) })
    },
  })
  return router
}

type RedisState = 'none' | 'ok' | 'away'

const REDIS_AWAY = 'Redis does not answer'

const redisState = async ({ redisAnswers, degradedBecause }: Needs): Promise<RedisState> => {
  if (degradedBecause !== null) return 'away'
  if (redisAnswers === null) return 'none'
  return (await redisAnswers()) ? 'ok' : 'away'
}

const phaseOf = ({ starting, stopping }: { starting: boolean; stopping: boolean }) => {
  if (stopping) return 'stopping'
  return starting ? 'starting' : null
}

const readyStatus = (redis: RedisState) => (redis === 'away' ? 'degraded' : 'ready')
