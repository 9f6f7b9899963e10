import { HOUR_MS } from '../platform/clock.ts'
import { type Repeating, repeat } from '../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../platform/log.ts'
import { type RedisClient, rewriteRedisFile } from '../platform/redis.ts'

/** Twice a day, so that what was erased is out of the file within a day. */
const PAUSE_MS = 12 * HOUR_MS

/** Lets Redis rewrite its append-only file, which otherwise still holds deleted entries for months. */
export const rewriteRedisFileJob = (redis: RedisClient, log: Log): Repeating =>
  repeat({
    pauseMs: PAUSE_MS,
    step: async () => {
      if ((await rewriteRedisFile(redis)) === 'refused')
        log.warn('Redis refuses BGREWRITEAOF: its file keeps deleted entries', { component: 'snooze' })
      return false
    },
    onError: (error) =>
      log.error('rewriting the file of Redis failed', { component: 'snooze', ...errorFields(error) }),
  })
