import { after } from 'node:test'
import { type PrivateRedis, startPrivateRedis } from '../../../src/platform/private-redis.ts'
import { openRedis, type RedisClient } from '../../../src/platform/redis.ts'
import { givenDirectory } from './directories.ts'

let server: Promise<PrivateRedis> | null = null

after(async () => (await server)?.stop())

/** This test process's own redis-server, started at first use and stopped after its last test. */
const ownServer = (): Promise<PrivateRedis> => {
  server ??= start()
  return server
}

const start = async (): Promise<PrivateRedis> => {
  const directory = await givenDirectory()
  const started = await startPrivateRedis(directory.path)
  return {
    socket: started.socket,
    stop: async () => {
      await started.stop()
      await directory.remove()
    },
  }
}

/** An empty Redis. Tests of one process run one after another, so they share a server. */
export const givenRedis = async (): Promise<{ redis: RedisClient; socket: string }> => {
  const { socket } = await ownServer()
  const redis = await openRedis({ socket })
  await redis.flushall()
  return { redis, socket }
}
