import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limitConcurrency } from '../../src/platform/limit-concurrency.ts'

const work = () => {
  const started: string[] = []
  const ends = new Map<string, () => void>()
  const named = (name: string) => () =>
    new Promise<string>((resolve) => {
      started.push(name)
      ends.set(name, () => resolve(name))
    })
  return { started, named, end: (name: string) => ends.get(name)?.() }
}

test('work beyond the limit waits, and beyond the queue is refused at once', async () => {
  const { run } = limitConcurrency({ running: 2, waiting: 1 })
  const { started, named, end } = work()
  const [one, two, three] = ['one', 'two', 'three'].map((name) => run(named(name)))
  assert.deepEqual(started, ['one', 'two'])
  assert.equal(await run(named('four')), 'full')
  end('one')
  assert.equal(await one, 'one')
  end('three')
  assert.equal(await three, 'three')
  end('two')
  assert.equal(await two, 'two')
  assert.deepEqual(started, ['one', 'two', 'three'])
})

test('urgent work goes first and is never refused', async () => {
  const { run } = limitConcurrency({ running: 1, waiting: 1 })
  const { started, named, end } = work()
  const all = [run(named('first')), run(named('other')), run(named('urgent'), true)]
  for (const name of ['first', 'urgent', 'other']) {
    end(name)
    await all[['first', 'other', 'urgent'].indexOf(name)]
  }
  assert.deepEqual(started, ['first', 'urgent', 'other'])
})

test('work that fails gives its place back', async () => {
  const { run } = limitConcurrency({ running: 1, waiting: 0 })
  await assert.rejects(run(() => Promise.reject(new Error('failed'))))
  assert.equal(await run(() => Promise.resolve('next')), 'next')
})
