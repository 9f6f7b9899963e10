import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import path from 'node:path'
import { startPrivateRedis } from '../../src/platform/private-redis.ts'
import { projectFile } from '../../src/platform/project-files.ts'
import { startSandbox } from '../../stripe-sandbox/src/server.ts'
import { type Keep, keeping } from '../given/keep.ts'
import { givenReader } from '../given/people/reader.ts'
import { givenDatabase } from '../given/resources/databases.ts'
import { givenDirectory } from '../given/resources/directories.ts'
import { endProcess, type RunningProcess, startProcess } from '../given/resources/process.ts'
import { tcpPortOf } from '../given/resources/redis-port.ts'
import { cpuSeconds } from '../running/cpu.ts'
import type { Row } from './bench.ts'
import { fire } from './load.ts'
import { median } from './median.ts'

const ARTICLE = '/articles/third-floor-second-door'
const REQUESTS = Number(process.env['BENCH_REQUESTS'] ?? 20_000)
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5)
/** Browsers send these with a page. */
const BROWSER = {
  'accept-encoding': 'gzip, deflate, br',
  accept: 'text/html',
  'sec-fetch-dest': 'document',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'none',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
}

/**
 * Compares articles with bare servers that send the same bytes, in alternating rounds. Requests are counted for each
 * second of processor time of the server, which other work on the machine does not change.
 */
export const measureArticles = async (): Promise<Row[]> => {
  const ends: (() => Promise<unknown>)[] = []
  try {
    return await measure(keeping((end) => void ends.unshift(end)))
  } finally {
    for (const end of ends) await end()
  }
}

const measure = async (keep: Keep): Promise<Row[]> => {
  const directory = async () => keep(await givenDirectory(), (given) => given.remove()).path
  const { url } = keep(await givenDatabase(), (given) => given.drop())
  const redis = keep(await startPrivateRedis(await directory()), (server) => server.stop())
  const redisUrl = `redis://127.0.0.1:${await tcpPortOf(redis.socket)}`
  const sandbox = keep(
    await startSandbox({ port: 0, directory: await directory(), perEndpoint: 0 }),
    (started) => started.stop(),
  )
  const env = {
    DATABASE_URL: url,
    REDIS_URL: redisUrl,
    STRIPE_SECRET_KEY: 'sk_test_bench',
    STRIPE_API_BASE: sandbox.origin,
    STRIPE_WEBHOOK_SECRETS: 'whsec_of_the_benchmark',
  }
  const server = keep(await startProcess({ dataDir: await directory(), env }), (running) =>
    endProcess(running),
  )
  const bodyFile = path.join(await directory(), 'body')
  await writeFile(bodyFile, await compressedPage(server, BROWSER))
  const { child, http, bareExpress } = await startBare({ BODY_FILE: bodyFile, REDIS_URL: redisUrl })
  keep(child, async () => child.disconnect())
  const cookie = await cookieOfSnoozed(server)
  await compressedPage(server, { ...BROWSER, cookie })
  const ours = { pid: server.child.pid ?? 0, port: Number(new URL(server.addresses.newsroom).port) }
  const bare = (port: number) => ({ pid: child.pid ?? 0, port })
  return [
    await compare('an article for a reader without a cookie', {
      ours,
      bare: bare(http),
      beside: 'node:http that sends the same bytes',
      headers: BROWSER,
      goal: 0.8,
    }),
    await compare('an article for a reader who snoozed', {
      ours,
      bare: bare(bareExpress),
      beside: 'Express that reads one key of Redis and sends the bytes of a page',
      headers: { ...BROWSER, cookie },
      goal: 1,
    }),
  ]
}

/** Asks for the page until it is kept compressed, and returns its bytes. */
const compressedPage = async (
  { addresses }: RunningProcess,
  headers: Record<string, string>,
): Promise<Buffer> => {
  for (;;) {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(addresses.newsroom + ARTICLE, { headers }, resolve)
        .once('error', reject)
        .end()
    })
    const body = Buffer.concat(await response.toArray())
    if (response.headers['content-encoding'] === 'br') return body
  }
}

const cookieOfSnoozed = async ({ addresses }: RunningProcess): Promise<string> => {
  const reader = givenReader(addresses.newsroom)
  await reader.post('/reminders', { after: '1m', returnTo: ARTICLE, language: 'en' })
  assert.match((await reader.get(ARTICLE)).text, /data-appeal="snoozed"/)
  return [...reader.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

type Bare = { child: ChildProcess; http: number; bareExpress: number }

const startBare = (env: Record<string, string>): Promise<Bare> => {
  const child = fork(projectFile('tests', 'benchmarks', 'bare-pages.ts'), {
    execArgv: ['--import', 'tsx', '--max-semi-space-size=2'],
    env: { ...process.env, ...env },
  })
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('the bare servers did not start')))
    child.once('message', (message) => {
      const [http = 0, bareExpress = 0] = message as number[]
      resolve({ child, http, bareExpress })
    })
  })
}

type Served = { pid: number; port: number }
type Comparison = {
  ours: Served
  bare: Served
  beside: string
  headers: Record<string, string>
  goal: number
}

const compare = async (what: string, { ours, bare, beside, headers, goal }: Comparison): Promise<Row> => {
  const rates = { ours: [] as number[], bare: [] as number[] }
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [ourRate, bareRate] = [await rateOf(ours, headers), await rateOf(bare, headers)]
    // The first round warms both up.
    if (round === 0) continue
    rates.ours.push(ourRate)
    rates.bare.push(bareRate)
  }
  const ratio = median(rates.ours.map((rate, round) => rate / (rates.bare[round] ?? rate)))
  return {
    what,
    measured: `${Math.round(median(rates.ours))} requests for a second of processor time, ratio ${ratio.toFixed(2)}`,
    beside: `${Math.round(median(rates.bare))} of ${beside}`,
    goal: `at least ${goal.toFixed(2)}`,
    reached: ratio >= goal,
  }
}

/** Returns the requests that a server answers in a second of its processor time. */
const rateOf = async ({ pid, port }: Served, headers: Record<string, string>): Promise<number> => {
  const before = cpuSeconds(pid) ?? 0
  await fire({ port, path: ARTICLE, headers, count: REQUESTS })
  return REQUESTS / ((cpuSeconds(pid) ?? 0) - before)
}
