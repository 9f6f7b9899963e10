import { DAY_MS } from '../platform/clock.ts'
import type { RedisClient } from '../platform/redis.ts'
import { parseStoredChoice } from './lengths/length.ts'
import type { SnoozeStore } from './snooze-store.ts'
import type { KeptAppeals, SupporterStatus, SuppressionEntry } from './suppression.ts'

const keyOf = (hash: string): string => `appeal:${hash}`

// An entry expires after the longest date it ever had: a canceled snooze must outlive the cookies that name it.
// Caps may look back further. Only clearing shortens a lifetime: it must not tell of a contribution.
// Repeats entryLifetimeMs of suppression.ts inside the script, so that the write and the expiry are atomic.
const expire = (atLeast: string): string => `
local day = 86400000
local longest = tonumber(redis.call('HGET', KEYS[1], 'longest') or '0')
local given = tonumber(until_ms)
if given > longest then
  longest = given
  redis.call('HSET', KEYS[1], 'longest', string.format('%.0f', longest))
end
local span = math.min(math.max(longest - tonumber(now_ms), 0) + 30 * day, 400 * day)
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.max(span, ${atLeast})))
return 1`

const PRESENT = "redis.call('PTTL', KEYS[1])"

const WRITE_SNOOZE = `
local serial, until_ms, choice, times, now_ms = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
if tonumber(redis.call('HGET', KEYS[1], 'serial') or '-1') > tonumber(serial) then return 0 end
redis.call('HSET', KEYS[1], 'serial', serial, 'snoozedUntil', until_ms, 'choice', choice, 'times', times)
${expire(PRESENT)}`

const WRITE_STATUS = `
local status, until_ms, version, now_ms = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if tonumber(redis.call('HGET', KEYS[1], 'version') or '0') >= tonumber(version) then return 0 end
redis.call('HSETNX', KEYS[1], 'serial', '0')
redis.call('HSET', KEYS[1], 'supporterStatus', status, 'statusUntil', until_ms, 'version', version)
if status ~= 'canceled' then redis.call('HSET', KEYS[1], 'times', '0') end
${expire(PRESENT)}`

const CLEAR_STATUS = `
local until_ms, now_ms = redis.call('HGET', KEYS[1], 'snoozedUntil'), ARGV[1]
local kept_days = redis.call('HGET', KEYS[1], 'seenKept')
if not until_ms and not kept_days then return redis.call('DEL', KEYS[1]) end
redis.call('HDEL', KEYS[1], 'supporterStatus', 'statusUntil', 'version', 'longest')
if not until_ms then
  redis.call('HDEL', KEYS[1], 'times')
  return redis.call('PEXPIRE', KEYS[1], string.format('%.0f', kept_days * 86400000))
end
local choice = redis.call('HGET', KEYS[1], 'choice') or ''
local times = tonumber(redis.call('HGET', KEYS[1], 'times') or '0')
if choice ~= '' and choice ~= 'given' and times < 1 then redis.call('HSET', KEYS[1], 'times', '1') end
${expire('(kept_days or 0) * day')}`

const WRITE_NOTHING = `
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'serial', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`

const WRITE_SEEN = `
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
local count, first, last, kept_days = tonumber(ARGV[1]), ARGV[2], ARGV[3], ARGV[4]
local stored = redis.call('HMGET', KEYS[1], 'seenCount', 'seenFirst')
if stored[2] == first then count = math.max(count, stored[1] + 1) end
redis.call('HSET', KEYS[1], 'seenCount', count, 'seenFirst', first, 'seenLast', last, 'seenKept', kept_days)
local kept = kept_days * 86400000
if kept > redis.call('PTTL', KEYS[1]) then redis.call('PEXPIRE', KEYS[1], string.format('%.0f', kept)) end
return 1`

/** Entries of versions before READER_KEYS. Their names prove who a reader is. */
const OLD_ENTRIES = 'suppression:*'

/** Deletes the entries of older versions. Cookies and the database rebuild them under other names. */
export const deleteOldEntries = async (redis: RedisClient): Promise<void> => {
  for await (const keys of redis.scanStream({ match: OLD_ENTRIES, count: 1_000 }))
    for (const key of keys as string[]) await redis.unlink(key)
}

/** Keeps one Redis hash for each reader, and sends one command for each request. */
export const redisSnoozeStore = (redis: RedisClient): SnoozeStore => ({
  seenWithoutEntry: null,
  find: async (hash) => entryFrom(await redis.hgetall(keyOf(hash))),
  writeSnooze: async (hash, { serial, until, choice, times }, now) => {
    await redis.eval(
      WRITE_SNOOZE,
      1,
      keyOf(hash),
      serial,
      until.getTime(),
      choice ?? '',
      times,
      now.getTime(),
    )
  },
  writeSupporterStatus: async (hash, { status, until, version }, now) => {
    await redis.eval(WRITE_STATUS, 1, keyOf(hash), status, until.getTime(), version, now.getTime())
  },
  clearSupporterStatus: async (hash, now) => {
    await redis.eval(CLEAR_STATUS, 1, keyOf(hash), now.getTime())
  },
  writeEmptyEntry: async (hash, serial) => {
    await redis.eval(WRITE_NOTHING, 1, keyOf(hash), serial, DAY_MS)
  },
  writeSeen: async (hash, { count, firstDay, lastDay, keptDays }) => {
    await redis.eval(WRITE_SEEN, 1, keyOf(hash), count, firstDay, lastDay, keptDays)
  },
  delete: async (hash) => {
    await redis.del(keyOf(hash))
  },
})

const entryFrom = (fields: Record<string, string>): SuppressionEntry | null => {
  if (fields['serial'] === undefined) return null
  const date = (name: string): Date | null => {
    const text = fields[name]
    return text ? new Date(Number(text)) : null
  }
  return {
    serial: Number(fields['serial']),
    snoozedUntil: date('snoozedUntil'),
    choice: parseStoredChoice(fields['choice']),
    times: Number(fields['times'] ?? 0),
    status: (fields['supporterStatus'] ?? null) as SupporterStatus | null,
    statusUntil: date('statusUntil'),
    version: Number(fields['version'] ?? 0),
    seen: seenFrom(fields),
  }
}

const seenFrom = (fields: Record<string, string>): KeptAppeals | null => {
  const number = (name: string): number => Number(fields[name] ?? 0)
  return fields['seenCount'] === undefined
    ? null
    : {
        count: number('seenCount'),
        firstDay: number('seenFirst'),
        lastDay: number('seenLast'),
        keptDays: number('seenKept'),
      }
}
