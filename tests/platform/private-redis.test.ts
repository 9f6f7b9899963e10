import assert from 'node:assert/strict'
import { existsSync, statSync } from 'node:fs'
import { appendFile, chmod, readdir, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { openPrivateRedis, RedisDidNotStart, startPrivateRedis } from '../../src/platform/private-redis.ts'
import { openRedis } from '../../src/platform/redis.ts'
import { givenDirectory } from '../given/resources/directories.ts'

const givenPath = async (context: TestContext): Promise<string> => {
  const { path: where, remove } = await givenDirectory()
  context.after(remove)
  return where
}

/** A folder with a redis-server that says `words` and exits, in front of the others of PATH. */
const givenBrokenServer = async (context: TestContext, words: string): Promise<() => void> => {
  const folder = await givenPath(context)
  await writeFile(path.join(folder, 'redis-server'), `#!/bin/sh\necho "${words}" >&2\nexit 1\n`)
  await chmod(path.join(folder, 'redis-server'), 0o755)
  const before = process.env['PATH']
  const restore = () => {
    process.env['PATH'] = before
  }
  context.after(restore)
  process.env['PATH'] = `${folder}:${before}`
  return restore
}

/** Runs the private Redis in `directory`, lets `work` use it, and stops it. */
const withRedis = async <T>(
  directory: string,
  work: (redis: Awaited<ReturnType<typeof openRedis>>, copy: string | null) => Promise<T>,
): Promise<T> => {
  const server = await startPrivateRedis(directory)
  const redis = await openRedis({ socket: server.socket })
  try {
    return await work(redis, server.copy)
  } finally {
    redis.disconnect()
    await server.stop()
  }
}

const copiesIn = async (directory: string): Promise<string[]> =>
  (await readdir(directory)).filter((name) => name.startsWith('before-repair-'))

const newestFile = async (directory: string): Promise<string> => {
  const folder = path.join(directory, 'appendonlydir')
  const name = (await readdir(folder)).find((each) => each.endsWith('.incr.aof'))
  return path.join(folder, name ?? '')
}

describe('the private redis-server', () => {
  test('a broken end of its append-only file is cut off by its own tool, after a copy', async (context) => {
    const directory = await givenPath(context)
    await withRedis(directory, (redis) => redis.set('kept', 'yes'))
    await appendFile(await newestFile(directory), 'not a command\0\0\0\0')
    const copy = await withRedis(directory, async (redis, made) => {
      assert.equal(await redis.get('kept'), 'yes')
      return made
    })
    assert.deepEqual(await copiesIn(directory), [copy])
    // A start without a repair shows that the copy is not needed.
    await withRedis(directory, async (redis, made) => {
      assert.deepEqual([await redis.get('kept'), made], ['yes', null])
    })
    assert.deepEqual(await copiesIn(directory), [])
  })

  test('a file cut short by a power cut loses its last command only', async (context) => {
    const directory = await givenPath(context)
    await withRedis(directory, async (redis) => {
      await redis.set('first', '1')
      await redis.set('second', '2')
    })
    const file = await newestFile(directory)
    await truncate(file, statSync(file).size - 3)
    await withRedis(directory, async (redis) =>
      assert.deepEqual(await redis.mget('first', 'second'), ['1', null]),
    )
  })

  test('one that exits at once is reported in its own words', async (context) => {
    const directory = await givenPath(context)
    await givenBrokenServer(context, 'Failed to configure LOCALE for invalid locale name.')
    await assert.rejects(startPrivateRedis(directory), (error) => {
      assert.ok(error instanceof RedisDidNotStart)
      assert.equal(error.words, 'Failed to configure LOCALE for invalid locale name.')
      return true
    })
  })

  test('after a start without it, it begins empty: what it kept is behind', async (context) => {
    const directory = await givenPath(context)
    await withRedis(directory, (redis) => redis.set('behind', 'yes'))
    const restore = await givenBrokenServer(context, 'no')
    assert.deepEqual(await openPrivateRedis(directory), { is: 'broken', words: 'no' })
    restore()
    const opened = await openPrivateRedis(directory)
    assert.ok(opened.is === 'open')
    try {
      assert.equal(await opened.redis.get('behind'), null)
      assert.ok(!existsSync(path.join(directory, 'behind')))
      await opened.redis.set('kept', 'yes')
    } finally {
      await opened.close()
    }
    await withRedis(directory, async (redis) => assert.equal(await redis.get('kept'), 'yes'))
  })
})
