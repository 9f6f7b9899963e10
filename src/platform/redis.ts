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

export type FileRewrite = 'started' | 'no-file' | 'refused'

/**
 * Lets Redis rewrite its append-only file without what was deleted. Some hosts refuse the command. Rejects if
 * Redis is unavailable.
 */
export const rewriteRedisFile = async (client: RedisClient): Promise<FileRewrite> => {
  const persistence = await client.info('persistence')
  if (!/^aof_enabled:1/m.test(persistence)) return 'no-file'
  if (/^aof_rewrite_(in_progress|scheduled):1/m.test(persistence)) return 'started'
  try {
    await client.bgrewriteaof()
    return 'started'
  } catch (error) {
    // Redis answered, and said no.
    if (error instanceof Error && error.name === 'ReplyError') return 'refused'
    throw error
  }
}
