import { after } from 'node:test'
import { type PrivateRedis, startPrivateRedis } from '../../../src/platform/private-redis.ts'
import { openRedis, type RedisClient } from '../../../src/platform/redis.ts'
import { givenDirectory } from './directories.ts'

let server: Promise<PrivateRedis> | null = null

after(async () => (await server)?.stop())

/** Returns this process's redis-server. It is started on first use and stopped after the last test. */
const sharedServer = (): Promise<PrivateRedis> => {
  server ??= start()
  return server
}

const start = async (): Promise<PrivateRedis> => {
  const directory = await givenDirectory()
  const started = await startPrivateRedis(directory.path)
  return {
    ...started,
    stop: async () => {
      await started.stop()
      await directory.remove()
    },
  }
}

/** Returns an empty Redis. Tests of one process run one after another and share the server. */
export const givenRedis = async (): Promise<{ redis: RedisClient; socket: string }> => {
  const { socket } = await sharedServer()
  const redis = await openRedis({ socket })
  await redis.flushall()
  return { redis, socket }
}
