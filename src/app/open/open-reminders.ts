import path from 'node:path'
import type { Config } from '../../config/config.ts'
import type { Database } from '../../platform/database/database.ts'
import type { Log } from '../../platform/log.ts'
import { openPrivateRedis } from '../../platform/private-redis.ts'
import { openRedis, type RedisClient } from '../../platform/redis.ts'
import { deleteSuppressions } from '../../snooze/postgres-snooze-store.ts'

type Reminders = { redis: RedisClient | null; degradedBecause: string | null; words: string }

/** Opens Redis at REDIS_URL, else a private one. Without either the database keeps reminders. */
export const openReminders = async (
  database: Database,
  { redisUrl, dataDir }: Pick<Config, 'redisUrl' | 'dataDir'>,
  { log, closers }: { log: Log; closers: (() => Promise<void> | void)[] },
): Promise<Reminders> => {
  if (redisUrl !== null) {
    const redis = await openRedis({ url: redisUrl })
    closers.push(() => redis.disconnect())
    return { redis, degradedBecause: null, words: 'Reminders: Redis at REDIS_URL' }
  }
  const opened = await openPrivateRedis(path.join(dataDir, 'redis'))
  if (opened.is === 'open') {
    closers.push(opened.close)
    await deleteSuppressions(database)
    const repaired = opened.copy ? `; its file was repaired, see ${dataDir}/redis/${opened.copy}` : ''
    return {
      redis: opened.redis,
      degradedBecause: null,
      words: `Reminders: a private redis-server${repaired}`,
    }
  }
  if (opened.is === 'not-installed')
    return {
      redis: null,
      degradedBecause: null,
      words: 'Reminders: in the database (no redis-server was found)',
    }
  log.error('redis-server did not start, the database keeps reminders', { component: 'redis' })
  return {
    redis: null,
    degradedBecause:
      'redis-server did not start, so the database keeps reminders; the start message says why',
    words: `Reminders: in the database, because redis-server did not start. It says: ${opened.words}`,
  }
}
