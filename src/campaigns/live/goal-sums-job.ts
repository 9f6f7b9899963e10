import { type GoalProgress, largestGiftIn, progressOf } from '../../appeal/goal-progress.ts'
import type { CampaignsInForce, Goal } from '../../appeal/policy/campaign.ts'
import { MINUTE_MS } from '../../platform/clock.ts'
import { type Repeating, repeat } from '../../platform/jobs/repeat.ts'
import { errorFields, type Log } from '../../platform/log.ts'
import type { CurrencyOffer } from '../../web/page/newsroom.ts'

export type GoalSums = {
  /** Returns null for a goal whose sum is not known yet. */
  progressOf: (goal: Goal | null) => GoalProgress | null
  /** Reads the sums of all goals. One that fails keeps its last sum, and is logged. */
  refresh: () => Promise<void>
  job: Repeating
}

type Needs = {
  giving: readonly CurrencyOffer[]
  campaignsInForce: () => CampaignsInForce
  /** Sums what readers gave in a currency since a day, less refunds and disputes. Minor units. */
  sumGiven: (goal: Goal) => Promise<number>
  log: Log
}

const keyOf = ({ currency, since }: Goal): string => `${currency} ${since}`

/** Keeps the sums that goals show. Each process reads them once a minute, never for a request. */
export const goalSums = ({ giving, campaignsInForce, sumGiven, log }: Needs): GoalSums => {
  let sums = new Map<string, number>()
  const read = (goal: Goal): Promise<number | null> =>
    sumGiven(goal).catch((error: unknown) => {
      log.warn('a goal was not read, will be retried', { component: 'campaigns', ...errorFields(error) })
      return sums.get(keyOf(goal)) ?? null
    })
  const refresh = async (): Promise<void> => {
    const goals = campaignsInForce().campaigns.flatMap(({ goal }) => goal ?? [])
    const found = new Map<string, number>()
    for (const [key, goal] of new Map(goals.map((each) => [keyOf(each), each]))) {
      const sum = await read(goal)
      if (sum !== null) found.set(key, sum)
    }
    sums = found
  }
  return {
    progressOf: (goal) => {
      const given = goal && sums.get(keyOf(goal))
      if (goal === null || given == null) return null
      const offers = campaignsInForce().campaigns.flatMap(({ findOffer }) => findOffer(goal.currency) ?? [])
      return progressOf(goal, { given, largestGift: largestGiftIn([...giving, ...offers], goal.currency) })
    },
    refresh,
    job: repeat({
      pauseMs: MINUTE_MS,
      step: async () => {
        await refresh()
        return false
      },
      onError: (error) =>
        log.warn('goals not read, will be retried', { component: 'campaigns', ...errorFields(error) }),
    }),
  }
}
