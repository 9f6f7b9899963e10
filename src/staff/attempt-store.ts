import type { RedisClient } from '../platform/redis.ts'
import type { DailyDigest } from '../web/limits/daily-digest.ts'
import { openLimiter, RateLimiterRes } from '../web/limits/rate-limit.ts'
import { signInWaitS } from './sign-in-wait.ts'

/** Admits password attempts under one key, one after another. Each failure doubles the wait for the next. */
export type Attempts = {
  /** Admits an attempt, which counts as failed until it succeeds. Otherwise returns how long to wait. */
  begin: (key: string) => Promise<{ ok: true } | { ok: false; waitS: number }>
  /** Forgets the failures. */
  succeed: (key: string) => Promise<void>
  /** Takes back an attempt whose password was not checked. */
  withdraw: (key: string) => Promise<void>
}

const FORGOTTEN_AFTER_S = 3600
const UNLIMITED = 1_000_000

/** Keeps attempts in Redis, or in memory without it. They count in real time. */
export const passwordAttempts = (redis: RedisClient | null, digest: DailyDigest): Attempts => {
  const failures = openLimiter(redis, {
    name: 'password-failures',
    points: UNLIMITED,
    seconds: FORGOTTEN_AFTER_S,
  })
  const waits = openLimiter(redis, { name: 'password-wait', points: 1, seconds: 1 })
  return {
    begin: async (text) => {
      const key = digest(text)
      const failed = (await failures.get(key))?.consumedPoints ?? 0
      try {
        // One of several simultaneous attempts is admitted.
        await waits.consume(key, 1, { customDuration: signInWaitS(failed + 1) })
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        return { ok: false, waitS: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) }
      }
      await failures.penalty(key)
      return { ok: true }
    },
    succeed: async (text) => {
      const key = digest(text)
      await failures.delete(key)
      await waits.delete(key)
    },
    withdraw: async (text) => {
      const key = digest(text)
      await failures.reward(key)
      await waits.delete(key)
    },
  }
}
