import type { TestContext } from 'node:test'
import type { Database } from '../../src/platform/database/database.ts'
import { startPrivateRedis } from '../../src/platform/private-redis.ts'
import { openRedis, type RedisClient } from '../../src/platform/redis.ts'
import { startSandbox } from '../../stripe-sandbox/src/server.ts'
import { type Keep, keeping } from './keep.ts'
import { givenReader, type Reader } from './people/reader.ts'
import { givenDatabase } from './resources/databases.ts'
import { givenDirectory, givenNewsroomDirectory } from './resources/directories.ts'
import { endProcess, type RunningProcess, SHARED_KEYS, startProcess } from './resources/process.ts'
import { tcpPortOf } from './resources/redis-port.ts'
import { controlSandbox } from './resources/sandbox.ts'
import { START_AT, TIME_ZONE } from './start-at.ts'

export type Shared = {
  keep: Keep
  database: Database
  redis: RedisClient
  sandbox: string
  /** The environment that all processes share. */
  env: Record<string, string>
  start: () => Promise<RunningProcess>
}

/** Provides one Postgres, one Redis and one sandbox for several processes. `empty`: Postgres without tables. */
export const givenShared = async (context: TestContext, empty = false): Promise<Shared> => {
  const keep = keeping((end) => context.after(end))
  const directory = async () => keep(await givenDirectory(), (given) => given.remove()).path
  const { database, url } = keep(await givenDatabase({ empty }), (given) => given.drop())
  const newsroom = keep(await givenNewsroomDirectory(), (given) => given.remove())
  const { socket } = keep(await startPrivateRedis(await directory()), (server) => server.stop())
  const redis = keep(await openRedis({ socket }), async (client) => client.disconnect())
  const { origin: sandbox } = keep(
    await startSandbox({ port: 0, directory: await directory(), perEndpoint: 0, startAt: START_AT }),
    (started) => started.stop(),
  )
  const env = {
    ...SHARED_KEYS,
    DATABASE_URL: url,
    REDIS_URL: `redis://127.0.0.1:${await tcpPortOf(socket)}`,
    NEWSROOM_DIR: newsroom.path,
    TIME_ZONE,
    TRUST_PROXY: '1',
    STRIPE_SECRET_KEY: 'sk_test_two',
    STRIPE_API_BASE: sandbox,
    STRIPE_WEBHOOK_SECRETS: 'whsec_of_the_two',
  }
  const start = async () =>
    keep(await startProcess({ dataDir: await directory(), env }), (running) => endProcess(running))
  return { keep, database, redis, sandbox, env, start }
}

/** Starts two processes. The first receives the webhooks. */
export const givenTwo = async (context: TestContext, empty = false) => {
  const shared = await givenShared(context, empty)
  const one = await shared.start()
  const two = await shared.start()
  const url = `${one.addresses.newsroom}/stripe/webhooks`
  await controlSandbox(shared.sandbox, 'webhook', { url, secret: shared.env['STRIPE_WEBHOOK_SECRETS'] })
  return { ...shared, one, two }
}

/** Sends the same browser's requests to another process. */
export const answeredBy = ({ addresses }: RunningProcess, reader: Reader): Reader => {
  const twin = givenReader(addresses.newsroom)
  for (const [name, value] of reader.cookies) twin.cookies.set(name, value)
  return twin
}
