import assert from 'node:assert/strict'
import { test } from 'node:test'
import { roundsOf } from '../../given/depth.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { appealOf, givenReader, type Reader } from '../../given/people/reader.ts'
import { contributeAs, signInAs } from '../../given/people/supporter.ts'

const PAGES = [
  '/',
  '/articles/third-floor-second-door',
  '/support',
  '/support/thanks?session_id=cs_1',
  '/reminders/given',
  '/sign-in',
  '/sign-in/code',
  '/account',
  '/account/data.json',
  '/staff',
  '/staff/sign-in',
  '/staff/inbox',
]
const FORMS: readonly [string, Record<string, string>][] = [
  ['/reminders', { after: '1m' }],
  ['/reminders/cancel', {}],
  ['/reminders/given', {}],
  ['/support/checkouts', { frequency: 'monthly', currency: 'USD', amount: '5' }],
  ['/sign-in/code', { code: '12345678' }],
  ['/sign-out', {}],
  ['/staff/sign-out', {}],
]

/** Damages a value as proxies, editors and hostile hands do. Not by Я, whose low byte is that of the slash. */
const damaged = (value: string): string[] => {
  const middle = Math.floor(value.length / 2)
  const replaced = (letter: string) => value.slice(0, middle) + letter + value.slice(middle + 1)
  return [
    ...['!', '%', '%00', '%ff', 'Ж'].map((letter) => replaced(encodeURI(letter))),
    replaced(value[middle] === 'A' ? 'B' : 'A'),
    value.slice(0, middle),
    value.repeat(20),
    '..',
    'e30.e30.',
    'bnVsbA.bnVsbA.x',
    '%',
  ]
}

/** Outside the deep half a cookie is damaged in a sixth of the ways, each in others. */
const THINNED = roundsOf(6, 1)

describeMainstay('a cookie or token that does not verify is none (C1)', (mainstay) => {
  const isAnswered = async (reader: Reader, name: string, value: string): Promise<void> => {
    for (const path of PAGES) {
      reader.cookies.set(name, value)
      const { status } = await reader.get(path)
      assert.ok(status < 500, `GET ${path} with ${name}=${value}: ${status}`)
    }
    for (const [path, fields] of FORMS) {
      reader.cookies.set(name, value)
      const { status } = await reader.post(path, fields)
      assert.ok(status < 500, `POST ${path} with ${name}=${value}: ${status}`)
    }
  }

  test('on every page and form that reads a cookie', async () => {
    const { supporter } = await contributeAs(mainstay, 'damaged@example.com')
    await signInAs(mainstay, 'damaged@example.com', 1, supporter)
    await supporter.post('/sign-in', { address: 'damaged@example.com' })
    const names = [...supporter.cookies.keys()].sort()
    assert.deepEqual(names, ['m', 'q', 'r'])
    for (const [shift, name] of [...names, 's'].entries())
      for (const value of damaged(supporter.cookies.get(name) ?? 'abcdefghijklmnopqrstuvwx').filter(
        (_value, index) => (index + shift) % THINNED === 0,
      )) {
        const reader = givenReader(mainstay.origin)
        for (const [each, kept] of supporter.cookies) if (each !== name) reader.cookies.set(each, kept)
        await isAnswered(reader, name, value)
      }
  })

  test('a damaged reader cookie shows the appeal, as none would', async () => {
    const reader = givenReader(mainstay.origin)
    await reader.post('/reminders', { after: '1m' })
    assert.equal(await appealOf(reader), 'snoozed')
    for (const value of damaged(reader.cookies.get('r') ?? '')) {
      reader.cookies.set('r', value)
      assert.equal(await appealOf(reader), 'shown', value)
    }
  })

  test('a damaged token in an address is no error of the server, and does nothing', async () => {
    for (const token of [
      'a',
      'A'.repeat(43),
      '%D0%90'.repeat(43),
      '%00',
      '%ff',
      'e30.e30.e30',
      'x'.repeat(5_000),
    ])
      for (const path of [
        '/sign-in',
        '/pay',
        '/account/address',
        '/account/address/back',
        '/staff/sign-in',
      ]) {
        const reader = givenReader(mainstay.origin)
        const page = await reader.get(`${path}/${token}`)
        assert.ok(page.status < 500, `GET ${path}/${token}: ${page.status}`)
        const { status } = await reader.post(`${path}/${token}`, {})
        assert.ok(status >= 400 && status < 500, `POST ${path}/${token}: ${status}`)
      }
  })
})
