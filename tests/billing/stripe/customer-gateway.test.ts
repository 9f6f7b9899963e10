import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { selectOurFacts } from '../../../src/billing/stripe/shapes/our-facts.ts'
import { UnknownShape } from '../../../src/billing/stripe/shapes/stripe-shapes.ts'
import { stripeGateway } from '../../../src/billing/stripe/stripe-gateway.ts'
import { admitAll, unpaced } from '../../../src/platform/pace.ts'

test('a foreign subscription without items does not stop the fetch of its customer; one of ours is rejected', async (context) => {
  const foreign = { id: 'sub_1', object: 'subscription', customer: 'cus_1', metadata: {} }
  const server = createServer((request, response) => {
    const data = request.url?.startsWith('/v1/subscriptions') ? [foreign] : []
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ object: 'list', url: '/v1', has_more: false, data }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  context.after(() => server.close())
  const { listCustomer } = stripeGateway({
    secretKey: 'sk_test_given',
    apiBase: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    webhookSecrets: [],
    pace: unpaced,
    admit: admitAll,
  })
  const listing = await listCustomer({
    customerId: 'cus_1',
    scope: 'everything',
    since: null,
    subscriptionIds: [],
    invoiceIds: [],
    chargeIds: [],
    sessionIds: [],
    imported: new Set(),
  } as Parameters<typeof listCustomer>[0])
  assert.deepEqual(
    listing.subscriptions.map(({ id }) => id),
    ['sub_1'],
  )
  const select = (imported: string[]) =>
    selectOurFacts('cus_1', listing, {
      imported: new Set(imported),
      isOurProduct: () => true,
      knownPayments: new Set(),
    })
  assert.deepEqual(select([]).subscriptions, [])
  assert.throws(
    () => select(['sub_1']),
    (error) => error instanceof UnknownShape && error.message.startsWith('unreadable'),
  )
})
