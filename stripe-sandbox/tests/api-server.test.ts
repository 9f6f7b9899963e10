import assert from 'node:assert/strict'
import { get } from 'node:http'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { Stripe } from 'stripe'
import { type Sandbox, startSandbox } from '../src/server.ts'
import { stripeClient } from './given/client.ts'
import { type GivenDirectory, givenDirectory } from './given/directory.ts'
import { monthlySession } from './given/monthly-session.ts'
import { START_AT } from './given/start-at.ts'

describe('the API of the sandbox, called by Stripe’s client', () => {
  let directory: GivenDirectory
  let sandbox: Sandbox
  let stripe: Stripe
  beforeEach(async () => {
    directory = await givenDirectory()
    sandbox = await startSandbox({ port: 0, directory: directory.path, startAt: START_AT })
    stripe = stripeClient(sandbox.origin)
    await stripe.products.create({ id: 'monthly', name: 'Monthly' })
  })
  afterEach(async () => {
    await sandbox.stop()
    await directory.remove()
  })
  const refused = (work: Promise<unknown>, wanted: Record<string, unknown>) =>
    assert.rejects(work, (error: object) => {
      for (const [name, value] of Object.entries(wanted))
        assert.equal((error as Record<string, unknown>)[name], value, name)
      return true
    })

  test('an idempotency key returns the same response again, and is refused with other parameters', async () => {
    const once = await stripe.checkout.sessions.create(monthlySession('monthly'), { idempotencyKey: 'key-1' })
    const again = await stripe.checkout.sessions.create(monthlySession('monthly'), {
      idempotencyKey: 'key-1',
    })
    assert.equal(again.id, once.id)
    assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true')
    const other = { ...monthlySession('monthly'), client_reference_id: 'other' }
    await refused(stripe.checkout.sessions.create(other, { idempotencyKey: 'key-1' }), {
      type: 'StripeIdempotencyError',
      statusCode: 400,
    })
  })

  test('a call that failed fails again under its key; a call with invalid parameters can be corrected', async () => {
    const late = { id: 'made-later', name: 'Later' }
    const price = { currency: 'usd', product: late.id, unit_amount: 500 }
    const options = { idempotencyKey: 'key-2' }
    await refused(stripe.prices.create(price, options), { code: 'resource_missing' })
    await stripe.products.create(late)
    await refused(stripe.prices.create(price, options), { code: 'resource_missing' })
    assert.equal((await stripe.prices.create(price, { idempotencyKey: 'key-3' })).product, late.id)
    await refused(stripe.prices.create({ ...price, unit_amount: 1.5 }, { idempotencyKey: 'key-4' }), {
      statusCode: 400,
    })
    assert.equal((await stripe.prices.create(price, { idempotencyKey: 'key-4' })).product, late.id)
  })

  test('errors have Stripe’s type, code, parameter, status and request id', async () => {
    await refused(stripe.customers.retrieve('cus_none'), { code: 'resource_missing', statusCode: 404 })
    await refused(stripe.products.create({ id: 'monthly', name: 'x' }), {
      code: 'resource_already_exists',
      statusCode: 400,
    })
    await refused(stripe.checkout.sessions.create(monthlySession('none')), { code: 'resource_missing' })
    const unknown = {
      ...monthlySession('monthly'),
      payment_method_types: ['card'],
    } as Stripe.Checkout.SessionCreateParams
    await refused(stripe.checkout.sessions.create(unknown), {
      code: 'parameter_unknown',
      param: 'payment_method_types',
    })
    await refused(stripe.customers.list({ limit: 101 }), { statusCode: 400, param: 'limit' })
    const { hostname, port } = new URL(sandbox.origin)
    await refused(new Stripe('sk_live_no', { host: hostname, port, protocol: 'http' }).customers.list(), {
      statusCode: 401,
    })
    const product = await stripe.products.retrieve('monthly')
    assert.match(product.lastResponse.requestId, /^req_/)
  })

  test('answers only under a name of this machine, so that no other page can use it', async () => {
    const { port } = new URL(sandbox.origin)
    const statusUnder = (host: string, path: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        get({ host: '127.0.0.1', port, path, headers: { host } }, (answer) => {
          answer.resume()
          resolve(answer.statusCode)
        }).once('error', reject)
      })
    for (const host of ['rebound.example', `rebound.example:${port}`, 'localhost.rebound.example'])
      for (const path of ['/', '/_sandbox/clock', '/v1/customers'])
        assert.equal(await statusUnder(host, path), 421, `${host} ${path}`)
    for (const host of [`localhost:${port}`, '127.0.0.1', `[::1]:${port}`])
      assert.equal(await statusUnder(host, '/_sandbox/clock'), 200, host)
  })

  test('lists have pages by cursor, newest first, in both directions', async () => {
    for (let index = 0; index < 7; index += 1)
      await stripe.customers.create({ email: `page${index}@example.com` })
    const all = await stripe.customers.list({ limit: 3 }).autoPagingToArray({ limit: 100 })
    const emails = all.map((customer) => customer.email)
    assert.deepEqual(
      emails.slice(0, 7),
      [6, 5, 4, 3, 2, 1, 0].map((index) => `page${index}@example.com`),
    )
    const back = await stripe.customers.list({ limit: 2, ending_before: all[4]?.id ?? '' })
    assert.deepEqual(
      back.data.map((customer) => customer.email),
      emails.slice(2, 4),
    )
  })
})
