import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { redisSnoozeStore } from '../../src/snooze/redis-snooze-store.ts'
import { planRemoval, removePlanned } from '../../src/snooze/suppression-removal-store.ts'
import { givenDatabase } from '../given/resources/databases.ts'
import { givenRedis } from '../given/resources/redis.ts'

const NOW = new Date('2026-11-29T12:00:00Z')
const later = (ms: number) => new Date(NOW.getTime() + ms)

test('a planned removal is made once it is due, leaves a snooze after a sign-out, and tried again until the store answers', async (context) => {
  const { database, drop } = await givenDatabase()
  context.after(drop)
  const { redis } = await givenRedis()
  context.after(() => redis.disconnect())
  const store = redisSnoozeStore(redis)
  const [renewed, signedOut] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')]
  for (const hash of [renewed, signedOut]) {
    await store.writeSnooze(hash, { serial: 1, until: later(9e8), choice: '1m', times: 1 }, NOW)
    await store.writeSupporterStatus(hash, { status: 'supports', until: later(9e8), version: 1 }, NOW)
  }
  await database.inTransaction(async (transaction) => {
    await planRemoval(transaction, { hash: renewed, leavesSnooze: false }, NOW)
    await planRemoval(transaction, { hash: signedOut, leavesSnooze: true }, NOW)
  })
  await removePlanned({ database, store, now: () => NOW })
  assert.equal((await store.find(renewed))?.status, 'supports', 'not due yet')
  const now = () => later(60_000)
  const away = () => Promise.reject(new Error('Redis is away'))
  await assert.rejects(removePlanned({ database, store: { ...store, delete: away, find: away }, now }))
  await removePlanned({ database, store, now })
  assert.equal(await store.find(renewed), null)
  const kept = await store.find(signedOut)
  assert.deepEqual([kept?.status, kept?.snoozedUntil], [null, new Date(now().getTime() + 365 * 86_400_000)])
  assert.deepEqual(await database.query('select 1 from suppression_removals'), [])
})
