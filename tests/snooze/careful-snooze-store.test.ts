import assert from 'node:assert/strict'
import { test } from 'node:test'
import { carefulSnoozeStore } from '../../src/snooze/careful-snooze-store.ts'
import type { SnoozeStore } from '../../src/snooze/snooze-store.ts'
import { EMPTY_ENTRY } from '../../src/snooze/suppression.ts'

const SEEN = { count: 2, firstDay: 20_000, lastDay: 20_003, keptDays: 30 }
const MINUTE_MS = 60_000

const given = () => {
  const state = { at: 0, isFull: false }
  const store = carefulSnoozeStore(
    {
      seenWithoutEntry: null,
      find: async (hash) => (hash === 'known' ? { ...EMPTY_ENTRY, seen: SEEN } : null),
      writeSeen: async () => {
        if (state.isFull) throw new Error('OOM')
      },
    } satisfies Partial<SnoozeStore> as unknown as SnoozeStore,
    () => new Date(state.at),
  )
  const counts = async () => [(await store.find('known'))?.seen, store.seenWithoutEntry]
  return { state, store, counts }
}

test('a count that cannot be written makes all counts unknown for a minute', async () => {
  const { state, store, counts } = given()
  await store.writeSeen('known', SEEN)
  assert.deepEqual(await counts(), [SEEN, null])
  state.isFull = true
  await assert.rejects(store.writeSeen('known', SEEN), /OOM/)
  assert.deepEqual(await counts(), ['unknown', 'unknown'])
  assert.equal(await store.find('other'), null)
  state.at = MINUTE_MS - 1
  assert.deepEqual(await counts(), ['unknown', 'unknown'])
  state.at = MINUTE_MS
  assert.deepEqual(await counts(), [SEEN, null])
})
