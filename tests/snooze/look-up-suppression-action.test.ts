import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { type PrivateRedis, startPrivateRedis } from '../../src/platform/private-redis.ts'
import { openRedis, type RedisClient } from '../../src/platform/redis.ts'
import { lookUpSuppression } from '../../src/snooze/look-up-suppression-action.ts'
import { redisSnoozeStore } from '../../src/snooze/redis-snooze-store.ts'
import type { SettleReader } from '../../src/snooze/settled-entry-action.ts'
import type { SnoozeStore, SupporterStatusChange } from '../../src/snooze/snooze-store.ts'
import { moveEntry } from '../../src/snooze/snooze-store.ts'
import { type KnownReader, NOT_SUPPRESSED } from '../../src/snooze/suppression.ts'
import { eventually } from '../given/people/reader.ts'
import { givenDirectory } from '../given/resources/directories.ts'
import { givenRedis } from '../given/resources/redis.ts'
import { START_AT as NOW } from '../given/start-at.ts'

/** Longer than the test takes on any machine. */
const AMPLE_MS = 60_000
/** The product's own timeout. */
const SHORT_MS = 150
const days = (count: number) => new Date(NOW.getTime() + count * 86_400_000)

// The table of docs/suppression.md, row by row, against a real redis-server.
describe('looking up whether appeals are suppressed', () => {
  let redis: RedisClient
  let store: SnoozeStore
  let reader: KnownReader
  let status: SupporterStatusChange | null
  let asked: number
  before(async () => {
    redis = (await givenRedis()).redis
    store = redisSnoozeStore(redis)
  })
  after(() => redis.disconnect())
  beforeEach(() => {
    reader = { hash: randomBytes(32).toString('hex'), olderHashes: [], serial: 1, suppressedUntil: days(30) }
    status = null
    asked = 0
  })
  const findSupporterStatus = async () => {
    asked += 1
    return status
  }
  const settleReader: SettleReader = async ({ hash, olderHashes }) => {
    for (const from of olderHashes) await moveEntry(store, { from, to: hash }, NOW)
  }
  const lookUp = (who: KnownReader | null = reader, over: SnoozeStore = store, timeoutMs = AMPLE_MS) =>
    lookUpSuppression({ store: over, findSupporterStatus, settleReader, now: () => NOW, timeoutMs })(who)
  const snooze = (serial: number, until: Date, over: SnoozeStore = store) =>
    over.writeSnooze(reader.hash, { serial, until, choice: '1m', times: 1 }, NOW)

  test('without a cookie the store is not read', async () => {
    const untouchable = new Proxy(store, { get: () => assert.fail('the store was read') })
    assert.deepEqual(await lookUp(null, untouchable), NOT_SUPPRESSED)
  })

  test('without an entry no capped appeal was seen, or it is unknown in a store that counts none', async () => {
    const nothing = { ...reader, suppressedUntil: null }
    assert.deepEqual(await lookUp(nothing), NOT_SUPPRESSED)
    const other = { ...nothing, hash: randomBytes(32).toString('hex') }
    const found = await lookUp(other, { ...store, seenWithoutEntry: 'unknown' })
    assert.deepEqual(found, { ...NOT_SUPPRESSED, seen: 'unknown' })
  })

  test('an entry that a full store cannot write counts no capped appeal: they are unknown', async () => {
    const full: SnoozeStore = { ...store, writeEmptyEntry: () => Promise.reject(new Error('OOM')) }
    const found = await lookUp({ ...reader, suppressedUntil: null }, full)
    assert.deepEqual(found, { ...NOT_SUPPRESSED, seen: 'unknown' })
  })

  test('an entry in the store: supports, else gave, else snoozed', async () => {
    await snooze(1, days(30))
    assert.deepEqual(await lookUp(), {
      isSuppressed: true,
      because: 'snoozed',
      until: days(30),
      choice: '1m',
    })
    await store.writeSupporterStatus(reader.hash, { status: 'gave', until: days(300), version: 1 }, NOW)
    assert.deepEqual(await lookUp(), { isSuppressed: true, because: 'gave' })
    await store.writeSupporterStatus(reader.hash, { status: 'supports', until: days(50), version: 2 }, NOW)
    assert.deepEqual(await lookUp(), { isSuppressed: true, because: 'supports' })
    assert.equal(asked, 0, 'one read is enough')
  })

  test('a snooze that ended under 30 days ago shows the appeal as a reminder; an older one as usual', async () => {
    await snooze(1, days(-29))
    const reminded = {
      isSuppressed: false,
      remindedOn: days(-29),
      lastChoice: '1m',
      snoozesInRow: 1,
      seen: null,
    }
    assert.deepEqual(await lookUp(), reminded)
    await snooze(1, days(-31))
    assert.deepEqual(await lookUp(), { ...reminded, remindedOn: null, lastChoice: null })
  })

  test('a later choice in the cookie wins and is written back', async () => {
    await snooze(1, days(-40))
    const suppression = await lookUp({ ...reader, serial: 2, suppressedUntil: days(10) })
    assert.equal(suppression.isSuppressed && suppression.because, 'snoozed')
    const entry = await store.find(reader.hash)
    assert.deepEqual([entry?.serial, entry?.snoozedUntil], [2, days(10)])
    await snooze(2, days(10))
    assert.deepEqual(await lookUp({ ...reader, serial: 3, suppressedUntil: null }), {
      isSuppressed: false,
      remindedOn: null,
      lastChoice: null,
      snoozesInRow: 1,
      seen: null,
    })
    assert.equal(
      (await store.find(reader.hash))?.serial,
      3,
      'a cancellation that the store lost is written back too',
    )
  })

  test('no entry, but an active contribution in the database: written and suppressed', async () => {
    status = { status: 'supports', until: days(40), version: 7 }
    assert.deepEqual(await lookUp({ ...reader, suppressedUntil: null }), {
      isSuppressed: true,
      because: 'supports',
    })
    assert.equal((await store.find(reader.hash))?.version, 7)
    await lookUp()
    assert.equal(asked, 1, 'the database is read once')
  })

  test('no entry, but a cancellation in the database: written and suppressed, after a snooze of the cookie', async () => {
    status = { status: 'canceled', until: days(90), version: 7 }
    const snoozed = await lookUp()
    assert.equal(snoozed.isSuppressed && snoozed.because, 'snoozed')
    await redis.flushall()
    const unsnoozed = { ...reader, suppressedUntil: null }
    assert.deepEqual(await lookUp(unsnoozed), { isSuppressed: true, because: 'canceled' })
    assert.equal((await store.find(reader.hash))?.status, 'canceled')
  })

  test('no entry, but a later date in the cookie: written back as snoozed and suppressed', async () => {
    assert.deepEqual(await lookUp(), {
      isSuppressed: true,
      because: 'snoozed',
      until: days(30),
      choice: null,
    })
    assert.deepEqual((await store.find(reader.hash))?.snoozedUntil, days(30))
  })

  test('no entry and nothing known: not suppressed, and the database is not asked again for a day', async () => {
    status = { status: 'supports', until: days(-1), version: 2 }
    const lapsed = { ...reader, suppressedUntil: days(-1) }
    assert.deepEqual(await lookUp(lapsed), NOT_SUPPRESSED)
    assert.deepEqual(await lookUp(lapsed), NOT_SUPPRESSED)
    assert.equal(asked, 1)
  })

  test('after a flush snoozed readers and supporters stay suppressed', async () => {
    await snooze(1, days(30))
    await redis.flushall()
    assert.equal((await lookUp()).isSuppressed, true)
    await redis.flushall()
    status = { status: 'supports', until: days(40), version: 7 }
    assert.deepEqual(await lookUp({ ...reader, suppressedUntil: null }), {
      isSuppressed: true,
      because: 'supports',
    })
  })

  test('over 150 ms: suppressed as unsure, and answered in time', { timeout: AMPLE_MS }, async () => {
    const silent: SnoozeStore = { ...store, find: () => new Promise(() => {}) }
    assert.deepEqual(await lookUp(reader, silent, SHORT_MS), { isSuppressed: true, because: 'unsure' })
  })

  test('a store that freezes, stops and returns: unsure meanwhile, and snoozes are kept', async (context) => {
    const directory = await givenDirectory()
    let server: PrivateRedis = await startPrivateRedis(directory.path)
    const client = await openRedis({ socket: server.socket })
    context.after(async () => {
      client.disconnect()
      await server.stop()
      await directory.remove()
    })
    const over = redisSnoozeStore(client)
    const unsure = { isSuppressed: true, because: 'unsure' }
    await client.config('SET', 'appendfsync', 'always')
    await snooze(1, days(30), over)
    await client.client('PAUSE', 10 * AMPLE_MS, 'ALL')
    assert.deepEqual(await lookUp(reader, over, SHORT_MS), unsure)
    await server.stop()
    assert.deepEqual(await lookUp(reader, over), unsure)
    server = await startPrivateRedis(directory.path)
    await eventually(() => assert.equal(client.status, 'ready'))
    assert.equal((await lookUp(reader, over)).isSuppressed, true)
    assert.equal((await over.find(reader.hash))?.choice, '1m', 'the choice survives the restart')
  })

  test('an entry under an older key is found, and stands under the first key afterwards', async () => {
    const old = randomBytes(32).toString('hex')
    await store.writeSupporterStatus(old, { status: 'supports', until: days(50), version: 3 }, NOW)
    reader = { ...reader, olderHashes: [randomBytes(32).toString('hex'), old], suppressedUntil: null }
    assert.deepEqual(await lookUp(), { isSuppressed: true, because: 'supports' })
    assert.equal(await store.find(old), null)
    assert.equal((await store.find(reader.hash))?.version, 3)
    const refusing = lookUpSuppression({
      store,
      findSupporterStatus,
      settleReader: () => assert.fail('the first key is enough'),
      now: () => NOW,
      timeoutMs: AMPLE_MS,
    })
    assert.deepEqual(await refusing(reader), { isSuppressed: true, because: 'supports' })
  })

  test('if older keys cannot be looked at, the appeal is suppressed', async () => {
    const failing = lookUpSuppression({
      store,
      findSupporterStatus,
      settleReader: () => Promise.reject(new Error('the database is away')),
      now: () => NOW,
      timeoutMs: AMPLE_MS,
    })
    assert.deepEqual(await failing({ ...reader, olderHashes: ['00'] }), {
      isSuppressed: true,
      because: 'unsure',
    })
  })
})
