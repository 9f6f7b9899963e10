import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import type { RedisClient } from '../../src/platform/redis.ts'
import { type Attempts, passwordAttempts } from '../../src/staff/attempt-store.ts'
import { givenRedis } from '../given/resources/redis.ts'

let openRedis: RedisClient | null = null
afterEach(() => openRedis?.disconnect())

const KINDS = [
  [
    'Redis',
    async () => {
      openRedis = (await givenRedis()).redis
      return passwordAttempts(openRedis, (text) => text)
    },
  ],
  ['memory', async () => passwordAttempts(null, (text) => text)],
] as const

/** Tries until an attempt is admitted. */
const untilAdmitted = async (attempts: Attempts, key: string): Promise<void> => {
  while (!(await attempts.begin(key)).ok) await new Promise((resolve) => setTimeout(resolve, 20))
}

for (const [kind, open] of KINDS)
  describe(`password attempts in ${kind}`, () => {
    test('of many simultaneous attempts with one name one is admitted; other names do not wait', async () => {
      const attempts = await open()
      const all = await Promise.all(Array.from({ length: 60 }, () => attempts.begin('Vera')))
      assert.equal(all.filter(({ ok }) => ok).length, 1)
      assert.deepEqual(await attempts.begin('Boris'), { ok: true })
    })

    test('the wait grows with each failure, and ends', async () => {
      const attempts = await open()
      for (let failure = 0; failure < 2; failure += 1) await untilAdmitted(attempts, 'Vera')
      await untilAdmitted(attempts, 'Vera')
      const refused = await attempts.begin('Vera')
      assert.ok(!refused.ok && refused.waitS > 2 && refused.waitS <= 4, JSON.stringify(refused))
    })

    test('after a success, or an attempt that was withdrawn, nobody waits', async () => {
      const attempts = await open()
      for (const end of [attempts.succeed, attempts.withdraw]) {
        assert.deepEqual(await attempts.begin('Vera'), { ok: true })
        await end('Vera')
      }
      assert.deepEqual(await attempts.begin('Vera'), { ok: true })
      const refused = await attempts.begin('Vera')
      assert.ok(!refused.ok && refused.waitS === 1, 'the wait starts at one second again')
    })
  })
