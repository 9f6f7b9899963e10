import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { Writable } from 'node:stream'
import { buildMainstay } from '../../src/app/app.ts'
import type { Resources } from '../../src/app/resources.ts'
import { stripeGateway } from '../../src/billing/stripe/stripe-gateway.ts'
import { newWebhookSecret } from '../../src/config/config.ts'
import { outboxFileGateway } from '../../src/mail/outbox-file-gateway.ts'
import { followingClock } from '../../src/platform/clock.ts'
import type { Database } from '../../src/platform/database/database.ts'
import { postgresDatabase } from '../../src/platform/database/postgres-database.ts'
import { parseKeys, type SigningKeys } from '../../src/platform/keys.ts'
import { openLog } from '../../src/platform/log.ts'
import { openMetrics } from '../../src/platform/metrics.ts'
import { unpaced } from '../../src/platform/pace.ts'
import { openRedis, type RedisClient } from '../../src/platform/redis.ts'
import { listen } from '../../src/web/http-server.ts'
import { readNewsroom } from '../../src/web/page/newsroom.ts'
import { type Sandbox, startSandbox } from '../../stripe-sandbox/src/server.ts'
import { type Keep, keeping } from './keep.ts'
import { givenDatabase } from './resources/databases.ts'
import { type GivenDirectory, givenDirectory, givenNewsroomDirectory } from './resources/directories.ts'
import { type Gate, givenGate } from './resources/gate.ts'
import { givenRedis } from './resources/redis.ts'
import { controlSandbox } from './resources/sandbox.ts'
import { type Settling, settling } from './settle.ts'
import { START_AT, TIME_ZONE } from './start-at.ts'

export const newSigningKeys = (): SigningKeys => {
  const parsed = parseKeys(`k1:${randomBytes(32).toString('base64')}`)
  if ('mistake' in parsed) throw new Error(parsed.mistake)
  return parsed.keys
}

export type GivenMainstay = Settling & {
  origin: string
  database: Database
  databaseUrl: string
  redis: RedisClient | null
  redisSocket: string | null
  sandbox: Sandbox
  newsroom: GivenDirectory
  /** Every line logged so far. */
  logged: () => string
  now: () => Date
  resources: Resources
  webhookSecret: string
  control: (path: string, body: unknown) => Promise<unknown>
  /** Moves the clock of the sandbox, and so of the product; resolves when all that fell due was delivered once. */
  advance: (seconds: number) => Promise<void>
  /** Doors between the product and its parts, where the test asked for them. */
  gates: { database: Gate; redis: Gate } | null
  stop: () => Promise<void>
}

export type MainstayOptions = {
  startAt?: Date
  /** Reminders in the database, as on a machine without Redis. */
  withoutRedis?: boolean
  /** Postgres and Redis can be cut off. */
  withGates?: boolean
  change?: (resources: Resources) => Resources
}

/** The whole product over real parts: Postgres, a redis-server, the sandbox, on ports of their own. */
export const givenMainstay = async (options: MainstayOptions = {}): Promise<GivenMainstay> => {
  let stop = async () => {}
  const keep = keeping((end) => {
    stop = end
  })
  try {
    return { ...(await startMainstay(options, keep)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

const startMainstay = async (
  {
    withoutRedis = false,
    withGates = false,
    change = (resources) => resources,
    startAt = START_AT,
  }: MainstayOptions,
  keep: Keep,
): Promise<Omit<GivenMainstay, 'stop'>> => {
  const data = keep(await givenDirectory(), (each) => each.remove())
  const newsroom = keep(await givenNewsroomDirectory(), (each) => each.remove())
  const { database, url } = keep(await givenDatabase(), (each) => each.drop())
  const sandbox = keep(
    await startSandbox({ port: 0, directory: path.join(data.path, 'sandbox'), perEndpoint: 0, startAt }),
    (each) => each.stop(),
  )
  const { redis, socket } = keep(
    withoutRedis ? { redis: null, socket: null } : await givenRedis(),
    async (each) => each.redis?.disconnect(),
  )
  const base = new URL(sandbox.origin)
  const clock = keep(await followingClock(base), async (each) => each.stop())
  const secret = newWebhookSecret()
  const lines: string[] = []
  const log = openLog(
    new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk))
        done()
      },
    }),
  )
  const gates = keep(withGates && socket ? await openGates(url, socket) : null, (each) =>
    Promise.all([each?.database.stop(), each?.redis.stop()]),
  )
  let origin = ''
  const outbox = path.join(data.path, 'outbox')
  const stores = gates ? await throughGates(url, gates, keep) : { database, intakeDatabase: database, redis }
  const resources = change({
    newsroom: await readNewsroom(newsroom.path),
    newsroomDir: newsroom.path,
    timeZone: TIME_ZONE,
    origin: () => origin,
    https: false,
    trustProxy: 1,
    ...stores,
    // A busy machine must not leave a reader in peace whom the test expects to see the letter.
    suppressionTimeoutMs: 60_000,
    keys: newSigningKeys(),
    addressKeys: { encryption: newSigningKeys(), index: newSigningKeys() },
    mail: {
      deliverMail: outboxFileGateway(outbox, clock.now),
      from: { name: '', address: 'news@breakwater.example' },
      outboxDirectory: outbox,
    },
    checkoutOrigins: [base.origin],
    portalOrigins: [base.origin],
    now: clock.now,
    log,
    metrics: openMetrics(),
    metricsToken: 'a token for the tests',
    stripe: stripeGateway({
      secretKey: 'sk_test_given',
      apiBase: base,
      webhookSecrets: [secret],
      pace: unpaced,
    }),
  })
  const mainstay = await buildMainstay(resources)
  const listening = keep(await listen(mainstay.app, '127.0.0.1', 0), (each) =>
    Promise.all([each.stop(), mainstay.stop()]),
  )
  origin = listening.origin
  const control = (where: string, body: unknown) => controlSandbox(sandbox.origin, where, body)
  await control('webhook', { url: `${origin}/stripe/webhooks`, secret })
  mainstay.startJobs()
  const advance = async (seconds: number) => void (await control('clock', { advanceSeconds: seconds }))
  const { settle, eventually } = settling({
    database,
    now: clock.now,
    advance,
    runPromptJobs: mainstay.runPromptJobs,
  })
  return {
    origin,
    database,
    databaseUrl: url,
    redis,
    redisSocket: socket,
    sandbox,
    newsroom,
    logged: () => lines.join(''),
    now: clock.now,
    resources,
    webhookSecret: secret,
    control,
    advance,
    settle,
    eventually,
    gates,
  }
}

type Gates = { database: Gate; redis: Gate }

const openGates = async (url: string, redisSocket: string): Promise<Gates> => {
  const { hostname: host, port } = new URL(url)
  return {
    database: await givenGate({ host, port: Number(port) }),
    redis: await givenGate({ path: redisSocket }),
  }
}

const throughGates = async (url: string, { database: door, redis: hatch }: Gates, keep: Keep) => {
  const through = Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(door.port) }).href
  const database = keep(
    postgresDatabase({ url: through, connections: 10, statementTimeoutMs: 20_000 }),
    (each) => each.close(),
  )
  const redis = keep(await openRedis({ url: `redis://127.0.0.1:${hatch.port}` }), async (each) =>
    each.disconnect(),
  )
  return { database, intakeDatabase: database, redis }
}
