import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paceBy } from '../../src/platform/pace.ts'

/** A budget that a test fills by hand. */
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
const soon = () => new Promise((resolve) => setTimeout(resolve, 150))

test('a call waits for its endpoint, and others go on', async () => {
  const endpoint = budgetOf(1)
  const pace = paceBy({ endpoint: endpoint.spend, whole: budgetOf(100).spend })
  await pace('a')
  let isDone = false
  const second = pace('a').then(() => {
    isDone = true
  })
  await pace('b')
  await soon()
  assert.equal(isDone, false)
  endpoint.refill()
  await second
})

test('a call waits for the whole, whatever its endpoint has left', async () => {
  const whole = budgetOf(2)
  const pace = paceBy({ endpoint: budgetOf(100).spend, whole: whole.spend })
  await Promise.all([pace('a'), pace('b')])
  let isDone = false
  const third = pace('c').then(() => {
    isDone = true
  })
  await soon()
  assert.equal(isDone, false)
  whole.refill()
  await third
})

test('what waits for its endpoint uses up nothing of the whole', async () => {
  const whole = budgetOf(4)
  const endpoint = budgetOf(1)
  const pace = paceBy({ endpoint: endpoint.spend, whole: whole.spend })
  await pace('a')
  const waiting = pace('a')
  await soon()
  await Promise.all([pace('b'), pace('c')])
  endpoint.refill()
  await waiting
})
