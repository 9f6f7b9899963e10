import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import type { RedisClient } from '../../src/platform/redis.ts'
import { postgresSnoozeStore } from '../../src/snooze/postgres-snooze-store.ts'
import { redisSnoozeStore } from '../../src/snooze/redis-snooze-store.ts'
import { moveEntry, type SnoozeStore } from '../../src/snooze/snooze-store.ts'
import { givenDatabase } from '../given/resources/databases.ts'
import { givenRedis } from '../given/resources/redis.ts'

const DAY_MS = 86_400_000
/** Longer than any machine takes between two steps of a test. */
const ROUGHLY_MS = 3_600_000
const NOW = new Date('2026-11-22T12:00:00Z')
const days = (count: number) => new Date(NOW.getTime() + count * DAY_MS)
const newHash = () => randomBytes(32).toString('hex')
const SEEN = { count: 2, firstDay: 20_000, lastDay: 20_003, keptDays: 30 }

describe('the counts of capped appeals', () => {
  let redis: RedisClient
  let store: SnoozeStore
  before(async () => {
    redis = (await givenRedis()).redis
    store = redisSnoozeStore(redis)
  })
  after(() => redis.disconnect())
  const seenBy = async (hash: string) => (await store.find(hash))?.seen
  const assertLives = async (hash: string, count: number) => {
    const left = await redis.pttl(`appeal:${hash}`)
    assert.ok(Math.abs(left - count * DAY_MS) < ROUGHLY_MS, `${left / DAY_MS} days, not ${count}`)
  }

  test('are kept for a known browser, and for no other', async () => {
    const hash = newHash()
    await store.writeSeen(hash, SEEN)
    assert.equal(await store.find(hash), null)
    await store.writeSnooze(hash, { serial: 1, until: days(-1), choice: '1m', times: 1 }, NOW)
    await store.writeSeen(hash, SEEN)
    assert.deepEqual(await seenBy(hash), SEEN)
  })

  test('keep the entry as long as the caps look back, and a snooze does not shorten that', async () => {
    const hash = newHash()
    await store.writeEmptyEntry(hash, 1)
    await assertLives(hash, 1)
    await store.writeSeen(hash, { ...SEEN, keptDays: 90 })
    await assertLives(hash, 90)
    await store.writeSeen(hash, { ...SEEN, firstDay: 20_050, keptDays: 7 })
    await assertLives(hash, 90)
    await store.writeSnooze(hash, { serial: 2, until: days(7), choice: '7d', times: 1 }, NOW)
    await assertLives(hash, 90)
    assert.deepEqual(await seenBy(hash), { ...SEEN, firstDay: 20_050, keptDays: 7 })
  })

  test('count each of many appeals that pages showed at once', async () => {
    const hash = newHash()
    await store.writeEmptyEntry(hash, 1)
    const first = { ...SEEN, count: 1 }
    await Promise.all(Array.from({ length: 5 }, () => store.writeSeen(hash, first)))
    assert.deepEqual(await seenBy(hash), { ...SEEN, count: 5 })
    await store.writeSeen(hash, { ...first, firstDay: 20_040 })
    assert.deepEqual(await seenBy(hash), { ...first, firstDay: 20_040 }, 'a new span')
  })

  test('move to another hash with the rest, also where nothing else stands', async () => {
    const [from, to] = [newHash(), newHash()]
    await store.writeEmptyEntry(from, 3)
    await store.writeSeen(from, SEEN)
    const entry = await store.find(from)
    await moveEntry(store, { from, to }, NOW)
    assert.deepEqual(await store.find(to), entry)
    assert.equal(await store.find(from), null)
    await assertLives(to, 30)
  })

  test('outlive a status that is cleared, and tell nothing of it', async () => {
    const [cleared, other] = [newHash(), newHash()]
    for (const hash of [cleared, other]) {
      await store.writeEmptyEntry(hash, 0)
      await store.writeSeen(hash, SEEN)
    }
    await store.writeSupporterStatus(cleared, { status: 'supports', until: days(300), version: 4 }, NOW)
    await store.clearSupporterStatus(cleared, NOW)
    assert.deepEqual(await redis.hgetall(`appeal:${cleared}`), await redis.hgetall(`appeal:${other}`))
    await assertLives(cleared, 30)
  })

  test('stay as long as the caps look back when a status is cleared, also beside a snooze that is over', async () => {
    const hash = newHash()
    await store.writeSnooze(hash, { serial: 1, until: days(-1), choice: '1m', times: 1 }, NOW)
    await store.writeSeen(hash, { ...SEEN, keptDays: 90 })
    await store.writeSupporterStatus(hash, { status: 'gave', until: days(300), version: 4 }, NOW)
    await store.clearSupporterStatus(hash, NOW)
    await assertLives(hash, 90)
  })

  test('are unknown without Redis, before and after an appeal', async (context) => {
    const { database, drop } = await givenDatabase()
    context.after(drop)
    const without = postgresSnoozeStore(database)
    const hash = newHash()
    await without.writeEmptyEntry(hash, 1)
    await without.writeSeen(hash, SEEN)
    assert.deepEqual([without.seenWithoutEntry, (await without.find(hash))?.seen], ['unknown', 'unknown'])
  })
})
