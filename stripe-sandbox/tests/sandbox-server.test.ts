import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Stripe } from 'stripe'
import { type Sandbox, startSandbox } from '../src/server.ts'
import { controlSandbox, paySession, stripeClient } from './given/client.ts'
import { type GivenDirectory, givenDirectory } from './given/directory.ts'
import { START_AT } from './given/start-at.ts'

const monthly = (product: string): Stripe.Checkout.SessionCreateParams => ({
  mode: 'subscription',
  line_items: [
    {
      price_data: { currency: 'usd', product, unit_amount: 500, recurring: { interval: 'month' } },
      quantity: 1,
    },
  ],
  success_url: 'http://127.0.0.1/thanks',
})

describe('the Stripe sandbox, by Stripe’s own client', () => {
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

  test('the same key gives the same answer; with other parameters it is refused', async () => {
    const once = await stripe.checkout.sessions.create(monthly('monthly'), { idempotencyKey: 'key-1' })
    const again = await stripe.checkout.sessions.create(monthly('monthly'), { idempotencyKey: 'key-1' })
    assert.equal(again.id, once.id)
    assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true')
    const other = { ...monthly('monthly'), client_reference_id: 'other' }
    await refused(stripe.checkout.sessions.create(other, { idempotencyKey: 'key-1' }), {
      type: 'StripeIdempotencyError',
      statusCode: 400,
    })
  })

  test('what failed once it had begun fails again the same under its key; what was refused at the door may be mended', async () => {
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

  test('errors are Stripe’s: type, code, parameter, status, request id', async () => {
    await refused(stripe.customers.retrieve('cus_none'), { code: 'resource_missing', statusCode: 404 })
    await refused(stripe.products.create({ id: 'monthly', name: 'x' }), {
      code: 'resource_already_exists',
      statusCode: 400,
    })
    await refused(stripe.checkout.sessions.create(monthly('none')), { code: 'resource_missing' })
    const unknown = {
      ...monthly('monthly'),
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

  test('lists turn their pages by cursor, newest first, forwards and backwards', async () => {
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

  test('a start sends what Stripe sends (sequence B), a renewal an hour after its period moved (sequence C)', async () => {
    const session = await stripe.checkout.sessions.create(monthly('monthly'))
    const declined = await paySession(sandbox.origin, session.id, 'pm_card_visa_chargeDeclined')
    assert.equal(declined.status, 402)
    assert.equal(
      (await stripe.subscriptions.list({ status: 'all' })).data.length,
      0,
      'a declined card makes no subscription',
    )
    await paySession(sandbox.origin, session.id)
    const types = async () =>
      (await stripe.events.list({ limit: 100 })).data.map((event) => event.type).reverse()
    const start = (await types()).slice((await types()).indexOf('charge.succeeded'))
    assert.deepEqual(start, [
      'charge.succeeded',
      'payment_method.attached',
      'customer.created',
      'checkout.session.completed',
      ...[
        'customer.subscription.created',
        'payment_intent.succeeded',
        'payment_intent.created',
        'invoice.created',
      ],
      'invoice.finalized',
      'invoice.paid',
      'invoice.payment_succeeded',
      'invoice_payment.paid',
    ])
    const [subscription] = (await stripe.subscriptions.list()).data
    const end = subscription?.items.data[0]?.current_period_end ?? 0
    const advance = async (seconds: number) =>
      (await controlSandbox(sandbox.origin, 'clock', { advanceSeconds: seconds })) as { now: string }
    const { now } = await advance(0)
    await advance(end - Math.floor(Date.parse(now) / 1000) + 60)
    const [draft] = (await stripe.invoices.list({ limit: 1 })).data
    assert.deepEqual([draft?.status, draft?.billing_reason], ['draft', 'subscription_cycle'])
    await advance(3600)
    const [paid] = (await stripe.invoices.list({ limit: 1, expand: ['data.payments'] })).data
    assert.deepEqual([paid?.id, paid?.status, paid?.payments?.data.length], [draft?.id, 'paid', 1])
    const after = await types()
    assert.deepEqual(after.slice(after.lastIndexOf('invoice.created')), [
      ...[
        'invoice.created',
        'customer.subscription.updated',
        'invoice.finalized',
        'payment_intent.created',
        'charge.succeeded',
      ],
      ...[
        'payment_intent.succeeded',
        'invoice.updated',
        'invoice.paid',
        'invoice.payment_succeeded',
        'invoice_payment.paid',
        'charge.updated',
      ],
    ])
  })
})

test('killed outright, it has kept everything it answered for', async (context) => {
  const directory = await givenDirectory()
  const started: ChildProcess[] = []
  context.after(async () => {
    for (const child of started) child.kill('SIGKILL')
    await directory.remove()
  })
  const start = () =>
    new Promise<{ origin: string; kill: () => Promise<void> }>((resolve, reject) => {
      const child = spawn(process.execPath, ['dist/main.js'], {
        cwd: fileURLToPath(new URL('..', import.meta.url)),
        env: { PATH: process.env['PATH'], DATA_DIR: directory.path, SANDBOX_PORT: '0' },
      })
      started.push(child)
      child.once('exit', () => reject(new Error('The sandbox ended')))
      child.stdout.once('data', (chunk) => {
        const origin = /http:\S+/.exec(String(chunk))?.[0] ?? ''
        const exited = new Promise<void>((done) => child.once('exit', () => done()))
        resolve({
          origin,
          kill: () => {
            child.kill('SIGKILL')
            return exited
          },
        })
      })
    })
  const ids: string[] = []
  for (let round = 0; round < 3; round += 1) {
    const running = await start()
    const stripe = stripeClient(running.origin)
    for (const id of ids) assert.equal((await stripe.customers.retrieve(id)).id, id)
    const before = ids.length
    // In the midst of it: some are answered, some are not.
    const made = await new Promise<Promise<unknown>[]>((midst) => {
      const all: Promise<unknown>[] = Array.from({ length: 20 }, (_, index) =>
        stripe.customers.create({ name: `${round} ${index}` }).then((customer) => {
          ids.push(customer.id)
          if (ids.length - before === 7) midst(all)
        }),
      )
    })
    await running.kill()
    await Promise.allSettled(made)
  }
  assert.ok(ids.length > 10)
  const last = await start()
  for (const id of ids) assert.equal((await stripeClient(last.origin).customers.retrieve(id)).id, id)
  await last.kill()
})
