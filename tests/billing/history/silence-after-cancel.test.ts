import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Cancellation, silenceAfterCancel } from '../../../src/billing/history/silence-after-cancel.ts'
import { day, invoiceFact, subscriptionFact } from '../../given/record/facts.ts'

const canceled = (subscriptionId: string, on: number, more: Partial<Cancellation> = {}): Cancellation => ({
  subscriptionId,
  cause: 'chosen',
  isUnsafe: false,
  createdAt: day(on),
  ...more,
})
const ended = (id: string, on: number, cancellationReason: string | null) =>
  subscriptionFact(id, 0, { endedAt: day(on), cancellationReason })

type Facts = Parameters<typeof silenceAfterCancel>[0]
const silence = (facts: Partial<Facts>): Date | null =>
  silenceAfterCancel({
    subscriptions: [subscriptionFact('a', 0)],
    invoices: [invoiceFact('a', 0), invoiceFact('b', 20)],
    cancellations: [],
    duplicates: [],
    ...facts,
  })

test('who canceled is not asked for 90 days, and for a year if it is not safe for them', () => {
  assert.equal(silence({}), null)
  assert.deepEqual(silence({ cancellations: [canceled('a', 10)] }), day(100))
  assert.deepEqual(silence({ cancellations: [canceled('a', 10, { isUnsafe: true })] }), day(375))
  assert.deepEqual(silence({ cancellations: [canceled('a', 10, { cause: 'staff' })] }), day(100))
  const both = [canceled('a', 10, { isUnsafe: true }), canceled('b', 50)]
  assert.deepEqual(silence({ cancellations: both }), day(375), 'the longer one holds')
})

test('a subscription that never was paid counts too if its supporter canceled it', () => {
  assert.deepEqual(silence({ invoices: [], cancellations: [canceled('a', 10)] }), day(100))
})

test('a cancellation in Stripe’s portal or dashboard counts, a failed renewal does not', () => {
  assert.deepEqual(silence({ subscriptions: [ended('a', 10, 'cancellation_requested')] }), day(100))
  assert.deepEqual(silence({ subscriptions: [ended('a', 10, 'payment_disputed')] }), day(100))
  const disputed = [canceled('a', 12, { cause: 'dispute' })]
  assert.deepEqual(silence({ subscriptions: [ended('a', 10, null)], cancellations: disputed }), day(100))
  assert.equal(silence({ subscriptions: [ended('a', 10, 'payment_failed')] }), null)
  assert.equal(silence({ subscriptions: [ended('a', 10, null)], invoices: [] }), null, 'never paid')
})

test('a replaced subscription and a duplicate were not canceled by anybody', () => {
  const subscriptions = [ended('a', 10, 'cancellation_requested')]
  assert.equal(silence({ subscriptions, duplicates: ['a'] }), null)
  assert.equal(silence({ subscriptions, cancellations: [canceled('a', 10, { cause: 'replaced' })] }), null)
})

test('a contribution that started later ends the silence for good, unless it was never paid', () => {
  const cancellations = [canceled('a', 10, { isUnsafe: true })]
  const subscriptions = [subscriptionFact('a', 0), subscriptionFact('b', 20)]
  assert.equal(silence({ subscriptions, cancellations }), null)
  assert.deepEqual(silence({ subscriptions, cancellations, invoices: [] }), day(375))
})
