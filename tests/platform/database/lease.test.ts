import assert from 'node:assert/strict'
import { test } from 'node:test'
import { leaseEnd, whileLeased } from '../../../src/platform/database/lease.ts'

const tick = () => new Promise<void>((resolve) => setImmediate(resolve))

test('a lease ends within 20 seconds, so that a killed worker is replaced by then', () => {
  const now = new Date('2026-03-10T09:30:00Z')
  assert.ok(leaseEnd(now).getTime() - now.getTime() < 19_000)
})

test('slow work renews its lease before it ends, even if a renewal fails, and not after the work', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] })
  let renewals = 0
  let finish = () => {}
  const work = new Promise<void>((resolve) => {
    finish = resolve
  })
  const leased = whileLeased(
    async () => {
      renewals += 1
      if (renewals === 1) throw new Error('the database is away')
    },
    () => work,
  )
  for (let second = 0; second < 14; second += 1) {
    context.mock.timers.tick(1_000)
    await tick()
  }
  assert.ok(renewals >= 2, 'twice within one lease')
  const before = renewals
  finish()
  await leased
  context.mock.timers.tick(60_000)
  assert.equal(renewals, before)
})

test('work ends only after a pending renewal, which could undo its result', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] })
  let finishRenewal = () => {}
  const steps: string[] = []
  const leased = whileLeased(
    () =>
      new Promise((resolve) => {
        finishRenewal = () => {
          steps.push('renewed')
          resolve()
        }
      }),
    async () => context.mock.timers.tick(10_000),
  ).then(() => steps.push('done'))
  await tick()
  finishRenewal()
  await leased
  assert.deepEqual(steps, ['renewed', 'done'])
})
