import assert from 'node:assert/strict'
import { createSecretKey } from 'node:crypto'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { Router } from 'express'
import { assembleApp } from '../../src/app/express-app.ts'
import { openLog } from '../../src/platform/log.ts'
import { projectFile } from '../../src/platform/project-files.ts'
import { listen } from '../../src/web/http-server.ts'
import { addressDigest, budget, limitByAddress } from '../../src/web/limits/rate-limit.ts'
import { readNewsroom } from '../../src/web/page/newsroom.ts'
import { route } from '../../src/web/route.ts'

const digest = addressDigest(createSecretKey(Buffer.alloc(32, 7)), () => new Date())

/** Asks a server that answers each address once. Returns the status of each request. */
const statusesOf = async (trustProxy: string | number | false, forwarded: string[]): Promise<number[]> => {
  const once = budget(null, { name: 'once', points: 1, seconds: 3600 })
  const router = Router()
  route(router, '/once', {
    before: [limitByAddress(once, digest)],
    get: (_request, response) => void response.send('ok'),
  })
  const app = assembleApp({
    newsroom: await readNewsroom(projectFile('config/newsroom')),
    log: openLog(new Writable({ write: (_chunk, _encoding, done) => done() })),
    https: false,
    isTrial: false,
    isInvited: async () => false,
    origin: () => '',
    trustProxy,
    first: [Router()],
    features: [router],
  })
  const { origin, stop } = await listen(app, '127.0.0.1', 0)
  try {
    const statuses = []
    for (const address of forwarded)
      statuses.push((await fetch(`${origin}/once`, { headers: { 'x-forwarded-for': address } })).status)
    return statuses
  } finally {
    await stop()
  }
}

const SAME = [
  '203.0.113.9',
  '203.0.113.9:51001',
  '203.0.113.9:51002',
  '::ffff:203.0.113.9',
  '[::FFFF:203.0.113.9]:51003',
]

test('a port or another spelling of the address evades no limit', async () => {
  for (const trustProxy of [1, 'loopback', '127.0.0.1, 10.0.0.0/8'])
    assert.deepEqual(await statusesOf(trustProxy, SAME), [200, 429, 429, 429, 429], String(trustProxy))
  const ipv6 = ['[2001:db8::1]:51001', '2001:DB8::2', '2001:db8::3%eth0', '[2001:db8:0:1::1]:51001']
  assert.deepEqual(await statusesOf(1, ipv6), [200, 429, 429, 200])
})

test('text that is no address counts as one', async () => {
  assert.deepEqual(await statusesOf(1, ['unknown', '_x1', '_x2', '203.0.113.9']), [200, 429, 429, 200])
})

test('a trusted proxy that is written with a port is believed', async () => {
  const throughProxy = ['203.0.113.9, 10.0.0.1:443', '203.0.113.10, [::ffff:10.0.0.1]:443', '203.0.113.10']
  assert.deepEqual(await statusesOf('loopback, 10.0.0.0/8', throughProxy), [200, 200, 429])
})

test('without a trusted proxy the header changes nothing', async () => {
  assert.deepEqual(await statusesOf(false, ['203.0.113.9', '203.0.113.10']), [200, 429])
})
