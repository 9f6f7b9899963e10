import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Redis } from 'ioredis'
import { lockDirectory } from './database/directory-lock.ts'

export type PrivateRedis = { socket: string; stop: () => Promise<void> }

export const hasRedisServer = (): boolean =>
  spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0

/**
 * Starts a redis-server on a unix socket with an append-only file in `directory`. A shell waits on a pipe
 * from this process. Redis therefore outlives our last write and stops with us, even when we are killed.
 * Stops a server left over from an earlier run first.
 */
export const startPrivateRedis = async (directory: string): Promise<PrivateRedis> => {
  await mkdir(directory, { recursive: true })
  const unlock = await lockDirectory(directory)
  const socket = socketFor(directory)
  await stopLeftover(socket)
  await rm(socket, { force: true })
  const settings = ['--port', '0', '--unixsocket', socket, '--unixsocketperm', '700', '--dir', directory]
  const persistence = [
    '--appendonly',
    'yes',
    '--appendfsync',
    'everysec',
    '--save',
    '',
    '--maxmemory-policy',
    'noeviction',
  ]
  const child = spawn(
    '/bin/sh',
    ['-c', STOP_WITH_PARENT, 'sh', 'redis-server', ...settings, ...persistence, '--loglevel', 'warning'],
    // A separate process group: Ctrl-C must not stop Redis before our last write.
    { detached: true, stdio: ['pipe', 'ignore', 'ignore'] },
  )
  await waitUntilReady(socket, child).catch(async (error: unknown) => {
    await unlock()
    throw error
  })
  child.unref()
  const stop = async () => {
    await stopChild(child)
    await unlock()
  }
  return { socket, stop }
}

const STOP_WITH_PARENT = '"$@" & server=$!; read -r _; kill -TERM $server; wait $server'

// A unix socket's path is limited to 107 bytes on Linux and 103 on macOS.
const socketFor = (directory: string): string => {
  const beside = path.join(directory, 'redis.sock')
  if (Buffer.byteLength(beside) <= 100) return beside
  const digest = createHash('sha256').update(directory).digest('hex').slice(0, 16)
  return path.join(tmpdir(), `mainstay-${digest}.sock`)
}

const connectOnce = (socket: string): Redis => {
  const client = new Redis(socket, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 500 })
  client.on('error', () => {})
  return client
}

const stopLeftover = async (socket: string): Promise<void> => {
  const client = connectOnce(socket)
  try {
    await client.connect()
    await client.shutdown('SAVE')
  } catch {
    // Nothing listens there, or the server closed the connection while shutting down.
  } finally {
    client.disconnect()
  }
}

const START_TIMEOUT_MS = 30_000

const waitUntilReady = async (socket: string, child: ChildProcess): Promise<void> => {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const client = connectOnce(socket)
    const answered = await client
      .connect()
      .then(() => client.ping())
      .then(() => true)
      .catch(() => false)
    client.disconnect()
    if (answered) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  child.stdin?.end()
  throw new Error('The private redis-server did not start; set REDIS_URL or look at DATA_DIR/redis')
}

const stopChild = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve()
    child.ref()
    child.once('exit', () => resolve())
    child.stdin?.end()
  })
