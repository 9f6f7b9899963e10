import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Resources } from '../../src/app/open/resources.ts'
import { stripeGateway } from '../../src/billing/stripe/stripe-gateway.ts'
import { outboxFileGateway } from '../../src/mail/outbox-file-gateway.ts'
import { type Clock, followingClock } from '../../src/platform/clock.ts'
import { postgresDatabase } from '../../src/platform/database/postgres-database.ts'
import { parseKeys, type SigningKeys } from '../../src/platform/keys.ts'
import type { Log } from '../../src/platform/log.ts'
import { openMetrics } from '../../src/platform/metrics.ts'
import { admitAll, unpaced } from '../../src/platform/pace.ts'
import { openRedis } from '../../src/platform/redis.ts'
import { primarySource } from '../../src/platform/replica/report-source.ts'
import { readNewsroom } from '../../src/web/page/newsroom.ts'
import { startSandbox } from '../../stripe-sandbox/src/server.ts'
import type { Keep } from './keep.ts'
import { givenDatabase } from './resources/databases.ts'
import { type GivenDirectory, givenDirectory, givenNewsroomDirectory } from './resources/directories.ts'
import { type Gate, givenGate } from './resources/gate.ts'
import { givenRedis } from './resources/redis.ts'
import { TIME_ZONE } from './start-at.ts'

export const newSigningKeys = (): SigningKeys => {
  const parsed = parseKeys(`k1:${randomBytes(32).toString('base64')}`)
  if ('mistake' in parsed) throw new Error(parsed.mistake)
  return parsed.keys
}

type Gates = { database: Gate; redis: Gate }

type ServerOptions = { withoutRedis: boolean; withGates: boolean; startAt: Date }

/** Starts the servers of a newsroom on free ports. */
export const startServers = async ({ withoutRedis, withGates, startAt }: ServerOptions, keep: Keep) => {
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
  const clock = keep(await followingClock(new URL(sandbox.origin)), async (each) => each.stop())
  const gates = keep(withGates && socket ? await openGates(url, socket) : null, (each) =>
    Promise.all([each?.database.stop(), each?.redis.stop()]),
  )
  const connections = gates
    ? await openThroughGates(url, gates, keep)
    : { database, intakeDatabase: database, redis }
  return {
    outbox: path.join(data.path, 'outbox'),
    newsroom,
    database,
    databaseUrl: url,
    redis,
    redisSocket: socket,
    sandbox,
    clock,
    gates,
    connections,
  }
}

/** The started servers as far as the product uses them. */
type Servers = {
  newsroom: GivenDirectory
  sandbox: { origin: string }
  clock: { now: Clock }
  outbox: string
  connections: Pick<Resources, 'database' | 'intakeDatabase' | 'redis'>
}
type ResourceOptions = { origin: () => string; log: Log; webhookSecret: string }

/** Builds the product's resources over the started servers. */
export const newResources = async (
  { newsroom, sandbox, clock, outbox, connections }: Servers,
  { origin, log, webhookSecret }: ResourceOptions,
): Promise<Resources> => ({
  newsroom: await readNewsroom(newsroom.path),
  newsroomDir: newsroom.path,
  // Shared by all newsrooms of a run: names hold the content.
  madePicturesDir: path.join(tmpdir(), 'mainstay-pictures'),
  timeZone: TIME_ZONE,
  origin,
  https: false,
  trustProxy: 1,
  countryHeader: 'x-reader-country',
  isTrial: true,
  isSandbox: true,
  database: connections.database,
  intakeDatabase: connections.intakeDatabase,
  slowDatabase: connections.database,
  reportSource: primarySource(connections.database),
  redis: connections.redis,
  degradedBecause: null,
  // On a busy machine a short timeout could suppress an appeal that the test expects.
  suppressionTimeoutMs: 60_000,
  keys: newSigningKeys(),
  readerKeys: newSigningKeys(),
  addressKeys: { encryption: newSigningKeys(), index: newSigningKeys() },
  mail: {
    gateway: outboxFileGateway(outbox, clock.now),
    from: { name: '', address: 'news@breakwater.example' },
    outboxDirectory: outbox,
  },
  checkoutOrigins: [sandbox.origin],
  portalOrigins: [sandbox.origin],
  now: clock.now,
  log,
  metrics: openMetrics(),
  metricsToken: 'a token for the tests',
  stripe: stripeGateway({
    secretKey: 'sk_test_given',
    apiBase: new URL(sandbox.origin),
    webhookSecrets: [webhookSecret],
    pace: unpaced,
    admit: admitAll,
    statementName: (await readNewsroom(newsroom.path)).statementName,
  }),
})

const openGates = async (url: string, redisSocket: string): Promise<Gates> => {
  const { hostname: host, port } = new URL(url)
  return {
    database: await givenGate({ host, port: Number(port) }),
    redis: await givenGate({ path: redisSocket }),
  }
}

/** The connections of a server for its pages, as in the product. */
export const PAGE_CONNECTIONS = 10

/** Connects to Postgres and Redis through gates. */
export const openThroughGates = async (
  url: string,
  { database: databaseGate, redis: redisGate }: Gates,
  keep: Keep,
) => {
  const through = Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(databaseGate.port) }).href
  const openDatabase = (connections: number) =>
    keep(postgresDatabase({ url: through, connections, statementTimeoutMs: 60_000 }), (each) => each.close())
  const [database, intakeDatabase] = [openDatabase(PAGE_CONNECTIONS), openDatabase(4)]
  const redis = keep(await openRedis({ url: `redis://127.0.0.1:${redisGate.port}` }), async (each) =>
    each.disconnect(),
  )
  return { database, intakeDatabase, redis }
}
