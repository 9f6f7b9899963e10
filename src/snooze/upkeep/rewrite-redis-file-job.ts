import { HOUR_MS, MINUTE_MS } from '../../platform/clock.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import { type RedisClient, rewriteRedisFile } from '../../platform/redis.ts'
import { deleteOldEntries } from '../redis-snooze-store.ts'

/** Twice a day, so that what was erased is out of the file within a day. */
const EVERY_MS = 12 * HOUR_MS
const RETRY_MS = 5 * MINUTE_MS

/** Lets Redis rewrite its append-only file, which otherwise still holds deleted entries for months. */
export const rewriteRedisFileJob = (redis: RedisClient, log: Log): Repeating => {
  let nextAtMs = 0
  return repeat({
    pauseMs: RETRY_MS,
    step: async () => {
      if (performance.now() < nextAtMs) return false
      await deleteOldEntries(redis)
      const rewrite = await rewriteRedisFile(redis)
      nextAtMs = performance.now() + EVERY_MS
      if (rewrite === 'refused')
        log.warn('Redis refuses BGREWRITEAOF: its file keeps deleted entries', { component: 'snooze' })
      return false
    },
    onError: (error) =>
      log.error('rewriting the file of Redis failed', { component: 'snooze', ...errorFields(error) }),
  })
}
