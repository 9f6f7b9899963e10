import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, type TestContext, test } from 'node:test'
import { stopEveryAppeal } from '../../src/campaigns/appeal-settings-store.ts'
import type { Database } from '../../src/platform/database/database.ts'
import { startPrivateRedis } from '../../src/platform/private-redis.ts'
import { startSandbox } from '../../stripe-sandbox/src/server.ts'
import { someSettings } from '../campaigns/given-settings.ts'
import { type Keep, keeping } from '../given/keep.ts'
import { givenCampaign } from '../given/people/editor.ts'
import {
  appealOf,
  eventually,
  givenReader,
  paySession,
  type Reader,
  startGiving,
} from '../given/people/reader.ts'
import { givenDatabase } from '../given/resources/databases.ts'
import { givenDirectory, givenNewsroomDirectory } from '../given/resources/directories.ts'
import { endProcess, type RunningProcess, SHARED_KEYS, startProcess } from '../given/resources/process.ts'
import { tcpPortOf } from '../given/resources/redis-port.ts'
import { controlSandbox } from '../given/resources/sandbox.ts'
import { START_AT } from '../given/start-at.ts'

const DAY_S = 86_400
const ARTICLE = '/articles/a-letter-arrives-by-ferry'

type Shared = {
  keep: Keep
  database: Database
  sandbox: string
  /** The environment that all processes share. */
  env: Record<string, string>
  start: () => Promise<RunningProcess>
}

/** Provides one Postgres, one Redis and one sandbox for several processes. `empty`: Postgres without tables. */
const givenShared = async (context: TestContext, empty = false): Promise<Shared> => {
  const keep = keeping((end) => context.after(end))
  const directory = async () => keep(await givenDirectory(), (given) => given.remove()).path
  const { database, url } = keep(await givenDatabase({ empty }), (given) => given.drop())
  const newsroom = keep(await givenNewsroomDirectory(), (given) => given.remove())
  const redis = keep(await startPrivateRedis(await directory()), (server) => server.stop())
  const { origin: sandbox } = keep(
    await startSandbox({ port: 0, directory: await directory(), perEndpoint: 0, startAt: START_AT }),
    (started) => started.stop(),
  )
  const env = {
    ...SHARED_KEYS,
    DATABASE_URL: url,
    REDIS_URL: `redis://127.0.0.1:${await tcpPortOf(redis.socket)}`,
    NEWSROOM_DIR: newsroom.path,
    TRUST_PROXY: '1',
    STRIPE_SECRET_KEY: 'sk_test_two',
    STRIPE_API_BASE: sandbox,
    STRIPE_WEBHOOK_SECRETS: 'whsec_of_the_two',
  }
  const start = async () =>
    keep(await startProcess({ dataDir: await directory(), env }), (running) => endProcess(running))
  return { keep, database, sandbox, env, start }
}

/** Starts two processes. The first receives the webhooks. */
const givenTwo = async (context: TestContext, empty = false) => {
  const shared = await givenShared(context, empty)
  const one = await shared.start()
  const two = await shared.start()
  const url = `${one.addresses.newsroom}/stripe/webhooks`
  await controlSandbox(shared.sandbox, 'webhook', { url, secret: shared.env['STRIPE_WEBHOOK_SECRETS'] })
  return { ...shared, one, two }
}

/** Sends the same browser's requests to another process. */
const answeredBy = ({ addresses }: RunningProcess, reader: Reader): Reader => {
  const twin = givenReader(addresses.newsroom)
  for (const [name, value] of reader.cookies) twin.cookies.set(name, value)
  return twin
}

/** Raised, because a busy machine may exceed the usual time limit for looking up a reader. */
const assertAppeal = (reader: Reader, expected: string): Promise<void> =>
  eventually(async () => assert.equal(await appealOf(reader), expected))

describe('two processes on one Postgres and one Redis', () => {
  // Each start takes most of two seconds, so this is one test.
  test('know snoozes, contributions, campaigns and the kill switch of each other, and record once', async (context) => {
    const { one, two, sandbox, database } = await givenTwo(context, true)
    const reader = givenReader(one.addresses.newsroom)
    await reader.post('/reminders', { after: '7d' })
    await assertAppeal(answeredBy(two, reader), 'snoozed')
    await controlSandbox(sandbox, 'clock', { advanceSeconds: 8 * DAY_S })
    await assertAppeal(reader, 'shown')
    await assertAppeal(answeredBy(two, reader), 'shown')
    const supporter = givenReader(two.addresses.newsroom)
    await paySession(sandbox, await startGiving(supporter, { amount: '5' }))
    await assertAppeal(supporter, 'supports')
    await assertAppeal(answeredBy(one, supporter), 'supports')
    const [row] = await database.query<{ count: number }>('select count(*) as count from movements')
    assert.equal(row?.count, 1)
    await givenCampaign({ database }, someSettings())
    const origins = [one, two].map(({ addresses }) => addresses.newsroom)
    const headings = () =>
      Promise.all(
        origins.map(async (origin) => (await givenReader(origin).get(ARTICLE)).text.includes('A campaign')),
      )
    await eventually(async () => assert.deepEqual(await headings(), [true, true]))
    await stopEveryAppeal(database, true)
    for (const origin of origins) await assertAppeal(givenReader(origin), 'off')
  })

  // The goal is 130 MB, see npm run bench -- backlog. On a busy machine garbage stays longer.
  test('a server with its Postgres and Redis outside stays under 200 MB at rest, and refuses a process with other keys, which would reject its cookies', async (context) => {
    const { keep, env, start } = await givenShared(context)
    const { child } = await start()
    await eventually(async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
      const megabytes = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
      assert.ok(megabytes < 200, `${megabytes.toFixed(0)} MB`)
    })
    const { path: dataDir } = keep(await givenDirectory(), (given) => given.remove())
    const others = {
      DATABASE_URL: env['DATABASE_URL'] ?? '',
      SIGNING_KEYS: `k2:${Buffer.alloc(32, 9).toString('base64')}`,
    }
    await assert.rejects(startProcess({ dataDir, env: others }), /SIGNING_KEYS lacks the key/)
    await assert.rejects(readFile(`${dataDir}/run.json`))
  })
})
