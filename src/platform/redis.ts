import { Redis } from 'ioredis'

/** The commands we send. Each touches one key, so that a Cluster can serve them. */
export type RedisClient = Redis

type Options = { url: string } | { socket: string }

/**
 * Connects without ever throwing. While Redis is unavailable, each command fails within `commandTimeout` and
 * the caller decides. Waits briefly for the first connection.
 */
export const openRedis = async (where: Options): Promise<RedisClient> => {
  const options = {
    commandTimeout: 1_000,
    connectTimeout: 2_000,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt: number) => Math.min(50 * 2 ** attempt, 2_000),
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
  }
  const client = 'url' in where ? new Redis(where.url, options) : new Redis(where.socket, options)
  // Each command's caller sees its failure. Without a listener the event would end the process.
  client.on('error', () => {})
  await new Promise<void>((resolve) => {
    const giveUp = setTimeout(resolve, 2_000)
    client.once('ready', () => {
      clearTimeout(giveUp)
      resolve()
    })
  })
  return client
}

export const redisAnswers = (client: RedisClient): Promise<boolean> =>
  client.ping().then(
    (answer) => answer === 'PONG',
    () => false,
  )
