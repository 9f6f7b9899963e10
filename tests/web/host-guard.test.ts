import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Request, Response } from 'express'
import { hostGuard } from '../../src/web/host-guard.ts'
import { Refusal } from '../../src/web/refusal.ts'

const isServed = (host: string | undefined, origin: string): boolean => {
  let error: unknown
  const request = { path: '/outbox', headers: host === undefined ? {} : { host } } as Request
  hostGuard(() => origin)(request, {} as Response, (given) => {
    error = given
  })
  if (error !== undefined) assert.ok(error instanceof Refusal && error.status === 421)
  return error === undefined
}

test('a trial serves loopback names and the name of PUBLIC_URL, with any port', () => {
  const origin = 'http://mainstay.test:8080'
  for (const host of ['mainstay.test', 'Mainstay.Test:3000', 'localhost:3000', '127.0.0.1', '[::1]:3000'])
    assert.ok(isServed(host, origin), host)
  for (const host of [
    undefined,
    '',
    ':3000',
    'rebound.example',
    'mainstay.test.rebound.example',
    '127.0.0.1.example',
  ])
    assert.ok(!isServed(host, origin), host)
})

test('before the server knows its own address it serves loopback names only', () => {
  assert.ok(isServed('localhost', ''))
  assert.ok(!isServed('rebound.example', ''))
})
