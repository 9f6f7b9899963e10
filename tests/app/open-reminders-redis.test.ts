import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openReminders } from '../../src/app/open/open-reminders.ts'
import { openLog } from '../../src/platform/log.ts'
import { postgresSnoozeStore } from '../../src/snooze/postgres-snooze-store.ts'
import { redisSnoozeStore } from '../../src/snooze/redis-snooze-store.ts'
import { givenDatabase } from '../given/resources/databases.ts'
import { givenDirectory } from '../given/resources/directories.ts'

const HASH = 'ab'.repeat(32)
const NOW = new Date()
const status = (version: number) =>
  ({ status: 'supports', until: new Date(NOW.getTime() + 86_400_000), version }) as const

test('a store that was not used meanwhile is emptied, so that no supporter is asked because of an old entry', async (context) => {
  const { database, drop } = await givenDatabase()
  context.after(drop)
  const directory = await givenDirectory()
  context.after(directory.remove)
  const settings = { redisUrl: null, dataDir: directory.path }
  const log = openLog({ write: () => {} })
  const inDatabase = postgresSnoozeStore(database)
  /** Opens reminders as a start does, and closes them after `work`. */
  const run = async (work: (redis: Awaited<ReturnType<typeof openReminders>>) => Promise<void>) => {
    const closers: (() => Promise<void> | void)[] = []
    const opened = await openReminders(database, settings, { log, closers })
    await work(opened).finally(async () => {
      for (const close of closers.reverse()) await close()
    })
  }
  await inDatabase.writeSupporterStatus(HASH, status(1), NOW)
  await run(async ({ redis }) => {
    assert.ok(redis)
    assert.equal(await inDatabase.find(HASH), null)
    await redisSnoozeStore(redis).writeSupporterStatus(HASH, status(2), NOW)
  })
  const searchPath = process.env['PATH']
  context.after(() => {
    process.env['PATH'] = searchPath
  })
  process.env['PATH'] = '/nowhere'
  await run(async ({ redis }) => assert.equal(redis, null))
  process.env['PATH'] = searchPath
  await run(async ({ redis, degradedBecause }) => {
    assert.ok(redis)
    assert.deepEqual([degradedBecause, await redisSnoozeStore(redis).find(HASH)], [null, null])
  })
})
