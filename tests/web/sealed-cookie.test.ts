import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Request, Response } from 'express'
import { sealedCookie } from '../../src/web/sealed-cookie.ts'
import { newSigningKeys } from '../given/mainstay.ts'

const OLD = newSigningKeys()
const OTHER = newSigningKeys()
const NEW = [{ ...OTHER[0], id: 'k2' }, OLD[0]] as const

const written = (name: string, text: string): string => {
  let value = ''
  const response = { cookie: (_name: string, sealed: string) => (value = sealed) } as unknown as Response
  sealedCookie({ name, keys: OLD, https: false }).write(response, text)
  return value
}
const requestWith = (cookie: string) => ({ headers: { cookie } }) as Request
const read = (cookie: string, keys: typeof OLD | typeof NEW = OLD, name = 'r') =>
  sealedCookie({ name, keys, https: false }).read(requestWith(cookie))

test('what is written is read back, also after the keys were rotated', () => {
  const value = written('r', 'the id of a reader')
  assert.equal(read(`r=${value}`), 'the id of a reader')
  assert.equal(read(`r=${value}`, NEW), 'the id of a reader')
  assert.equal(read(`r=${value}`, [OTHER[0]]), null)
})

test('nothing in it can be read without the keys', () => {
  const text = '2026-11-22 the id of a reader'
  const bytes = Buffer.from(written('r', text), 'base64url')
  assert.equal(bytes.includes('reader'), false)
  assert.notEqual(written('r', text), written('r', text), 'equal contents look different')
})

test('a value that was altered anywhere, or belongs to another cookie, is none, and throws nothing (C1)', () => {
  const value = written('r', 'the id of a reader')
  for (let at = 0; at < value.length; at += 1)
    for (const letter of ['A', '_', '.', '%', '\u0000', '\ud800']) {
      const altered = value.slice(0, at) + letter + value.slice(at + 1)
      // The last letter may hold unused bits.
      assert.equal(read(`r=${altered}`) ?? 'the id of a reader', 'the id of a reader')
      if (at < value.length - 1 && value[at] !== letter && /\w/.test(letter))
        assert.equal(read(`r=${altered}`), null)
    }
  assert.equal(read(`m=${value}`, OLD, 'm'), null)
  for (const other of ['', '%', 'AQ', 'e30.e30.', 'x'.repeat(5_000)]) assert.equal(read(`r=${other}`), null)
})
