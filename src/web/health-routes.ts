import { Router } from 'express'
import { answerErrorsAsJson, route } from './route.ts'

type Needs = {
  starting: () => boolean
  stopping: () => boolean
  databaseAnswers: () => Promise<boolean>
  /** null: there is no Redis. */
  redisAnswers: (() => Promise<boolean>) | null
}

/** `live`: the process runs. `ready`: it can serve. Without Redis it still can, and reports `degraded`. */
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
      const redis = await redisState(redisAnswers)
      const phase = phaseOf({ starting: starting(), stopping: stopping() })
      const isReady = database === 'ok' && phase === null
      const status = phase ?? (isReady ? readyStatus(redis) : 'unavailable')
      response
        .status(isReady ? 200 : 503)
        .set('cache-control', 'no-store')
        .json({ status, database, redis })
    },
  })
  return router
}

type RedisState = 'none' | 'ok' | 'away'

const redisState = async (answers: Needs['redisAnswers']): Promise<RedisState> => {
  if (answers === null) return 'none'
  return (await answers()) ? 'ok' : 'away'
}

const phaseOf = ({ starting, stopping }: { starting: boolean; stopping: boolean }) => {
  if (stopping) return 'stopping'
  return starting ? 'starting' : null
}

const readyStatus = (redis: RedisState) => (redis === 'away' ? 'degraded' : 'ready')
