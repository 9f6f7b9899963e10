import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { RedisClient } from '../../src/platform/redis.ts'
import { type AnswerNeeds, suppressAppeal, unsuppressAppeal } from '../../src/snooze/answer-appeal-action.ts'
import type { SnoozeChoice, SnoozeLength } from '../../src/snooze/lengths/length.ts'
import { lookUpSuppression } from '../../src/snooze/look-up-suppression-action.ts'
import { redisSnoozeStore } from '../../src/snooze/redis-snooze-store.ts'
import type { SnoozeStore } from '../../src/snooze/snooze-store.ts'
import type { KnownReader } from '../../src/snooze/suppression.ts'
import { Refusal } from '../../src/web/refusal.ts'
import { eventually } from '../given/people/reader.ts'
import { givenRedis } from '../given/resources/redis.ts'

const START = new Date('2026-11-22T12:00:00Z')
const DAY_MS = 86_400_000
const days = (count: number) => new Date(START.getTime() + count * DAY_MS)

type Known = KnownReader & { id: string }

describe('answering the appeal', () => {
  let redis: RedisClient
  let store: SnoozeStore
  let reader: Known
  let isNew: boolean
  let at: Date
  let offered: readonly SnoozeLength[]
  let counted: string[]
  let warnings: string[]
  before(async () => {
    redis = (await givenRedis()).redis
    store = redisSnoozeStore(redis)
  })
  after(() => redis.disconnect())
  beforeEach(() => {
    const hash = randomBytes(32).toString('hex')
    reader = { id: 'a', hash, olderHashes: [], serial: 0, suppressedUntil: null }
    isNew = true
    at = START
    offered = ['7d', '1m', '3m']
    counted = []
    warnings = []
  })

  const needs = (changed: Partial<AnswerNeeds> = {}): AnswerNeeds => ({
    store,
    settleReader: async () => {},
    timeZone: 'UTC',
    offeredLengths: () => offered,
    countSnooze: async ({ label, length }) => void counted.push(`${label} ${length}`),
    moveReminder: async ({ from, to }) =>
      void counted.push(
        `${from?.toISOString().slice(0, 10) ?? '-'} ${to?.toISOString().slice(0, 10) ?? '-'}`,
      ),
    log: { info: () => {}, warn: (message) => void warnings.push(message), error: () => {} },
    ...changed,
  })
  const answer = async (choice: SnoozeChoice | null, label: string | null = null, over = needs()) => {
    const known = isNew ? null : reader
    const suppressed = await suppressAppeal(over, { reader, known, at }, { choice, label })
    reader = { ...reader, ...suppressed }
    isNew = false
    return suppressed.suppressedUntil
  }
  const undo = async (over = needs()) => {
    reader = { ...reader, ...(await unsuppressAppeal(over, reader, at)) }
  }
  const stored = () => store.find(reader.hash)

  test('counts a snooze from the appeal with its label, and not what changes it', async () => {
    await answer('7d', '7.end.city')
    await answer('1m', '7.end.city')
    await answer('never')
    await undo()
    await answer('1m')
    await eventually(() => assert.equal(counted.filter((each) => /[dm]$/.test(each)).length, 2))
    const snoozes = counted.filter((each) => /[dm]$/.test(each))
    assert.deepEqual(snoozes, ['7.end.city 7d', 'null 1m'])
    assert.deepEqual(
      counted.filter((each) => !snoozes.includes(each)),
      ['- 2026-11-29', '2026-11-29 2026-12-22', '2026-12-22 -', '- 2026-12-22'],
    )
  })

  test('without a choice the length is the one that the appeal preselects', async () => {
    assert.deepEqual(await answer(null), new Date('2026-12-22T12:00:00Z'))
    at = days(31)
    await answer('7d')
    at = days(40)
    assert.deepEqual(await answer(null), days(47), 'the last choice')
    at = days(48)
    assert.deepEqual(
      await answer(null),
      new Date('2027-04-09T12:00:00Z'),
      'three months after three in a row',
    )
  })

  test('another offer changes no date that was given', async () => {
    const until = await answer('1m')
    offered = ['3d', '6m']
    at = days(3)
    assert.deepEqual((await stored())?.snoozedUntil, until)
    assert.deepEqual(reader.suppressedUntil, until)
    const looked = await lookUpSuppression({
      store,
      settleReader: async () => {},
      findSupporterStatus: async () => null,
      now: () => at,
      timeoutMs: 60_000,
    })(reader)
    assert.deepEqual(looked, { isSuppressed: true, because: 'snoozed', until, choice: '1m' })
  })

  test('a count that fails, throws or never ends does not hold the reader up', async () => {
    const failing = needs({
      countSnooze: () => Promise.reject(new Error('the database is away')),
      moveReminder: () => {
        throw new Error('a mistake')
      },
    })
    assert.deepEqual(await answer('7d', null, failing), days(7))
    await eventually(() => assert.equal(warnings.length, 2))
    const endless = needs({ moveReminder: () => new Promise(() => {}) })
    await undo(endless)
    assert.deepEqual((await stored())?.snoozedUntil, new Date(0))
  })

  test('a store that cannot be written refuses the answer, and nothing is counted', async () => {
    const broken: SnoozeStore = { ...store, writeSnooze: () => Promise.reject(new Error('Redis is away')) }
    await assert.rejects(
      answer('7d', '7.end.city', needs({ store: broken })),
      (error) => error instanceof Refusal && error.because === 'reminders-unavailable',
    )
    assert.deepEqual(counted, [])
  })

  test('after a flush the cookie still says that a snooze runs', async () => {
    await answer('7d')
    await store.delete(reader.hash)
    await answer('3m')
    assert.equal((await stored())?.times, 1, '“Longer” adds none')
    await store.delete(reader.hash)
    await undo()
    const entry = await stored()
    assert.deepEqual([entry?.times, entry?.serial, entry?.snoozedUntil], [0, 3, new Date(0)])
  })
})
