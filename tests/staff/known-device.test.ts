import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { deviceOfToken, deviceToken } from '../../src/staff/known-device.ts'
import { newSigningKeys } from '../given/mainstay.ts'

const ID = 'a'.repeat(22)

test('a browser is known only for the member who signed in with it', () => {
  const keys = newSigningKeys()
  const [vera, boris] = [randomUUID(), randomUUID()]
  const token = deviceToken(keys, vera, ID)
  assert.equal(deviceOfToken(keys, vera, token), ID)
  assert.equal(deviceOfToken(keys, boris, token), null)
  assert.equal(deviceOfToken(newSigningKeys(), vera, token), null)
  assert.ok(!token.includes(vera), 'the cookie does not say whose it is')
})

test('any other text is no browser', () => {
  const keys = newSigningKeys()
  const token = deviceToken(keys, 'x', ID)
  for (const text of ['', '.', ID, `${ID}.`, `${token}.`, `b${token.slice(1)}`, `${token.slice(0, -1)}é`])
    assert.equal(deviceOfToken(keys, 'x', text), null, text)
})
