import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isFromOwnMachine } from '../../src/first-run/own-machine.ts'

const asked = (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
  isFromOwnMachine({ headers: { host: 'localhost:3000', ...headers }, remoteAddress })

test('only requests from this machine, under its own names and by no proxy, see the first steps', () => {
  for (const host of ['localhost', 'LOCALHOST:3000', '127.0.0.1:3000', '[::1]:3000'])
    assert.equal(asked({ host }), true, host)
  assert.equal(asked({}, '::1'), true)
  assert.equal(asked({}, '::ffff:127.0.0.1'), true)
  for (const host of ['news.example', 'localhost.news.example', '10.0.0.1:3000', ''])
    assert.equal(asked({ host }), false, host)
  assert.equal(asked({}, '10.0.0.7'), false)
  for (const name of ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'via', 'x-real-ip'])
    assert.equal(asked({ [name]: '127.0.0.1' }), false, name)
})
