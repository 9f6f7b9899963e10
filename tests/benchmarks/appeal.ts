import assert from 'node:assert/strict'
import { buildMainstay } from '../../src/app/app.ts'
import { type Campaign, inOrder } from '../../src/appeal/policy/campaign.ts'
import { decideAppeal, type Situation } from '../../src/appeal/policy/decision.ts'
import { NO_TARGETING } from '../../src/appeal/policy/letter-campaign.ts'
import { stopEveryAppeal } from '../../src/campaigns/appeal-settings-store.ts'
import { openMetrics } from '../../src/platform/metrics.ts'
import { listen } from '../../src/web/http-server.ts'
import { aCampaign, aSituation } from '../appeal/policy/given-campaign.ts'
import { givenMainstay } from '../given/mainstay.ts'
import { appealOf, givenReader } from '../given/people/reader.ts'
import type { Row } from './bench.ts'
import { measureFlush } from './flush.ts'
import { median } from './median.ts'

const CAMPAIGNS = 30
const DECISIONS = 200_000
const ROUNDS = 7
const DECISION_GOAL_US = 20
const SWITCHES = 20
const SWITCH_GOAL_MS = 2_000

/** Measures the decision alone, a flush of counts, and how long a kill switch takes to hold in two servers. */
export const measureAppeal = async (): Promise<Row[]> => [
  measureDecision(),
  await measureFlush(),
  await measureKillSwitch(),
]

/** All campaigns but the last are refused by their last rule, so that every rule of each is looked at. */
const campaigns = (): Campaign[] =>
  inOrder(
    Array.from({ length: CAMPAIGNS }, (_, index) =>
      aCampaign({
        key: String(index + 1),
        targeting: {
          only: {
            sections: new Set(['city', 'court', 'river']),
            tags: new Set(['harbour', 'prices', 'weather']),
            authors: new Set(['mira stolan', 'somebody']),
            countries: new Set(['LV', 'EE', 'LT', 'DE']),
          },
          except: { ...NO_TARGETING.except, tags: new Set(['obituary']) },
          codes: new Set(index === CAMPAIGNS - 1 ? ['newsletter'] : [`mail-${index}`]),
          visit: 'later',
        },
        caps: { shows: 3, days: 30, daysApart: 1 },
      }),
    ),
  )

const measureDecision = (): Row => {
  const inForce = { isStopped: false, campaigns: campaigns() }
  const situation: Situation = aSituation({
    request: { visit: 'later', country: 'LV', code: 'newsletter' },
    seen: { count: 1, firstDay: 20_000, lastDay: 20_000 },
  })
  assert.equal(decideAppeal(inForce, situation).show, true)
  const times = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now()
    for (let index = 0; index < DECISIONS; index += 1) decideAppeal(inForce, situation)
    return ((performance.now() - startedAt) * 1000) / DECISIONS
  })
  const middle = median(times)
  return {
    what: `the decision with ${CAMPAIGNS} campaigns, every rule looked at`,
    measured: `${middle.toFixed(2)} µs`,
    beside: `median of ${ROUNDS} rounds of ${DECISIONS} decisions`,
    goal: `under ${DECISION_GOAL_US} µs`,
    reached: middle < DECISION_GOAL_US,
  }
}

const ARTICLE_STATES = [
  [true, 'off'],
  [false, 'shown'],
] as const

const measureKillSwitch = async (): Promise<Row> => {
  const mainstay = await givenMainstay()
  const second = await buildMainstay({ ...mainstay.resources, metrics: openMetrics() })
  const server = await listen(second.answer, '127.0.0.1', 0)
  second.startJobs()
  const origins = [mainstay.origin, server.origin]
  const times: number[] = []
  for (let round = 0; round < SWITCHES; round += 1)
    for (const [isStopped, expected] of ARTICLE_STATES) {
      const startedAt = performance.now()
      await stopEveryAppeal(mainstay.database, isStopped)
      await Promise.all(origins.map((origin) => untilState(origin, expected)))
      times.push(performance.now() - startedAt)
    }
  await server.stop()
  await second.stop()
  await mainstay.stop()
  const longest = Math.max(...times)
  return {
    what: 'the kill switch for all, until two servers follow',
    measured: `${longest.toFixed(0)} ms at most`,
    beside: `${times.length} switches, median ${median(times).toFixed(0)} ms`,
    goal: `within ${SWITCH_GOAL_MS} ms`,
    reached: longest < SWITCH_GOAL_MS,
  }
}

const untilState = async (origin: string, expected: string): Promise<void> => {
  while ((await appealOf(givenReader(origin))) !== expected)
    await new Promise((resolve) => setTimeout(resolve, 10))
}
