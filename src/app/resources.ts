import type { StripeGateway } from '../billing/stripe/stripe-gateway.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/database.ts'
import type { SigningKeys } from '../platform/keys.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { RedisClient } from '../platform/redis.ts'
import type { AddressKeys } from '../supporters/address/address-store.ts'
import type { Newsroom } from '../web/page/newsroom.ts'
import type { OpenMail } from './open-mail.ts'

/** Everything opened by the process, and what it was configured to. */
export type Resources = {
  newsroom: Newsroom
  newsroomDir: string
  timeZone: string
  /** Where readers reach us; known once the server listens. */
  origin: () => string
  https: boolean
  trustProxy: string | number | false
  database: Database
  /** Webhooks are stored over connections of their own, so that no busy page delays them. */
  intakeDatabase: Database
  redis: RedisClient | null
  /** How long an article waits to learn whether its reader is left in peace: 150 ms if absent. */
  suppressionTimeoutMs?: number
  keys: SigningKeys
  /** What mail addresses are sealed and indexed with. */
  addressKeys: AddressKeys
  mail: OpenMail
  stripe: StripeGateway
  metrics: Metrics
  /** null: there is no /metrics. */
  metricsToken: string | null
  checkoutOrigins: readonly string[]
  portalOrigins: readonly string[]
  now: Clock
  log: Log
}
