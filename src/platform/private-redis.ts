import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { lockDirectory } from './database/directory-lock.ts'
import { openRedis, type RedisClient } from './redis.ts'
import { connectOnce, type Launch, launchRedis, stopRedis } from './redis-server/launch-redis.ts'
import { deleteCopies, isBrokenFile, repairAppendOnlyFile } from './redis-server/repair-append-only-file.ts'

export type PrivateRedis = {
  socket: string
  /** The copy of an append-only file that had to be repaired; null if it was whole. */
  copy: string | null
  stop: () => Promise<void>
}

/** The private redis-server did not start. `words` are its own. */
export class RedisDidNotStart extends Error {
  override readonly name = 'RedisDidNotStart'
  readonly words: string

  constructor(words: string) {
    super(`redis-server did not start. It says: ${words}`)
    this.words = words
  }
}

const hasRedisServer = (): boolean =>
  spawnSync('redis-server', ['--version'], { stdio: 'ignore', timeout: 10_000 }).error === undefined

/**
 * Starts a redis-server with its files in `directory`. Stops a server left over from an earlier run first, and repairs
 * a broken append-only file once. Throws RedisDidNotStart with the server's own words.
 */
export const startPrivateRedis = async (directory: string): Promise<PrivateRedis> => {
  await mkdir(directory, { recursive: true })
  const unlock = await lockDirectory(directory)
  try {
    const socket = socketFor(directory)
    await stopLeftover(socket)
    await rm(socket, { force: true })
    const { launch, copy } = await launchRepaired(directory, socket)
    if (!launch.ok) throw new RedisDidNotStart(launch.words)
    const stop = async () => {
      await stopRedis(launch.child)
      await unlock()
    }
    return { socket, copy, stop }
  } catch (error) {
    await unlock()
    throw error
  }
}

const launchRepaired = async (
  directory: string,
  socket: string,
): Promise<{ launch: Launch; copy: string | null }> => {
  const launch = await launchRedis(directory, socket)
  if (launch.ok) await deleteCopies(directory)
  if (launch.ok || !isBrokenFile(launch.words)) return { launch, copy: null }
  const copy = await repairAppendOnlyFile(directory)
  return copy === null ? { launch, copy } : { launch: await launchRedis(directory, socket), copy }
}

export type PrivateReminders =
  | { is: 'open'; redis: RedisClient; copy: string | null; close: () => Promise<void> }
  | { is: 'not-installed' }
  | { is: 'broken'; words: string }

/**
 * Opens the private Redis. While it is missing or broken, the database keeps what readers ask for. Redis is then behind
 * and is emptied before it is used again: cookies and the record fill it again.
 */
export const openPrivateRedis = async (directory: string): Promise<PrivateReminders> => {
  const isBehind = path.join(directory, 'behind')
  const noteBehind = () => writeFile(isBehind, '')
  if (!hasRedisServer()) {
    if (existsSync(directory)) await noteBehind()
    return { is: 'not-installed' }
  }
  try {
    const server = await startPrivateRedis(directory)
    const redis = await openRedis({ socket: server.socket })
    const close = async () => {
      redis.disconnect()
      await server.stop()
    }
    if (existsSync(isBehind))
      await emptyRedis(redis).catch(async (cause) => {
        await close()
        throw cause
      })
    await rm(isBehind, { force: true })
    return { is: 'open', redis, copy: server.copy, close }
  } catch (error) {
    if (!(error instanceof RedisDidNotStart)) throw error
    await noteBehind()
    return { is: 'broken', words: error.words }
  }
}

const emptyRedis = async (redis: RedisClient): Promise<void> => {
  await redis.flushall()
  // The file would keep what was erased meanwhile. A machine short of memory refuses, and a later rewrite does it.
  await redis.bgrewriteaof().catch(() => {})
}

// A unix socket's path is limited to 107 bytes on Linux and 103 on macOS.
const socketFor = (directory: string): string => {
  const beside = path.join(directory, 'redis.sock')
  if (Buffer.byteLength(beside) <= 100) return beside
  const digest = createHash('sha256').update(directory).digest('hex').slice(0, 16)
  return path.join(tmpdir(), `mainstay-${digest}.sock`)
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
