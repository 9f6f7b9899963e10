import { fork } from 'node:child_process'
import { Agent, request } from 'node:http'
import path from 'node:path'
import { projectFile } from '../../src/platform/project-files.ts'
import { startSandbox } from '../../stripe-sandbox/src/server.ts'
import { eventBody, signatureOf } from '../given/people/webhooks.ts'
import { givenDatabase } from '../given/resources/databases.ts'
import { givenDirectory } from '../given/resources/directories.ts'
import { endProcess, startProcess } from '../given/resources/process.ts'
import type { Row } from './bench.ts'
import { median } from './median.ts'

const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 3_000)
const ROUNDS = 5
const AT_ONCE = 16
const SECRET = 'whsec_of_the_benchmark'

/**
 * Compares webhook intake (verify, store, 200) with bare Express and `pg` inserting the same bodies, in
 * alternating rounds.
 */
export const measureIntake = async (): Promise<Row[]> => {
  const [ours, bare, stripeData, data] = [
    await givenDatabase(),
    await givenDatabase(),
    await givenDirectory(),
    await givenDirectory(),
  ]
  const sandbox = await startSandbox({ port: 0, directory: path.join(stripeData.path), perEndpoint: 0 })
  const server = await startProcess({
    dataDir: data.path,
    env: {
      DATABASE_URL: ours.url,
      STRIPE_SECRET_KEY: 'sk_test_bench',
      STRIPE_API_BASE: sandbox.origin,
      STRIPE_WEBHOOK_SECRETS: SECRET,
    },
  })
  const child = fork(projectFile('tests', 'benchmarks', 'bare-intake.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, DATABASE_URL: bare.url },
  })
  const port = await new Promise<number>((resolve) =>
    child.once('message', (message) => resolve(Number(message))),
  )
  const rates: { ours: number[]; bare: number[] } = { ours: [], bare: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.bare.push(await measureRate(port, `b${round}`))
    rates.ours.push(await measureRate(Number(new URL(server.addresses.newsroom).port), `o${round}`))
  }
  child.disconnect()
  await endProcess(server)
  await sandbox.stop()
  await Promise.all([ours.drop(), bare.drop(), stripeData.remove(), data.remove()])
  const ratios = rates.ours.map((rate, round) => rate / (rates.bare[round] ?? rate))
  return [
    {
      what: 'webhook intake',
      measured: `${Math.round(median(rates.ours))} events/s, ratio ${median(ratios).toFixed(2)}`,
      beside: `${Math.round(median(rates.bare))} events/s of bare Express and pg`,
      goal: 'at least 0.70',
      reached: median(ratios) >= 0.7,
    },
  ]
}

/** Returns events per second over `AT_ONCE` connections. */
const measureRate = async (port: number, name: string): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const bodies = Array.from({ length: EVENTS }, (_, index) =>
    eventBody({ id: `evt_${name}_${index}`, type: 'product.created' }),
  )
  const signed = bodies.map((body) => ({
    body,
    signature: signatureOf(body, SECRET, Math.floor(Date.now() / 1000)),
  }))
  const startedAt = performance.now()
  const lane = async () => {
    for (let next = signed.pop(); next; next = signed.pop()) await post(agent, port, next)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  agent.destroy()
  return EVENTS / ((performance.now() - startedAt) / 1000)
}

const post = (
  agent: Agent,
  port: number,
  { body, signature }: { body: string; signature: string },
): Promise<void> =>
  new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'stripe-signature': signature,
    }
    const sent = request(
      { agent, port, host: '127.0.0.1', path: '/stripe/webhooks', method: 'POST', headers },
      (answer) => {
        answer.resume()
        answer.once('end', () =>
          answer.statusCode === 200 ? resolve() : reject(new Error(`answered ${answer.statusCode}`)),
        )
      },
    )
    sent.once('error', reject)
    sent.end(body)
  })
