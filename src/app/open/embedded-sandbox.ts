import { type ChildProcess, fork } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export type EmbeddedSandbox = {
  origin: URL
  /** Sets the webhook address and its signing secret. Throws if the sandbox rejects them. */
  deliverTo: (url: string, secret: string) => Promise<void>
  /** Names the pages that the sandbox's control desk links to. */
  linkTo: (links: readonly SandboxLink[]) => Promise<void>
  stop: () => Promise<void>
}

export type SandboxLink = { url: string; title: { en: string; ru: string } }

type Options = { dataDir: string; port: number; environment: Record<string, string | undefined> }

/** Starts the Stripe sandbox as a child process. The child ends with this process, even after a kill. */
export const startEmbeddedSandbox = async ({
  dataDir,
  port,
  environment,
}: Options): Promise<EmbeddedSandbox> => {
  const child = fork(findProgram(), {
    env: { ...childEnvironment(environment), DATA_DIR: dataDir, SANDBOX_PORT: String(port) },
    // A separate process group: Ctrl-C must not stop the sandbox before our last call to it.
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const origin = await announced(child)
  child.unref()
  child.channel?.unref()
  return {
    origin,
    deliverTo: (url, secret) => put(new URL('/_sandbox/webhook', origin), { url, secret }),
    linkTo: (links) => put(new URL('/_sandbox/links', origin), { links }),
    stop: () => stopChild(child),
  }
}

const put = async (address: URL, body: unknown): Promise<void> => {
  const response = await fetch(address, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`The Stripe sandbox did not take ${address.pathname}`)
}

/** Finds the program of the workspace stripe-sandbox: the source if Mainstay runs from source, else the build. */
const findProgram = (): string => {
  const extension = path.extname(fileURLToPath(import.meta.url))
  const folder = extension === '.ts' ? 'src' : 'dist'
  return path.join(sandboxDirectory(), folder, `main${extension}`)
}

const sandboxDirectory = (): string => {
  try {
    return path.dirname(createRequire(import.meta.url).resolve('stripe-sandbox/package.json'))
  } catch (error) {
    throw new Error('The Stripe sandbox is not installed here: set STRIPE_SECRET_KEY', { cause: error })
  }
}

// The child gets no secrets: only the variables that running it requires.
const childEnvironment = ({
  PATH = '',
  HOME = '',
  NODE_OPTIONS = '',
}: Record<string, string | undefined>) => ({
  PATH,
  HOME,
  NODE_OPTIONS,
})

const announced = (child: ChildProcess): Promise<URL> =>
  new Promise((resolve, reject) => {
    child.once('message', (message: { origin: string }) => resolve(new URL(message.origin)))
    child.once('exit', () => reject(new Error('The Stripe sandbox did not start')))
  })

const stopChild = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.ref()
    child.once('exit', () => resolve())
    if (child.connected) child.disconnect()
    else child.kill('SIGTERM')
  })
