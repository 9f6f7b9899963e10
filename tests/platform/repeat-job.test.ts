import assert from 'node:assert/strict'
import { test } from 'node:test'
import { repeat } from '../../src/platform/jobs/repeat.ts'

const LONG_MS = 3_600_000

/** Makes a job that counts its steps and rests for an hour after each. */
const countingJob = () => {
  const counted = { steps: 0 }
  const job = repeat({
    pauseMs: LONG_MS,
    step: async () => {
      counted.steps += 1
      return false
    },
    onError: (error) => assert.fail(String(error)),
  })
  return { job, counted }
}

test('a job does nothing before it is started, even if it is woken', async () => {
  const { job, counted } = countingJob()
  job.wake()
  assert.equal(await job.runDue(), false)
  assert.equal(counted.steps, 0)
  await job.stop()
})

test('a started job steps at once, and again when it is woken', async () => {
  const { job, counted } = countingJob()
  job.start()
  await job.runDue()
  const before = counted.steps
  assert.ok(before >= 1)
  job.wake()
  await job.runDue()
  assert.ok(counted.steps > before)
  await job.stop()
})

test('starting twice runs one loop, and a stopped job stays stopped', async () => {
  const { job, counted } = countingJob()
  job.start()
  job.start()
  await job.stop()
  const after = counted.steps
  assert.equal(after, 1)
  job.wake()
  assert.equal(await job.runDue(), false)
  assert.equal(counted.steps, after)
})

test('a job that is stopped before its start never runs', async () => {
  const { job, counted } = countingJob()
  await job.stop()
  job.start()
  await job.stop()
  assert.equal(counted.steps, 0)
})
