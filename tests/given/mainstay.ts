import { Writable } from 'node:stream'
import { buildMainstay } from '../../src/app/app.ts'
import type { Resources } from '../../src/app/open/resources.ts'
import { newWebhookSecret } from '../../src/config/config.ts'
import type { Database } from '../../src/platform/database/database.ts'
import { type Log, openLog } from '../../src/platform/log.ts'
import type { RedisClient } from '../../src/platform/redis.ts'
import { listen } from '../../src/web/http-server.ts'
import type { Sandbox } from '../../stripe-sandbox/src/server.ts'
import { type Keep, keeping } from './keep.ts'
import type { GivenDirectory } from './resources/directories.ts'
import type { Gate } from './resources/gate.ts'
import { controlSandbox } from './resources/sandbox.ts'
import { newResources, newSigningKeys, startServers } from './servers.ts'
import { type Settling, settling } from './settle.ts'
import { START_AT } from './start-at.ts'

export { newSigningKeys }

export type GivenMainstay = Settling & {
  origin: string
  database: Database
  databaseUrl: string
  redis: RedisClient | null
  redisSocket: string | null
  sandbox: Sandbox
  newsroom: GivenDirectory
  /** Returns every line logged so far. */
  logged: () => string
  now: () => Date
  resources: Resources
  webhookSecret: string
  control: (path: string, body: unknown) => Promise<unknown>
  /** Advances the sandbox's clock. Resolves when every due webhook was delivered once. */
  advance: (seconds: number) => Promise<void>
  /** Gates in front of Postgres and Redis, if the test asked for them. */
  gates: { database: Gate; redis: Gate } | null
  stop: () => Promise<void>
}

export type MainstayOptions = {
  startAt?: Date
  /** Stores reminders in the database, as without Redis. */
  withoutRedis?: boolean
  /** Allows the test to cut off Postgres and Redis. */
  withGates?: boolean
  change?: (resources: Resources) => Resources
}

/** Starts the whole product with real Postgres, Redis and sandbox on free ports. */
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
  const servers = await startServers({ withoutRedis, withGates, startAt }, keep)
  const { database, sandbox, clock } = servers
  const logLines: string[] = []
  const webhookSecret = newWebhookSecret()
  let origin = ''
  const resources = change(
    await newResources(servers, { origin: () => origin, log: logTo(logLines), webhookSecret }),
  )
  const mainstay = await buildMainstay(resources)
  const listening = keep(await listen(mainstay.answer, '127.0.0.1', 0), (each) =>
    Promise.all([each.stop(), mainstay.stop()]),
  )
  origin = listening.origin
  const control = (where: string, body: unknown) => controlSandbox(sandbox.origin, where, body)
  await control('webhook', { url: `${origin}/stripe/webhooks`, secret: webhookSecret })
  mainstay.startJobs()
  const advance = async (seconds: number) => void (await control('clock', { advanceSeconds: seconds }))
  const { runPromptJobs } = mainstay
  const { settle, eventually } = settling({ database, now: clock.now, advance, runPromptJobs })
  return {
    origin,
    database,
    databaseUrl: servers.databaseUrl,
    redis: servers.redis,
    redisSocket: servers.redisSocket,
    sandbox,
    newsroom: servers.newsroom,
    logged: () => logLines.join(''),
    now: clock.now,
    resources,
    webhookSecret,
    control,
    advance,
    settle,
    eventually,
    gates: servers.gates,
  }
}

const logTo = (lines: string[]): Log =>
  openLog(
    new Writable({
      write: (chunk, _encoding, done) => {
        lines.push(String(chunk))
        done()
      },
    }),
  )
