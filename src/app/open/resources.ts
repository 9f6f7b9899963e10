import type { StripeGateway } from '../../billing/stripe/stripe-gateway.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/database/database.ts'
import type { SigningKeys } from '../../platform/keys.ts'
import type { Log } from '../../platform/log.ts'
import type { Metrics } from '../../platform/metrics.ts'
import type { RedisClient } from '../../platform/redis.ts'
import type { ReportSource } from '../../platform/replica/report-source.ts'
import type { AddressKeys } from '../../supporters/address/address-store.ts'
import type { Newsroom } from '../../web/page/newsroom.ts'
import type { OpenMail } from './open-mail.ts'

/** The open resources and settings of one process. */
export type Resources = {
  newsroom: Newsroom
  newsroomDir: string
  /** Holds the forms of the newsroom's pictures, in DATA_DIR. */
  madePicturesDir: string
  timeZone: string
  /** The origin that readers use. Known once the server listens. */
  origin: () => string
  https: boolean
  trustProxy: string | number | false
  /** The header in which a trusted proxy writes the reader's country. null: countries are unknown. */
  countryHeader: string | null
  /** The sandbox or the outbox runs in this process. Both show sign-in links to anybody on this machine. */
  isTrial: boolean
  /** Stripe is the sandbox: no money moves. */
  isSandbox: boolean
  /** Where the steps of a first run are kept, in DATA_DIR. Without it no page shows them. */
  firstRunFile?: string | null
  /** The number of supporters that the demo has; 400 if absent. */
  demoSupporters?: number
  database: Database
  /** Separate connections for storing webhooks and reading campaigns, so that busy pages do not delay them. */
  intakeDatabase: Database
  /** One connection for statements over the whole record. The others end a statement after seconds. */
  slowDatabase: Database
  /** Reports read from it: the database, or its replica. They write to the database. */
  reportSource: ReportSource
  redis: RedisClient | null
  /** Why less than was set up works, for the health check; null if all of it works. */
  degradedBecause: string | null
  /** The longest wait of an article for the suppression of its reader; 150 ms if absent. */
  suppressionTimeoutMs?: number
  keys: SigningKeys
  /** The keys that hash the id in the reader cookie. */
  readerKeys: SigningKeys
  /** The keys that encrypt and index email addresses. */
  addressKeys: AddressKeys
  mail: OpenMail
  stripe: StripeGateway
  metrics: Metrics
  /** The bearer token of /metrics; null turns the route off. */
  metricsToken: string | null
  checkoutOrigins: readonly string[]
  portalOrigins: readonly string[]
  now: Clock
  /** Milliseconds that only grow, for the age of campaigns; those of the process if absent. */
  monotonic?: () => number
  log: Log
}
