import assert from 'node:assert/strict'
import { test } from 'node:test'
import { admitBy } from '../../src/platform/pace.ts'

const counting = (answers: boolean[]) => {
  const keys: string[] = []
  return {
    keys,
    count: async (key: string) => {
      keys.push(key)
      return answers.shift() ?? false
    },
  }
}

test('a call is admitted at once within both limits', async () => {
  const admit = admitBy({ endpoint: async () => true, whole: async () => true, pause: assert.fail })
  assert.equal(await admit('portal_sessions.create'), true)
})

test('a call waits a little for its place, then is given up', async () => {
  const soon = counting([false, false, true])
  let pauses = 0
  const pause = async () => {
    pauses += 1
  }
  assert.equal(await admitBy({ endpoint: soon.count, whole: async () => true, pause })('charges'), true)
  assert.equal(pauses, 2)
  const never = counting([])
  assert.equal(await admitBy({ endpoint: async () => true, whole: never.count, pause })('charges'), false)
  assert.ok(never.keys.length > 10 && never.keys.every((key) => key === 'all'))
})

test('a full endpoint does not use up the limit of the account', async () => {
  const whole = counting([])
  const pause = async () => {}
  assert.equal(await admitBy({ endpoint: async () => false, whole: whole.count, pause })('charges'), false)
  assert.deepEqual(whole.keys, [])
})
