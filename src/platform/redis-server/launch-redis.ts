import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { Redis } from 'ioredis'

/** `words` are the server's own: why it ended, or that it did not answer. */
export type Launch = { ok: true; child: ChildProcess } | { ok: false; words: string }

/**
 * Starts a redis-server on a unix socket with an append-only file in `directory`. A shell waits on a pipe from this
 * process. Redis therefore outlives our last write and stops with us, even when we are killed.
 */
export const launchRedis = async (directory: string, socket: string): Promise<Launch> => {
  const child = spawn(
    '/bin/sh',
    ['-c', STOP_WITH_PARENT, 'sh', 'redis-server', ...settings(directory, socket)],
    {
      // A separate process group: Ctrl-C must not stop Redis before our last write.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  )
  const lastWords = listenTo(child)
  const ended = new Promise<'ended'>((resolve) => {
    child.once('close', () => resolve('ended'))
    child.once('error', () => resolve('ended'))
  })
  const outcome = await Promise.race([ended, waitUntilReady(socket, child)])
  if (outcome === 'ready') {
    child.unref()
    return { ok: true, child }
  }
  const words = outcome === 'ended' ? lastWords() : `${lastWords()} It did not answer for 30 seconds.`.trim()
  await endLaunch(child)
  return { ok: false, words: words || 'It said nothing.' }
}

// The server ends when the pipe from our process closes, and the shell ends when the server does. Every machine has
// the locale C.
const STOP_WITH_PARENT = [
  'exec 3<&0',
  'env LC_ALL=C "$@" 3<&- </dev/null & server=$!',
  '{ read -r _ <&3; kill -TERM $server; } 2>/dev/null & reader=$!',
  'wait $server; code=$?; kill $reader 2>/dev/null; exit $code',
].join('\n')

const settings = (directory: string, socket: string): string[] => [
  ...['--port', '0', '--unixsocket', socket, '--unixsocketperm', '700', '--dir', directory],
  ...['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
  ...['--maxmemory-policy', 'noeviction', '--loglevel', 'warning'],
]

const MAX_WORDS = 4_000

/** Reads what the server writes. The returned function gives its last two lines, without times and advice. */
const listenTo = (child: ChildProcess): (() => string) => {
  let written = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      written = (written + String(chunk)).slice(-MAX_WORDS)
    })
    // The streams must not keep this process alive.
    ;(stream as Socket | null)?.unref()
  }
  return () =>
    written
      .split('\n')
      .map((line) =>
        line
          .replace(/^\d+:\w \d+ \w+ \d+ [\d:.]+ [#*.-] /, '')
          .replace(/\p{Cc}/gu, ' ')
          .trim(),
      )
      .filter((line) => line !== '' && !line.startsWith('WARNING'))
      .slice(-2)
      .join(' ')
      .slice(0, 500)
}

/** Connects once; each command fails at once without a connection. */
export const connectOnce = (socket: string): Redis => {
  const client = new Redis(socket, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 500 })
  client.on('error', () => {})
  return client
}

const START_TIMEOUT_MS = 30_000
const POLL_MS = 20

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null

const waitUntilReady = async (socket: string, child: ChildProcess): Promise<'ready' | 'silent'> => {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (Date.now() < deadline && !hasEnded(child)) {
    const client = connectOnce(socket)
    const answered = await client
      .connect()
      .then(() => client.ping())
      .then(() => true)
      .catch(() => false)
    client.disconnect()
    if (answered) return 'ready'
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  // The caller hears of the end with the last words.
  return hasEnded(child) ? new Promise(() => {}) : 'silent'
}

const KILL_AFTER_MS = 5_000

const endLaunch = async (child: ChildProcess): Promise<void> => {
  if (child.pid === undefined || hasEnded(child)) return
  const { pid } = child
  const kill = setTimeout(() => killGroup(pid), KILL_AFTER_MS)
  await stopRedis(child)
  clearTimeout(kill)
}

const killGroup = (pid: number): void => {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended meanwhile.
  }
}

/** Stops the server and waits for its end. */
export const stopRedis = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (hasEnded(child)) return resolve()
    child.ref()
    child.once('exit', () => resolve())
    child.stdin?.end()
  })
