import { type Clock, MINUTE_MS } from '../../platform/clock.ts'
import type { RedisClient } from '../../platform/redis.ts'
import { nextSlot, type SlotRule, type SlotState } from './slot.ts'

/** Takes the next free slot of a key. Null if none is free soon enough. */
export type TakeSlot = (key: string) => Promise<Date | null>

type Options = { name: string; rule: SlotRule; now: Clock }

/** Counts slots in Redis, or in memory while Redis is unavailable. */
export const slots = (redis: RedisClient | null, options: Options): TakeSlot => {
  const inMemory = memorySlots(options)
  if (!redis) return inMemory
  const inRedis = redisSlots(redis, options)
  return (key) => inRedis(key).catch(() => inMemory(key))
}

// Does the same as `nextSlot`, in one command.
const NEXT_SLOT = `
local now, burst, span, gap, max_delay = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local before = redis.call('HMGET', KEYS[1], 'spanEndsAt', 'used', 'nextAt')
local span_ends, used, next_at = tonumber(before[1]), tonumber(before[2]) or 0, tonumber(before[3]) or 0
if not span_ends or now >= span_ends then
  span_ends, used = now + span, 0
end
local at = now
if used < burst then
  used = used + 1
  next_at = math.max(next_at, now + gap)
else
  at = math.max(now, next_at)
  if at > now + max_delay then return false end
  next_at = at + gap
end
redis.call('HSET', KEYS[1], 'spanEndsAt', string.format('%.0f', span_ends), 'used', used, 'nextAt', string.format('%.0f', next_at))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.max(span_ends, next_at) - now))
return string.format('%.0f', at)`

const redisSlots =
  (redis: RedisClient, { name, rule, now }: Options): TakeSlot =>
  async (key) => {
    const { burst, spanMs, gapMs, maxDelayMs } = rule
    const at = await redis.eval(
      NEXT_SLOT,
      1,
      `limit:${name}:${key}`,
      now().getTime(),
      burst,
      spanMs,
      gapMs,
      maxDelayMs,
    )
    return at === null ? null : new Date(Number(at))
  }

const memorySlots = ({ rule, now }: Options): TakeSlot => {
  const states = new Map<string, SlotState>()
  let cleanedAtMs = 0
  const clean = (nowMs: number) => {
    if (nowMs - cleanedAtMs < MINUTE_MS) return
    cleanedAtMs = nowMs
    for (const [key, state] of states)
      if (Math.max(state.spanEndsAtMs, state.nextAtMs) <= nowMs) states.delete(key)
  }
  return async (key) => {
    const nowMs = now().getTime()
    clean(nowMs)
    const slot = nextSlot(states.get(key) ?? null, rule, nowMs)
    if (slot) states.set(key, slot.state)
    return slot && new Date(slot.atMs)
  }
}
