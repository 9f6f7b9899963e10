import type { Stripe } from 'stripe'
import type { Database } from '../../../src/platform/database/database.ts'
import { startSandbox } from '../../../stripe-sandbox/src/server.ts'
import type { Keep } from '../keep.ts'
import { START_AT } from '../start-at.ts'
import { givenDatabase } from './databases.ts'
import { givenDirectory } from './directories.ts'
import { freePort } from './postgres-server.ts'
import { endProcess, type RunningProcess, SHARED_KEYS, startProcess } from './process.ts'
import { controlSandbox, stripeClient } from './sandbox.ts'

/** A server in a separate process, with a sandbox that survives the server. */
export type GivenServer = {
  origin: string
  database: Database
  sandbox: string
  stripe: Stripe
  /** Advances the sandbox's clock. */
  advance: (seconds: number) => Promise<void>
  /** Kills the server and starts it again at its address. */
  killAndStart: () => Promise<void>
}

export const givenServer = async (keep: Keep): Promise<GivenServer> => {
  const data = keep(await givenDirectory(), (directory) => directory.remove())
  const stripeData = keep(await givenDirectory(), (directory) => directory.remove())
  const { database, url } = keep(await givenDatabase(), (given) => given.drop())
  const { origin: sandbox } = keep(
    await startSandbox({ port: 0, directory: stripeData.path, perEndpoint: 0, startAt: START_AT }),
    (started) => started.stop(),
  )
  const secret = 'whsec_of_a_given_server'
  const env = {
    ...SHARED_KEYS,
    DATABASE_URL: url,
    TRUST_PROXY: '1',
    PORT: String(await freePort()),
    STRIPE_SECRET_KEY: 'sk_test_given',
    STRIPE_API_BASE: sandbox,
    STRIPE_WEBHOOK_SECRETS: secret,
  }
  const start = async (): Promise<RunningProcess> =>
    keep(await startProcess({ dataDir: data.path, env }), (running) => endProcess(running))
  let running = await start()
  const origin = running.addresses.newsroom
  await controlSandbox(sandbox, 'webhook', { url: `${origin}/stripe/webhooks`, secret })
  return {
    origin,
    database,
    sandbox,
    stripe: stripeClient(sandbox, 5),
    advance: async (seconds) => void (await controlSandbox(sandbox, 'clock', { advanceSeconds: seconds })),
    killAndStart: async () => {
      await endProcess(running, 'SIGKILL')
      running = await start()
    },
  }
}
