import type { KeyObject } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible'
import type { Clock } from '../../platform/clock.ts'
import type { RedisClient } from '../../platform/redis.ts'
import { Refusal } from '../refusal.ts'
import { connectionOf } from './client-address.ts'
import { dailyDigest } from './daily-digest.ts'

/**
 * Counts one use. Returns false if the limit is reached. Counts are in Redis, or in memory while Redis is
 * unavailable.
 */
export type Budget = (key: string) => Promise<boolean>

export { RateLimiterRes }

export type Limit = { name: string; points: number; seconds: number }

/** Opens a limiter that counts in Redis, or in memory while Redis is unavailable. */
export const openLimiter = (
  redis: RedisClient | null,
  { name, points, seconds }: Limit,
): RateLimiterAbstract => {
  const size = { keyPrefix: `limit:${name}`, points, duration: seconds }
  const memory = new RateLimiterMemory(size)
  return redis
    ? new RateLimiterRedis({
        ...size,
        storeClient: redis,
        insuranceLimiter: memory,
        rejectIfRedisNotReady: true,
      })
    : memory
}

export const budget = (redis: RedisClient | null, limit: Limit): Budget => {
  const limiter = openLimiter(redis, limit)
  return (key) =>
    limiter.consume(key).then(
      () => true,
      (refusal: unknown) => {
        if (refusal instanceof RateLimiterRes) return false
        throw refusal
      },
    )
}

/** Hashes the connection that a network address belongs to. */
export type AddressDigest = (address: string) => string

export const addressDigest = (key: KeyObject, now: Clock): AddressDigest => {
  const digest = dailyDigest(key, now)
  return (address) => digest(connectionOf(address))
}

/** Limits requests by a key that the request shows. */
export const limitByKey =
  (spend: Budget, keyOf: (request: Request, response: Response) => string): RequestHandler =>
  async (request, response, next) => {
    const isAllowed = await spend(keyOf(request, response))
    next(isAllowed ? undefined : new Refusal('too-many', { 'Retry-After': '60' }))
  }

/** Limits requests by address. */
export const limitByAddress = (spend: Budget, digest: AddressDigest): RequestHandler =>
  limitByKey(spend, (request) => digest(request.ip ?? ''))

/** Limits posts only. */
export const onPost =
  (limit: RequestHandler): RequestHandler =>
  (request, response, next) =>
    request.method === 'POST' ? limit(request, response, next) : next()
