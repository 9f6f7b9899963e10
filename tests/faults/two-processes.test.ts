import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { Redis } from 'ioredis'
import { type PrivateRedis, startPrivateRedis } from '../../src/platform/private-redis.ts'
import { type GivenDatabase, givenDatabase } from '../given/databases.ts'
import { type GivenDirectory, givenDirectory } from '../given/directories.ts'
import { freePort } from '../given/postgres-server.ts'
import { endProcess, type RunningProcess, SHARED_KEYS, startProcess } from '../given/process.ts'
import { appealOf, eventually, givenReader, paySession, startGiving } from '../given/reader.ts'

const DAY_S = 86_400

describe('two processes on one Postgres and one Redis', () => {
  let directories: GivenDirectory[]
  let given: GivenDatabase
  let redis: PrivateRedis
  let one: RunningProcess
  let two: RunningProcess
  before(async () => {
    directories = [await givenDirectory(), await givenDirectory(), await givenDirectory()]
    const [first = '', second = '', third = ''] = directories.map((directory) => directory.path)
    given = await givenDatabase({ empty: true })
    redis = await startPrivateRedis(third)
    const REDIS_URL = `redis://127.0.0.1:${await tcpPortOf(redis.socket)}`
    const shared = { DATABASE_URL: given.url, REDIS_URL, ...SHARED_KEYS, TRUST_PROXY: '1' }
    one = await startProcess({ dataDir: first, env: shared })
    two = await startProcess({
      dataDir: second,
      env: { ...shared, STRIPE_SECRET_KEY: 'sk_test_second', STRIPE_API_BASE: one.addresses.sandbox ?? '' },
    })
  })
  after(async () => {
    await endProcess(two)
    await endProcess(one)
    await redis.stop()
    await given.drop()
    await Promise.all(directories.map((directory) => directory.remove()))
  })

  /** The same browser, answered by the other process. */
  const other = (reader: ReturnType<typeof givenReader>) => {
    const twin = givenReader(two.addresses.newsroom)
    for (const [name, value] of reader.cookies) twin.cookies.set(name, value)
    return twin
  }

  test('a snooze at one is silence at the other, until the day comes at both', async () => {
    const reader = givenReader(one.addresses.newsroom)
    await reader.post('/reminders', { after: '7d' })
    assert.equal(await appealOf(other(reader)), 'snoozed')
    await fetch(`${one.addresses.sandbox}/_sandbox/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advanceSeconds: 8 * DAY_S }),
    })
    assert.equal(await appealOf(reader), 'shown')
    assert.equal(await appealOf(other(reader)), 'shown')
  })

  test('what is given at one is known at the other, and recorded once', async () => {
    const reader = givenReader(two.addresses.newsroom)
    await paySession(one.addresses.sandbox ?? '', await startGiving(reader, { amount: '5' }))
    await eventually(async () => assert.equal(await appealOf(reader), 'supports'))
    const twin = givenReader(one.addresses.newsroom)
    for (const [name, value] of reader.cookies) twin.cookies.set(name, value)
    assert.equal(await appealOf(twin), 'supports')
    const [row] = await given.database.query<{ count: number }>('select count(*) as count from movements')
    assert.equal(row?.count, 1)
  })

  test('a server with its Postgres and Redis outside stays under 130 MB at rest', async () => {
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    const status = await readFile(`/proc/${two.child.pid}/status`, 'utf8')
    const megabytes = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024
    assert.ok(megabytes < 130, `${megabytes.toFixed(0)} MB`)
  })

  test('a process with other keys is refused: it would call the first one’s cookies forged', async () => {
    const third = directories[2]?.path ?? ''
    const env = { DATABASE_URL: given.url, SIGNING_KEYS: `k2:${Buffer.alloc(32, 9).toString('base64')}` }
    await assert.rejects(startProcess({ dataDir: third, env }), /SIGNING_KEYS lacks the key/)
    await assert.rejects(readFile(`${third}/run.json`))
  })
})

// The private server listens on a socket only; two processes with an address each need a port.
const tcpPortOf = async (socket: string): Promise<number> => {
  const port = await freePort()
  const client = new Redis(socket)
  await client.config('SET', 'port', String(port))
  client.disconnect()
  return port
}
