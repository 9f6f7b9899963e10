import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type PrivateRedis, startPrivateRedis } from '../../src/platform/private-redis.ts'
import { openRedis, type RedisClient } from '../../src/platform/redis.ts'
import { lookUpSuppression } from '../../src/snooze/look-up-suppression-action.ts'
import { redisSnoozeStore } from '../../src/snooze/redis-snooze-store.ts'
import type { SnoozeStore, SupporterStatusChange } from '../../src/snooze/snooze-store.ts'
import type { KnownReader } from '../../src/snooze/suppression.ts'
import { eventually } from '../given/people/reader.ts'
import { givenDirectory } from '../given/resources/directories.ts'
import { givenRedis } from '../given/resources/redis.ts'
import { START_AT as NOW } from '../given/start-at.ts'

/** Never over on any machine. */
const AMPLE_MS = 60_000
/** As in the product. */
const SHORT_MS = 150
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000)

// The table of docs/suppression.md, row by row, against a real redis-server.
describe('who is left in peace', () => {
  let redis: RedisClient
  let store: SnoozeStore
  let visitor: KnownReader
  let status: SupporterStatusChange | null
  let asked: number
  before(async () => {
    redis = (await givenRedis()).redis
    store = redisSnoozeStore(redis)
  })
  after(() => redis.disconnect())
  beforeEach(() => {
    visitor = { hash: randomBytes(32).toString('hex'), serial: 1, suppressedUntil: days(30) }
    status = null
    asked = 0
  })
  const findSupporterStatus = async () => {
    asked += 1
    return status
  }
  const lookUp = (who: KnownReader | null = visitor, over: SnoozeStore = store, timeoutMs = AMPLE_MS) =>
    lookUpSuppression({ store: over, findSupporterStatus, now: () => NOW, timeoutMs })(who)
  const snooze = (serial: number, until: Date, over: SnoozeStore = store) =>
    over.writeSnooze(visitor.hash, { serial, until, choice: '1m', times: 1 }, NOW)

  test('no cookie: the store is not asked', async () => {
    const untouchable = new Proxy(store, { get: () => assert.fail('the store was asked') })
    assert.deepEqual(await lookUp(null, untouchable), { quiet: false, isReminderDue: false })
  })

  test('store live: supports, else gave, else snoozed', async () => {
    await snooze(1, days(30))
    assert.deepEqual(await lookUp(), { quiet: true, because: 'snoozed', until: days(30), choice: '1m' })
    await store.writeSupporterStatus(visitor.hash, { status: 'gave', until: days(300), version: 1 }, NOW)
    assert.deepEqual(await lookUp(), { quiet: true, because: 'gave' })
    await store.writeSupporterStatus(visitor.hash, { status: 'supports', until: days(50), version: 2 }, NOW)
    assert.deepEqual(await lookUp(), { quiet: true, because: 'supports' })
    assert.equal(asked, 0, 'one round trip is enough')
  })

  test('snooze ended under 30 days ago: shown, worded as asked for; anything older: as for anyone', async () => {
    await snooze(1, days(-29))
    assert.deepEqual(await lookUp(), { quiet: false, isReminderDue: true })
    await snooze(1, days(-31))
    assert.deepEqual(await lookUp(), { quiet: false, isReminderDue: false })
  })

  test('the cookie knows of a later choice: its date wins and is written back', async () => {
    await snooze(1, days(-40))
    const quiet = await lookUp({ ...visitor, serial: 2, suppressedUntil: days(10) })
    assert.equal(quiet.quiet && quiet.because, 'snoozed')
    const entry = await store.find(visitor.hash)
    assert.deepEqual([entry?.serial, entry?.snoozedUntil], [2, days(10)])
    await snooze(2, days(10))
    assert.deepEqual(await lookUp({ ...visitor, serial: 3, suppressedUntil: null }), {
      quiet: false,
      isReminderDue: false,
    })
    assert.equal(
      (await store.find(visitor.hash))?.serial,
      3,
      'a cancelling the store forgot is written back too',
    )
  })

  test('missing, but the record says in force: written and quiet', async () => {
    status = { status: 'supports', until: days(40), version: 7 }
    assert.deepEqual(await lookUp({ ...visitor, suppressedUntil: null }), {
      quiet: true,
      because: 'supports',
    })
    assert.equal((await store.find(visitor.hash))?.version, 7)
    await lookUp()
    assert.equal(asked, 1, 'the record is asked once')
  })

  test('missing, but the cookie says later: written back as snoozed and quiet', async () => {
    assert.deepEqual(await lookUp(), { quiet: true, because: 'snoozed', until: days(30), choice: null })
    assert.deepEqual((await store.find(visitor.hash))?.snoozedUntil, days(30))
  })

  test('missing, and nobody says anything: as for anyone, and the record is not asked again for a day', async () => {
    status = { status: 'supports', until: days(-1), version: 2 }
    const lapsed = { ...visitor, suppressedUntil: days(-1) }
    assert.deepEqual(await lookUp(lapsed), { quiet: false, isReminderDue: false })
    assert.deepEqual(await lookUp(lapsed), { quiet: false, isReminderDue: false })
    assert.equal(asked, 1)
  })

  test('flushed: who snoozed and who supports stay in peace', async () => {
    await snooze(1, days(30))
    await redis.flushall()
    assert.equal((await lookUp()).quiet, true)
    await redis.flushall()
    status = { status: 'supports', until: days(40), version: 7 }
    assert.deepEqual(await lookUp({ ...visitor, suppressedUntil: null }), {
      quiet: true,
      because: 'supports',
    })
  })

  test('over 150 ms: quiet as unsure, and answered in time', { timeout: AMPLE_MS }, async () => {
    const silent: SnoozeStore = { ...store, find: () => new Promise(() => {}) }
    assert.deepEqual(await lookUp(visitor, silent, SHORT_MS), { quiet: true, because: 'unsure' })
  })

  test('frozen, then away, then back: unsure while it lasts, and what was promised is still known', async (context) => {
    const directory = await givenDirectory()
    let server: PrivateRedis = await startPrivateRedis(directory.path)
    const client = await openRedis({ socket: server.socket })
    context.after(async () => {
      client.disconnect()
      await server.stop()
      await directory.remove()
    })
    const over = redisSnoozeStore(client)
    const unsure = { quiet: true, because: 'unsure' }
    await client.config('SET', 'appendfsync', 'always')
    await snooze(1, days(30), over)
    await client.client('PAUSE', 10 * AMPLE_MS, 'ALL')
    assert.deepEqual(await lookUp(visitor, over, SHORT_MS), unsure)
    await server.stop()
    assert.deepEqual(await lookUp(visitor, over), unsure)
    server = await startPrivateRedis(directory.path)
    await eventually(() => assert.equal(client.status, 'ready'))
    assert.equal((await lookUp(visitor, over)).quiet, true)
    assert.equal((await over.find(visitor.hash))?.choice, '1m', 'kept on disk over the restart')
  })
})
