import { rewriteRedisFile } from '../platform/redis.ts'
import { type Finding, fine, notable, wrong } from './finding.ts'
import type { OpenedForCommand } from './opening.ts'

/** Looks at the settings of Redis. */
export const redisFindings = async ({
  resources: { redis, degradedBecause },
}: OpenedForCommand): Promise<Finding[]> => {
  if (degradedBecause) return [wrong(`Redis: ${degradedBecause}`)]
  if (!redis) return [notable('Redis: none; reminders are in the database')]
  const setting = async (name: string): Promise<string | null> => {
    const answer: unknown = await redis.config('GET', name).catch(() => null)
    return Array.isArray(answer) ? String(answer[1]) : null
  }
  const [appends, policy] = [await setting('appendonly'), await setting('maxmemory-policy')]
  const rewrite = await rewriteRedisFile(redis)
  const file =
    rewrite === 'refused'
      ? wrong('Redis: it refuses BGREWRITEAOF, so its file keeps deleted entries; allow it, or rewrite daily')
      : fine('Redis: its file is rewritten without what was deleted')
  if (appends === null || policy === null) return [file, notable('Redis: it does not show its settings')]
  return [
    file,
    appends === 'yes'
      ? fine('Redis: writes an append-only file')
      : wrong('Redis: appendonly is not yes, so reminders are rebuilt from cookies after a restart'),
    policy === 'noeviction'
      ? fine('Redis: evicts nothing')
      : wrong(
          `Redis: maxmemory-policy is ${policy}; noeviction is needed, or reminders are dropped when it is full`,
        ),
  ]
}
