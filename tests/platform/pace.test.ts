import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paceBy } from '../../src/platform/pace.ts'

/** A rate limit that the test fills by hand. */
const budgetOf = (points: number) => {
  const left = new Map<string, number>()
  return {
    spend: async (key: string) => {
      const now = left.get(key) ?? points
      left.set(key, Math.max(0, now - 1))
      return now > 0
    },
    refill: () => left.clear(),
  }
}

/** Pauses that the test ends by hand. */
const pausesByHand = () => {
  let end = () => {}
  let recordStart = () => {}
  let started = Promise.resolve()
  const next = () => {
    started = new Promise((resolve) => {
      recordStart = resolve
    })
  }
  next()
  return {
    pause: () => {
      recordStart()
      return new Promise<void>((resolve) => {
        end = resolve
      })
    },
    /** Resolves once a call waits. */
    started: () => started,
    end: () => {
      next()
      end()
    },
  }
}

test('a call waits for its endpoint while others continue', async () => {
  const endpoint = budgetOf(1)
  const { pause, started, end } = pausesByHand()
  const pace = paceBy({ endpoint: endpoint.spend, whole: budgetOf(100).spend, pause })
  await pace('a')
  let isDone = false
  const second = pace('a').then(() => {
    isDone = true
  })
  await started()
  await pace('b')
  end()
  await started()
  assert.equal(isDone, false)
  endpoint.refill()
  end()
  await second
})

test('a call waits for the account’s limit even if its endpoint has room', async () => {
  const whole = budgetOf(2)
  const { pause, started, end } = pausesByHand()
  const pace = paceBy({ endpoint: budgetOf(100).spend, whole: whole.spend, pause })
  await Promise.all([pace('a'), pace('b')])
  let isDone = false
  const third = pace('c').then(() => {
    isDone = true
  })
  await started()
  end()
  await started()
  assert.equal(isDone, false)
  whole.refill()
  end()
  await third
})

test('a call that waits for its endpoint does not use the account’s limit', async () => {
  const whole = budgetOf(4)
  const endpoint = budgetOf(1)
  const { pause, started, end } = pausesByHand()
  const pace = paceBy({ endpoint: endpoint.spend, whole: whole.spend, pause })
  await pace('a')
  const waiting = pace('a')
  for (let look = 0; look < 5; look += 1) {
    await started()
    end()
  }
  await started()
  await Promise.all([pace('b'), pace('c')])
  endpoint.refill()
  end()
  await waiting
})

test('without custom pauses it checks again by itself', async () => {
  const endpoint = budgetOf(1)
  let looks = 0
  const spend = async (key: string) => {
    looks += 1
    if (looks === 3) endpoint.refill()
    return endpoint.spend(key)
  }
  const pace = paceBy({ endpoint: spend, whole: budgetOf(100).spend })
  await pace('a')
  await pace('a')
  assert.equal(looks, 3)
})
