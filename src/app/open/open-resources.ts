import { chmod, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { backgroundPace, readerAdmission } from '../../billing/stripe/call-limits-store.ts'
import { isLive, stripeGateway } from '../../billing/stripe/stripe-gateway.ts'
import { type Config, newWebhookSecret } from '../../config/config.ts'
import { calendarOf } from '../../platform/calendar.ts'
import { followingClock } from '../../platform/clock.ts'
import { MIGRATIONS, migrate } from '../../platform/database/migrate.ts'
import { loadOrCreateSecret } from '../../platform/keys.ts'
import type { Log } from '../../platform/log.ts'
import { isLoopback } from '../../platform/loopback.ts'
import { type Metrics, openMetrics } from '../../platform/metrics.ts'
import { prepareCalendar } from '../../reports/rollups/calendar-store.ts'
import { readNewsroom } from '../../web/page/newsroom.ts'
import { type EmbeddedSandbox, startEmbeddedSandbox } from './embedded-sandbox.ts'
import { endOwnLeases } from './end-leases.ts'
import { type Closers, explained, openDatabases } from './open-databases.ts'
import { openKeys } from './open-keys.ts'
import { openMail } from './open-mail.ts'
import { openReminders } from './open-reminders.ts'
import { openReportSource } from './open-report-source.ts'
import type { Resources } from './resources.ts'
import { sandboxLinks } from './sandbox-links.ts'

export type Opened = {
  resources: Omit<Resources, 'origin' | 'https'>
  sandbox: { origin: URL; connect: (newsroom: string, webhooks: string) => Promise<void> } | null
  /** The parts of this run, in words for the start message. */
  description: string[]
  /** Closes everything in reverse order of opening. */
  close: () => Promise<void>
}

const closeAll = async (closers: Closers): Promise<void> => {
  for (const close of closers.reverse()) {
    // A failure to close one part must not keep the others open.
    await Promise.resolve(close()).catch(() => {})
  }
}

/** Opens every configured resource. On a failure, closes what was opened before and throws. */
export const openResources = async (
  config: Config,
  log: Log,
  environment: Record<string, string | undefined>,
): Promise<Opened> => {
  const closers: Closers = []
  try {
    return await open(config, { log, environment, closers })
  } catch (error) {
    await closeAll(closers)
    throw error
  }
}

type Opening = { log: Log; environment: Record<string, string | undefined>; closers: Closers }

const open = async (config: Config, opening: Opening): Promise<Opened> => {
  const { log, closers } = opening
  const newsroom = await readNewsroom(config.newsroomDir)
  // The folder holds supporters, keys and passwords: other users of the machine must not read it.
  await mkdir(config.dataDir, { recursive: true })
  await chmod(config.dataDir, 0o700).catch(() => log.warn('DATA_DIR may be read by others'))
  const {
    database,
    intakeDatabase,
    slowDatabase,
    words: databaseWords,
  } = await openDatabases(config, closers)
  await migrate(slowDatabase, MIGRATIONS).catch(explained)
  await prepareCalendar(slowDatabase, calendarOf(config.timeZone), new Date())
  const reports = await openReportSource(database, config, log)
  closers.push(reports.close)
  const keys = await openKeys(database, config)
  const stripe = await openStripe(config, opening)
  const { redis, degradedBecause, words: redisWords } = await openReminders(database, config, opening)
  const { now, stop } = stripe.base
    ? await followingClock(stripe.base)
    : { now: () => new Date(), stop: () => {} }
  closers.push(stop)
  await endOwnLeases(database, now())
  const metrics = openMetrics()
  const { words: mailWords, ...mail } = openMail(config, now)
  closers.push(mail.gateway.close)
  return {
    resources: {
      newsroom,
      newsroomDir: config.newsroomDir,
      madePicturesDir: path.join(config.dataDir, 'pictures'),
      timeZone: config.timeZone,
      trustProxy: config.trustProxy,
      countryHeader: config.countryHeader,
      isSandbox: stripe.sandbox !== null || hasOwnSandbox(config, stripe.base),
      isTrial: stripe.sandbox !== null || mail.outboxDirectory !== null,
      firstRunFile: stripe.sandbox && path.join(config.dataDir, 'first-run.json'),
      database,
      intakeDatabase,
      slowDatabase,
      reportSource: reports.reportSource,
      redis,
      degradedBecause,
      keys: keys.signing,
      readerKeys: keys.reader,
      addressKeys: { encryption: keys.encryption, index: keys.index },
      mail,
      now,
      log,
      metrics,
      metricsToken: config.metricsToken,
      ...stripeResources(stripe, { redis, metrics, newsroom }),
    },
    sandbox: stripe.sandbox && {
      origin: stripe.sandbox.origin,
      connect: async (origin, webhooks) => {
        await stripe.sandbox?.deliverTo(webhooks, stripe.webhookSecrets[0] ?? '')
        await stripe.sandbox?.linkTo(sandboxLinks(origin, mail.outboxDirectory !== null))
      },
    },
    description: [databaseWords, ...reports.words, redisWords, stripe.words, mailWords],
    close: () => closeAll(closers),
  }
}

const stripeResources = (
  stripe: OpenStripe,
  { redis, metrics, newsroom }: Pick<Resources, 'redis' | 'metrics' | 'newsroom'>,
): Pick<Resources, 'stripe' | 'checkoutOrigins' | 'portalOrigins'> => {
  const mode = isLive(stripe.secretKey) ? 'live' : 'test'
  return {
    stripe: stripeGateway({
      secretKey: stripe.secretKey,
      apiBase: stripe.base,
      webhookSecrets: stripe.webhookSecrets,
      pace: backgroundPace(redis, mode),
      admit: readerAdmission(redis, mode),
      statementName: newsroom.statementName,
      onCall: callCounter(metrics),
    }),
    checkoutOrigins: stripe.base ? [stripe.base.origin] : ['https://checkout.stripe.com'],
    portalOrigins: stripe.base
      ? [stripe.base.origin]
      : ['https://billing.stripe.com', 'https://invoice.stripe.com'],
  }
}

const callCounter = (metrics: Metrics) => {
  const calls = metrics.counter('mainstay_stripe_calls_total', 'Calls to Stripe by endpoint and answer', [
    'endpoint',
    'status',
  ])
  return (endpoint: string, status: number) => calls({ endpoint, status: String(status) })
}

type OpenStripe = {
  secretKey: string
  base: URL | null
  webhookSecrets: readonly string[]
  sandbox: EmbeddedSandbox | null
  words: string
}

/** Tells whether Stripe is a sandbox on this machine. A proxy to the real Stripe may have a loopback name too. */
const hasOwnSandbox = ({ production, stripe }: Config, base: URL | null): boolean =>
  !production && base !== null && isLoopback(base.hostname) && /^(sk|rk)_test_/.test(stripe.secretKey ?? '')

const openStripe = async (config: Config, { closers, environment }: Opening): Promise<OpenStripe> => {
  const { secretKey, apiBase: base, webhookSecrets } = config.stripe
  if (secretKey !== null) {
    const words = base
      ? `Stripe: another server, at ${base.origin}`
      : 'Stripe: the account of STRIPE_SECRET_KEY'
    return { secretKey, base, webhookSecrets, sandbox: null, words }
  }
  const secret = await loadOrCreateSecret(config.dataDir, 'webhook-secret', newWebhookSecret)
  const sandbox = await startEmbeddedSandbox({
    dataDir: config.dataDir,
    port: config.sandboxPort,
    environment,
  })
  closers.push(sandbox.stop)
  return {
    secretKey: 'sk_test_sandbox',
    base: sandbox.origin,
    webhookSecrets: [secret, ...webhookSecrets],
    sandbox,
    words: 'Stripe: the embedded sandbox; no money moves',
  }
}
