import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import type { Campaign, Goal } from '../../src/appeal/policy/campaign.ts'
import { goalSums } from '../../src/campaigns/live/goal-sums-job.ts'
import { openLog } from '../../src/platform/log.ts'
import { aCampaign } from '../appeal/policy/given-campaign.ts'

const goalIn = (currency: Goal['currency']): Goal => ({ currency, target: 100_000, since: '2026-11-01' })

const givenSums = (goals: Goal[], changes: Partial<Campaign> = {}) => {
  const lines: string[] = []
  const write = (chunk: unknown, _encoding: unknown, done: () => void) => {
    lines.push(String(chunk))
    done()
  }
  const failing = new Set<string>()
  const given = new Map<string, number>()
  const sums = goalSums({
    giving: [],
    campaignsInForce: () => ({
      isStopped: false,
      campaigns: goals.map((goal, index) => aCampaign({ ...changes, key: String(index + 1), goal })),
    }),
    sumGiven: async ({ currency }) => {
      if (failing.has(currency)) throw new Error('somebody@example.org')
      return given.get(currency) ?? 0
    },
    log: openLog(new Writable({ write })),
  })
  const read = () => goals.map((goal) => sums.progressOf(goal)?.given ?? null)
  return { refresh: sums.refresh, read, lines, failing, given }
}

test('a sum that fails keeps its last value and stops no other', async () => {
  const { refresh, read, lines, failing, given } = givenSums([goalIn('USD'), goalIn('EUR'), goalIn('GBP')])
  failing.add('GBP')
  given.set('USD', 10_000).set('EUR', 20_000).set('GBP', 30_000)
  await refresh()
  assert.deepEqual(read(), [10_000, 20_000, null], 'a goal without a sum shows none')
  failing.delete('GBP')
  failing.add('USD')
  given.set('USD', 11_000).set('EUR', 22_000)
  await refresh()
  assert.deepEqual(read(), [10_000, 22_000, 30_000])
  failing.clear()
  await refresh()
  assert.deepEqual(read(), [11_000, 22_000, 30_000])
  assert.equal(lines.length, 2)
  assert.doesNotMatch(lines.join(''), /somebody/)
})

test('two campaigns with one goal share its sum, and the sum of a goal that ended is forgotten', async () => {
  const goals = [goalIn('USD'), { ...goalIn('USD'), target: 50_000 }]
  const { refresh, read, failing, given } = givenSums(goals)
  given.set('USD', 10_000)
  await refresh()
  assert.deepEqual(read(), [10_000, 10_000])
  const [first] = goals.splice(0)
  await refresh()
  assert.ok(first)
  goals.push(first)
  failing.add('USD')
  await refresh()
  assert.deepEqual(read(), [null])
})

test('a sum moves in steps of the largest amount that any campaign offers', async () => {
  const presets = { once: [50_000], monthly: [500], yearly: [5_000] }
  const offer = { currency: 'USD', minimum: 200, maximum: 100_000, presets } as const
  const chosen = { once: 50_000, monthly: 500, yearly: 5_000 }
  const { refresh, read, given } = givenSums([goalIn('USD')], { findOffer: () => ({ ...offer, chosen }) })
  given.set('USD', 59_900)
  await refresh()
  assert.deepEqual(read(), [50_000])
})
