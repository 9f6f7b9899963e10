import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { type StripeGateway, stripeGateway } from '../../../src/billing/stripe/stripe-gateway.ts'
import { money } from '../../../src/money/money.ts'

/** Calls that only the operator's commands make, and functions that call nothing. */
type Unlimited = 'inspectAccount' | 'repairAccount' | 'livemode' | 'verify'

const SESSION = {
  checkoutId: '00000000-0000-4000-8000-000000000000',
  frequency: 'monthly',
  money: money(500, 'USD'),
  productName: 'A newsroom',
  language: 'en',
  successUrl: 'https://news.example/',
  cancelUrl: 'https://news.example/',
  payments: { allowed: ['card'] },
} as const

const AT = new Date('2026-11-22T12:00:00Z')
const FETCH = {
  customerId: 'cus_1',
  scope: 'everything',
  since: null,
  subscriptionIds: [],
  invoiceIds: [],
  chargeIds: [],
  sessionIds: [],
}
/** An example of every call. A new function of the gateway does not compile until it is named here. */
const CALLS: Record<Exclude<keyof StripeGateway, Unlimited>, readonly unknown[]> = {
  createSession: [SESSION, 'key'],
  findSession: ['cs_1'],
  openPortal: [{ customerId: 'cus_1', returnUrl: 'https://news.example/', language: 'en' }],
  findInvoicePageUrl: ['in_1'],
  expireSession: ['cs_1'],
  listCustomer: [FETCH],
  listPayment: ['pi_1'],
  retrieveSession: ['cs_1'],
  customerOfInvoice: ['in_1'],
  customerOfCharge: ['ch_1'],
  fetchCustomerEmail: ['cus_1'],
  findCustomersByEmail: ['ada@mail.example'],
  setCustomerEmail: ['cus_1', 'ada@mail.example'],
  listEvents: [AT],
  listAccount: [AT, ['charges']],
  listSubscriptions: [],
  cancelSubscription: ['sub_1', 'key'],
  stateOf: ['sub_1'],
  wasPastDueAt: ['sub_1', AT],
  findChargesSince: ['sub_1', AT],
  voidOpenInvoices: ['sub_1', 'key', { since: AT, until: null }],
  deleteCustomer: ['cus_1'],
  refundCharge: ['ch_1', 'key'],
  changePlan: [{ id: 'sub_1', key: 'key', plan: {}, productName: 'A newsroom' }],
  pauseCharges: [{ id: 'sub_1', key: 'key', resumesAt: AT }],
  resumeCharges: [{ id: 'sub_1', key: 'key' }],
}
const FOR_READERS = ['createSession', 'findSession', 'openPortal', 'findInvoicePageUrl']

type Outcome = { threw: unknown } | { answer: unknown }

const outcomeOf = async (call: unknown): Promise<Outcome> => {
  try {
    const made: unknown = await call
    const isPages = typeof made === 'object' && made !== null && Symbol.asyncIterator in made
    return { answer: isPages ? await (made as AsyncGenerator).next() : made }
  } catch (threw) {
    return { threw }
  }
}

test('each call waits for the pace of jobs or for the budget of readers', async (context) => {
  const received: string[] = []
  const server = createServer((request, response) => {
    received.push(`${request.method} ${request.url}`)
    response.writeHead(404).end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  context.after(() => server.close())
  const gateway = stripeGateway({
    secretKey: 'sk_test_given',
    apiBase: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    webhookSecrets: [],
    pace: () => Promise.reject(new Error('paced')),
    admit: () => Promise.resolve(false),
  })
  const functions = gateway as unknown as Record<string, (...values: readonly unknown[]) => unknown>
  for (const [name, values] of Object.entries(CALLS)) {
    const outcome = await outcomeOf(functions[name]?.(...values))
    if (FOR_READERS.includes(name))
      assert.deepEqual(outcome, { answer: { ok: false, because: 'over-budget' } }, name)
    else assert.ok('threw' in outcome && String(outcome.threw) === 'Error: paced', `${name} is not paced`)
  }
  assert.deepEqual(received, [])
})
