import { execFileSync, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { chmodSync, chownSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { Programs as AllPrograms } from './provision.ts'

export type PostgresServer = {
  url: string
  /** The folder of its Unix socket. A statement through it costs half of one over TCP. */
  sockets: string
  stop: () => Promise<void>
}

// Postgres refuses to run as root, so root starts it as another user.
const otherUser = (): { uid: number; gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    try {
      const number = (flag: string) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: number('-u'), gid: number('-g') }
    } catch {
      // This user does not exist; the next may.
    }
  }
  throw new Error('Postgres cannot run as root, and there is no user postgres or nobody')
}

/** Below the ephemeral ports, so that no other program takes the port while its server is down. */
const [LOWEST_PORT, HIGHEST_PORT] = [11_000, 31_000]

export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(LOWEST_PORT, HIGHEST_PORT)
    if (await isFree(port)) return port
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => void probe.close(() => resolve(true)))
  })

const waitUntilReady = async (url: string): Promise<void> => {
  for (let attempt = 0; attempt < 1_200; attempt += 1) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
    client.on('error', () => {})
    const connected = await client.connect().then(
      () => true,
      () => false,
    )
    // Not awaited: the promise never settles if the server closed the connection first.
    void client.end().catch(() => {})
    if (connected) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('Postgres did not start')
}

// Databases live for seconds, so durability only costs processor time.
const WITHOUT_DURABILITY = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
]
const WITHOUT_BACKGROUND_WORK = [
  'autovacuum=off',
  'checkpoint_timeout=1h',
  'max_wal_size=1GB',
  'bgwriter_lru_maxpages=0',
  'jit=off',
]

type Place = { user: { uid: number; gid: number } | undefined; directory: string; data: string }

const newPlace = (parent: string): Place => {
  const user = otherUser()
  const directory = mkdtempSync(path.join(parent, 'mainstay-postgres-'))
  if (user) {
    chownSync(directory, user.uid, user.gid)
    letThrough(parent)
  }
  return { user, directory, data: path.join(directory, 'data') }
}

/** The other user must reach its directory below that of a test run, which only we may read. */
const letThrough = (parent: string): void => {
  const { mode, uid } = statSync(parent)
  if (uid === process.getuid?.()) chmodSync(parent, mode | 0o011)
}

const optionsOf = ({ user, directory }: Place) => ({ ...user, cwd: directory, stdio: 'ignore' as const })

type Programs = Pick<AllPrograms, 'initdb' | 'postgres'>

/** Starts a Postgres cluster below `parent` with `more` settings. `stop` removes it. */
export const startPostgres = async (
  { initdb, postgres }: Programs,
  { parent = tmpdir(), more = [] }: { parent?: string; more?: readonly string[] } = {},
): Promise<PostgresServer> => {
  const place = newPlace(parent)
  execFileSync(
    initdb,
    ['-D', place.data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    optionsOf(place),
  )
  return launch(postgres, place, more)
}

/** The settings of a server that a standby can follow. The standby needs them too. */
export const FOLLOWED = ['wal_level=replica', 'max_wal_senders=4']

/** Starts a streaming standby of a server that runs with the settings `FOLLOWED`. */
export const startStandby = async (
  { postgres }: Pick<Programs, 'postgres'>,
  primary: PostgresServer,
  more: readonly string[] = [],
): Promise<PostgresServer> => {
  const place = newPlace(tmpdir())
  const copy = path.join(path.dirname(postgres), 'pg_basebackup')
  execFileSync(
    copy,
    ['-D', place.data, '-d', primary.url, '-R', '-X', 'stream', '--checkpoint=fast', '--no-sync'],
    optionsOf(place),
  )
  return launch(postgres, place, [...FOLLOWED, ...more])
}

const launch = async (postgres: string, place: Place, more: readonly string[]): Promise<PostgresServer> => {
  const { data, directory } = place
  const port = await freePort()
  const settings = [...WITHOUT_DURABILITY, ...WITHOUT_BACKGROUND_WORK, ...more, 'max_connections=200']
  const flags = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', directory]
  const server = spawn(postgres, [...flags, ...settings.flatMap((each) => ['-c', each])], optionsOf(place))
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  await waitUntilReady(url)
  return {
    url,
    sockets: directory,
    stop: () =>
      new Promise((resolve) => {
        server.once('exit', () => {
          rmSync(directory, { recursive: true, force: true })
          resolve()
        })
        server.kill('SIGINT')
      }),
  }
}
