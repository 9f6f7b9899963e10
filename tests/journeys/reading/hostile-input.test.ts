import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildMainstay } from '../../../src/app/app.ts'
import { openMetrics } from '../../../src/platform/metrics.ts'
import { ROLES } from '../../../src/staff/roles.ts'
import { roundsOf } from '../../given/depth.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import type { Reader } from '../../given/people/reader.ts'
import { givenStaff, signInStaff, VERA } from '../../given/people/staff.ts'
import { contributeAs, signInAs } from '../../given/people/supporter.ts'
import { hasRoute, namesOfInputs, routesOf } from '../../given/routes.ts'

const NUL = '%00'
/** Percent-encoded texts: NUL, invalid UTF-8, overlong forms, lone surrogates, SQL, paths and lengths. */
const HOSTILE = [
  NUL,
  'cus_1%00',
  '%',
  '%zz',
  '%u0000',
  '%C0%80',
  '%FF%FE',
  '%ED%A0%80',
  '%F4%90%80%80',
  '%EF%BF%BE',
  '%E2%80%AE',
  '%27%3B--',
  '..%2f..%2fetc%2fpasswd',
  '%5c%5c',
  '%0d%0aset-cookie:%20a=b',
  '__proto__',
  '99999999999999999999',
  '-1',
  '%20',
  'x'.repeat(3000),
]
/** These end the session, so they come last. */
const ENDS_SESSION = /sign-out|erase/

/** Outside the deep half each route gets a sixth of the texts, and each text comes to a sixth of the routes. */
const THINNED = roundsOf(6, 1)
const thin = <Item>(items: readonly Item[], shift: number): Item[] =>
  items.filter((_item, index) => (index + shift) % THINNED === 0)

type Route = { pattern: string; isRead: boolean; isPosted: boolean }

describeMainstay('hostile input', (mainstay) => {
  const routes = async (): Promise<Route[]> => {
    const { app, stop } = await buildMainstay({ ...mainstay.resources, metrics: openMetrics() })
    const found = routesOf(app)
    await stop()
    return found
      .sort((one, other) => Number(ENDS_SESSION.test(one)) - Number(ENDS_SESSION.test(other)))
      .map((pattern) => ({
        pattern,
        isRead: hasRoute(app, pattern, 'get'),
        isPosted: hasRoute(app, pattern, 'post'),
      }))
  }
  /** A browser in which a supporter and a staff member with every role are signed in. */
  const everybody = async (): Promise<Reader> => {
    await givenStaff(mainstay.database, VERA, ...ROLES)
    await contributeAs(mainstay, 'ada@mail.example')
    const reader = await signInAs(mainstay, 'ada@mail.example')
    const staff = await signInStaff(mainstay.origin)
    for (const [name, value] of staff.cookies) reader.cookies.set(name, value)
    return reader
  }
  const send = async (person: Reader, target: string, options: RequestInit): Promise<number> => {
    // Limits would hide what comes after them.
    if (options.method === 'POST' || target.startsWith('/support')) await mainstay.redis?.flushall()
    const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...options.headers, cookie }
    const answer = await fetch(mainstay.origin + target, { ...options, headers, redirect: 'manual' })
    await answer.arrayBuffer()
    return answer.status
  }
  const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

  test('in a path is a client’s mistake on every route and method', async () => {
    const found = (await routes()).filter(({ pattern }) => pattern.includes(':'))
    assert.ok(found.length >= 12)
    const person = await everybody()
    for (const [shift, { pattern, isRead, isPosted }] of found.entries()) {
      const own = [...(isRead ? ['GET'] : []), ...(isPosted ? ['POST'] : [])]
      for (const hostile of new Set([NUL, ...thin(HOSTILE, shift)]))
        for (const method of hostile === NUL ? ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'] : own) {
          const target = pattern.replaceAll(/:\w+/g, () => hostile)
          const form = method === 'POST' ? { body: 'a=b', headers: FORM } : {}
          const status = await send(person, target, { method, ...form })
          assert.ok(status < 500, `${method} ${target.slice(0, 90)} is ${status}`)
        }
    }
  })

  test('a customer with a NUL in the id is not found', async () => {
    const staff = await everybody()
    assert.equal((await staff.get('/staff/supporters/cus_1%00')).status, 404)
    for (const action of ['cancel', 'refund', 'sign-in-link'])
      assert.equal((await staff.post(`/staff/supporters/cus_1%00/${action}`, {})).status, 404, action)
  })

  test('in a query or form is a client’s mistake on every route', async () => {
    const names = namesOfInputs()
    assert.ok(names.length >= 25, names.join())
    const together = HOSTILE.filter((_, index) => index % 4 === 0).map((hostile) =>
      names
        .map((name) => `${name}=${hostile}`)
        .join('&')
        .slice(0, 12_000),
    )
    // One bad value may hide the next, so the byte that databases refuse comes in a few inputs at a time as well.
    const alone = Array.from({ length: Math.ceil(names.length / 6) }, (_, index) =>
      names
        .slice(index * 6, index * 6 + 6)
        .map((name) => `${name}=%00`)
        .join('&'),
    )
    const twice = names.map((name) => `${name}[x]=1&${name}=1&${name}=2`).join('&')
    const person = await everybody()
    const found = await routes()
    assert.ok(found.filter(({ isRead }) => isRead).length >= 30)
    assert.ok(found.filter(({ isPosted }) => isPosted).length >= 30)
    for (const [shift, { pattern, isRead, isPosted }] of found.entries())
      for (const text of [...thin(together, shift), ...thin(alone, shift), twice]) {
        const target = pattern.replaceAll(/:\w+/g, 'none')
        if (isRead) {
          const got = await send(person, `${target}?${text}`, { method: 'GET' })
          assert.ok(got < 500, `GET ${target}?${text.slice(0, 90)} is ${got}`)
        }
        if (isPosted) {
          const posted = await send(person, target, { method: 'POST', body: text, headers: FORM })
          assert.ok(posted < 500, `POST ${target} with ${text.slice(0, 90)} is ${posted}`)
        }
      }
  })
})
