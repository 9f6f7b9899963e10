import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { startPrivateRedis } from '../../src/platform/private-redis.ts'
import { openRedis } from '../../src/platform/redis.ts'
import type { SnoozeChoice } from '../../src/snooze/lengths/length.ts'
import { deleteExpiredSuppressions, postgresSnoozeStore } from '../../src/snooze/postgres-snooze-store.ts'
import { redisSnoozeStore } from '../../src/snooze/redis-snooze-store.ts'
import { moveEntry, type SnoozeStore } from '../../src/snooze/snooze-store.ts'
import { givenDatabase } from '../given/resources/databases.ts'
import { givenDirectory } from '../given/resources/directories.ts'

const DAY_MS = 86_400_000
/** Longer than any machine takes between two steps of a test. */
const ROUGHLY_MS = 3_600_000
const NOW = new Date('2026-11-22T12:00:00Z')
const days = (count: number) => new Date(NOW.getTime() + count * DAY_MS)
const newHash = () => randomBytes(32).toString('hex')

type Opened = {
  store: SnoozeStore
  /** Resolves to the remaining lifetime of the entry in milliseconds. */
  lifeOf: (hash: string) => Promise<number>
  /** Writes a snooze as an earlier version did. */
  writeAsBefore: (hash: string, choice: string, until: Date) => Promise<void>
  close: () => Promise<void>
}

const overRedis = async (): Promise<Opened> => {
  const directory = await givenDirectory()
  const server = await startPrivateRedis(directory.path)
  const redis = await openRedis({ socket: server.socket })
  return {
    store: redisSnoozeStore(redis),
    lifeOf: (hash) => redis.pttl(`appeal:${hash}`),
    writeAsBefore: async (hash, choice, until) => {
      const fields = { serial: 2, snoozedUntil: until.getTime(), choice, times: 1, longest: until.getTime() }
      await redis.hset(`appeal:${hash}`, fields)
    },
    close: async () => {
      redis.disconnect()
      await server.stop()
      await directory.remove()
    },
  }
}

const overPostgres = async (): Promise<Opened> => {
  const { database, drop } = await givenDatabase()
  return {
    store: postgresSnoozeStore(database),
    lifeOf: async (hash) => {
      const [row] = await database.query<{ ms: number }>(
        `select (extract(epoch from expires_at - now()) * 1000)::bigint as ms from appeal_suppressions where reader_hash = decode($1, 'hex')`,
        [hash],
      )
      return row?.ms ?? -2
    },
    writeAsBefore: async (hash, choice, until) => {
      await database.query(
        `insert into appeal_suppressions (reader_hash, serial, snoozed_until, choice, times, version, longest_until, expires_at)
         values (decode($1, 'hex'), 2, $2, $3, 1, 0, $2, now() + interval '40 days')`,
        [hash, until, choice],
      )
    },
    close: drop,
  }
}

for (const [name, open] of [
  ['a private redis-server', overRedis],
  ['Postgres', overPostgres],
] as const) {
  describe(`the snooze store over ${name}`, () => {
    let opened: Opened
    before(async () => {
      opened = await open()
    })
    after(() => opened.close())

    test('finds nothing for an unknown browser', async () => {
      assert.equal(await opened.store.find(newHash()), null)
    })

    test('keeps a snooze, its choice and its count', async () => {
      const hash = newHash()
      await opened.store.writeSnooze(hash, { serial: 3, until: days(30), choice: '1m', times: 2 }, NOW)
      assert.deepEqual(await opened.store.find(hash), {
        serial: 3,
        snoozedUntil: days(30),
        choice: '1m',
        times: 2,
        status: null,
        statusUntil: null,
        version: 0,
        seen: opened.store.seenWithoutEntry,
      })
    })

    test('keeps every length that a newsroom can offer, and “never”', async () => {
      const choices: SnoozeChoice[] = ['1d', '31d', '1m', '12m', 'never', 'given']
      for (const choice of choices) {
        const hash = newHash()
        await opened.store.writeSnooze(hash, { serial: 1, until: days(30), choice, times: 1 }, NOW)
        assert.equal((await opened.store.find(hash))?.choice, choice)
      }
    })

    test('finds what an earlier version wrote, and changes it', async () => {
      for (const choice of ['7d', '1m', '3m', 'given']) {
        const hash = newHash()
        await opened.writeAsBefore(hash, choice, days(7))
        const entry = await opened.store.find(hash)
        assert.deepEqual(
          [entry?.serial, entry?.snoozedUntil, entry?.choice, entry?.times],
          [2, days(7), choice, 1],
        )
        await opened.store.writeSnooze(hash, { serial: 3, until: days(60), choice: '2m', times: 1 }, NOW)
        assert.equal((await opened.store.find(hash))?.choice, '2m')
      }
    })

    test('a gift sets the count of snoozes to zero, a cancellation does not', async () => {
      const hash = newHash()
      const { find, writeSnooze, writeSupporterStatus } = opened.store
      const timesNow = async () => (await find(hash))?.times
      await writeSnooze(hash, { serial: 1, until: days(7), choice: '7d', times: 3 }, NOW)
      await writeSupporterStatus(hash, { status: 'canceled', until: days(90), version: 1 }, NOW)
      assert.equal(await timesNow(), 3)
      for (const [version, status] of [
        [2, 'gave'],
        [3, 'supports'],
      ] as const) {
        await writeSnooze(hash, { serial: version, until: days(7), choice: '7d', times: 3 }, NOW)
        await writeSupporterStatus(hash, { status, until: days(90), version: version - 1 }, NOW)
        assert.equal(await timesNow(), 3, 'an old status changes nothing')
        await writeSupporterStatus(hash, { status, until: days(90), version }, NOW)
        assert.equal(await timesNow(), 0)
      }
    })

    test('a later choice replaces an earlier one, never the other way round', async () => {
      const hash = newHash()
      await opened.store.writeSnooze(hash, { serial: 5, until: days(7), choice: '7d', times: 1 }, NOW)
      await opened.store.writeSnooze(hash, { serial: 4, until: days(90), choice: '3m', times: 9 }, NOW)
      assert.equal((await opened.store.find(hash))?.choice, '7d')
      await opened.store.writeSnooze(hash, { serial: 6, until: new Date(0), choice: null, times: 1 }, NOW)
      const cancelled = await opened.store.find(hash)
      assert.deepEqual(
        [cancelled?.serial, cancelled?.snoozedUntil?.getTime(), cancelled?.choice],
        [6, 0, null],
      )
    })

    test('clearing removes the status and keeps the snooze', async () => {
      const { find, writeSnooze, writeSupporterStatus, clearSupporterStatus } = opened.store
      const [both, only, none] = [newHash(), newHash(), newHash()]
      await writeSnooze(both, { serial: 1, until: days(30), choice: '1m', times: 1 }, NOW)
      for (const hash of [both, only])
        await writeSupporterStatus(hash, { status: 'gave', until: days(365), version: 4 }, NOW)
      for (const hash of [both, only, none]) await clearSupporterStatus(hash, NOW)
      const kept = { serial: 1, snoozedUntil: days(30), choice: '1m', times: 1 }
      const seen = opened.store.seenWithoutEntry
      assert.deepEqual(await find(both), { ...kept, status: null, statusUntil: null, version: 0, seen })
      assert.ok((await opened.lifeOf(both)) <= 60 * DAY_MS, 'its lifetime reveals the cleared status')
      assert.deepEqual([await find(only), await find(none)], [null, null])
    })

    test('snooze and status are written separately', async () => {
      const hash = newHash()
      await opened.store.writeSnooze(hash, { serial: 1, until: days(30), choice: '1m', times: 1 }, NOW)
      await opened.store.writeSupporterStatus(hash, { status: 'supports', until: days(52), version: 4 }, NOW)
      await opened.store.writeSnooze(hash, { serial: 2, until: days(7), choice: '7d', times: 2 }, NOW)
      const entry = await opened.store.find(hash)
      assert.deepEqual([entry?.choice, entry?.status, entry?.version], ['7d', 'supports', 4])
    })

    test('a status is written only with a higher version', async () => {
      const hash = newHash()
      await opened.store.writeSupporterStatus(hash, { status: 'supports', until: days(52), version: 4 }, NOW)
      for (const version of [3, 4]) {
        await opened.store.writeSupporterStatus(hash, { status: 'gave', until: days(1), version }, NOW)
        assert.equal((await opened.store.find(hash))?.status, 'supports')
      }
      await opened.store.writeSupporterStatus(hash, { status: 'canceled', until: days(90), version: 5 }, NOW)
      const { status, statusUntil } = (await opened.store.find(hash)) ?? {}
      assert.deepEqual([status, statusUntil], ['canceled', days(90)])
    })

    test('an entry expires 30 days after its longest date, measured from the given clock', async () => {
      const hash = newHash()
      const later = new Date(NOW.getTime() + 1000 * DAY_MS)
      await opened.store.writeSnooze(
        hash,
        { serial: 1, until: new Date(later.getTime() + 90 * DAY_MS), choice: '3m', times: 1 },
        later,
      )
      assert.ok(Math.abs((await opened.lifeOf(hash)) - 120 * DAY_MS) < ROUGHLY_MS)
      await opened.store.writeSnooze(hash, { serial: 2, until: new Date(0), choice: null, times: 1 }, later)
      assert.ok(
        Math.abs((await opened.lifeOf(hash)) - 120 * DAY_MS) < ROUGHLY_MS,
        'canceling does not shorten the lifetime',
      )
      await opened.store.writeSupporterStatus(
        hash,
        { status: 'gave', until: new Date(later.getTime() + 500 * DAY_MS), version: 1 },
        later,
      )
      assert.ok((await opened.lifeOf(hash)) <= 400 * DAY_MS)
    })

    test('an empty entry is kept for a day and never replaces another', async () => {
      const hash = newHash()
      await opened.store.writeEmptyEntry(hash, 7)
      assert.equal((await opened.store.find(hash))?.serial, 7)
      assert.ok(Math.abs((await opened.lifeOf(hash)) - DAY_MS) < ROUGHLY_MS)
      const known = newHash()
      await opened.store.writeSnooze(known, { serial: 1, until: days(30), choice: '1m', times: 1 }, NOW)
      await opened.store.writeEmptyEntry(known, 9)
      assert.equal((await opened.store.find(known))?.choice, '1m')
    })

    test('many concurrent writes end in one consistent entry', async () => {
      const hash = newHash()
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          index % 2 === 0
            ? opened.store.writeSnooze(
                hash,
                { serial: index, until: days(index), choice: '1m', times: index },
                NOW,
              )
            : opened.store.writeSupporterStatus(
                hash,
                { status: 'supports', until: days(index), version: index },
                NOW,
              ),
        ),
      )
      const entry = await opened.store.find(hash)
      assert.deepEqual(
        [entry?.serial, entry?.snoozedUntil, entry?.version, entry?.statusUntil],
        [18, days(18), 19, days(19)],
      )
    })
  })
}

for (const [name, open] of [
  ['Redis', overRedis],
  ['Postgres', overPostgres],
] as const)
  test(`${name}: an entry moves to another hash as it is, and nothing stays under the first`, async (context) => {
    const { store, close } = await open()
    context.after(close)
    const [from, to] = [newHash(), newHash()]
    await moveEntry(store, { from, to }, NOW)
    assert.equal(await store.find(to), null, 'no entry makes none')
    await store.writeSupporterStatus(from, { status: 'supports', until: days(50), version: 7 }, NOW)
    await store.writeSnooze(from, { serial: 4, until: days(30), choice: '3m', times: 2 }, NOW)
    const entry = await store.find(from)
    await moveEntry(store, { from, to }, NOW)
    assert.deepEqual(await store.find(to), entry)
    assert.equal(await store.find(from), null)
    await store.writeSnooze(from, { serial: 1, until: days(7), choice: '7d', times: 1 }, NOW)
    await moveEntry(store, { from, to }, NOW)
    assert.deepEqual(await store.find(to), entry, 'a later choice under the new hash stays')
  })

test('expired rows in Postgres are ignored and then deleted', async (context) => {
  const { database, drop } = await givenDatabase()
  context.after(drop)
  const store = postgresSnoozeStore(database)
  const hash = newHash()
  await store.writeSnooze(hash, { serial: 9, until: days(30), choice: '1m', times: 3 }, NOW)
  await database.query(`update appeal_suppressions set expires_at = now() - interval '1 second'`)
  assert.equal(await store.find(hash), null)
  await store.writeSnooze(hash, { serial: 1, until: days(7), choice: '7d', times: 1 }, NOW)
  assert.equal((await store.find(hash))?.serial, 1, 'an expired entry does not block a write')
  await database.query(`update appeal_suppressions set expires_at = now() - interval '1 second'`)
  assert.equal(await deleteExpiredSuppressions(database), 1)
})
