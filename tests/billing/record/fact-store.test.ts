import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { saveFacts } from '../../../src/billing/record/fact-store.ts'
import { findOrCreateSupporter, saveCustomer } from '../../../src/billing/record/supporter-store.ts'
import { day, subscriptionFact } from '../../given/record/facts.ts'
import { givenDatabase } from '../../given/resources/databases.ts'

test('texts of Stripe that no table keeps do not stop a sync', async (context) => {
  const { database, drop } = await givenDatabase()
  context.after(drop)
  const bad = 'a\0\ud800'
  const reader = { hash: Buffer.alloc(32, 1), newId: randomUUID() }
  const supporterId = await findOrCreateSupporter(database, reader, day(0))
  await saveCustomer(database, { customerId: 'cus_1', supporterId }, day(0))
  const money = { currency: 'USD', amount: 500, createdAt: day(1) } as const
  const unsettled = { settlement: null, failureSettlement: null }
  const subscription = {
    ...subscriptionFact('sub_1', 0, { checkoutId: null, cancellationReason: bad }),
    plan: null,
  }
  const charge = {
    ...money,
    ...unsettled,
    id: 'ch_1',
    customerId: 'cus_1',
    paymentIntentId: null,
    checkoutId: null,
    status: 'succeeded',
    failureCode: bad,
    isDisputed: true,
    refunds: [
      { ...money, ...unsettled, id: 're_1', chargeId: 'ch_1', status: 'pending', amount: 100, reason: bad },
    ],
    disputes: [
      { ...money, id: 'dp_1', chargeId: 'ch_1', status: 'needs_response', reason: bad, settlements: [] },
    ],
  }
  await saveFacts(
    database,
    {
      supporterId,
      facts: { subscriptions: [subscription], invoices: [], charges: [charge], sessions: [] },
    },
    day(1),
  )
  const [row] = await database.query(
    `select (select cancellation_reason from stripe_subscriptions) as canceled, (select reason from stripe_disputes) as disputed`,
  )
  assert.deepEqual(row, { canceled: 'a\ufffd\ufffd', disputed: 'a\ufffd\ufffd' })
})
