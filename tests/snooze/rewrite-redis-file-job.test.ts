import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { startPrivateRedis } from '../../src/platform/private-redis.ts'
import { openRedis, type RedisClient, rewriteRedisFile } from '../../src/platform/redis.ts'
import { deleteOldEntries } from '../../src/snooze/redis-snooze-store.ts'
import { eventually } from '../given/people/reader.ts'
import { givenDirectory } from '../given/resources/directories.ts'

const filesOf = async (directory: string): Promise<string> => {
  const folder = path.join(directory, 'appendonlydir')
  const names = await readdir(folder)
  return (await Promise.all(names.map((name) => readFile(path.join(folder, name), 'latin1')))).join()
}

const givenFile = async (): Promise<{
  redis: RedisClient
  directory: string
  close: () => Promise<void>
}> => {
  const directory = await givenDirectory()
  const server = await startPrivateRedis(directory.path)
  const redis = await openRedis({ socket: server.socket })
  return {
    redis,
    directory: directory.path,
    close: async () => {
      redis.disconnect()
      await server.stop()
      await directory.remove()
    },
  }
}

test('what was deleted is in the file of Redis until it is rewritten', async (context) => {
  const { redis, directory, close } = await givenFile()
  context.after(close)
  await redis.set('erased-reader', 'x')
  await redis.del('erased-reader')
  await eventually(async () => assert.match(await filesOf(directory), /erased-reader/))
  assert.equal(await rewriteRedisFile(redis), 'started')
  await eventually(async () => assert.doesNotMatch(await filesOf(directory), /erased-reader/))
})

test('entries of versions before READER_KEYS are deleted, and no others', async (context) => {
  const { redis, close } = await givenFile()
  context.after(close)
  await redis.hset('suppression:0123', 'supporterStatus', 'supports')
  await redis.hset('appeal:0123', 'supporterStatus', 'supports')
  await deleteOldEntries(redis)
  assert.deepEqual(await redis.keys('*'), ['appeal:0123'])
})

test('a Redis that refuses is told apart from one that keeps no file', async (context) => {
  const { redis, close } = await givenFile()
  context.after(close)
  await redis.call('ACL', 'SETUSER', 'default', '-bgrewriteaof')
  assert.equal(await rewriteRedisFile(redis), 'refused')
  await redis.config('SET', 'appendonly', 'no')
  assert.equal(await rewriteRedisFile(redis), 'no-file')
})
