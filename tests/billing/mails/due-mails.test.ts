import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type CustomerReport,
  findDueMails,
  type MailedFacts,
  staleCauses,
} from '../../../src/billing/mails/due-mails.ts'
import type { InvoiceFact, SubscriptionFact } from '../../../src/billing/model/facts.ts'

const day = (count: number) => new Date(Date.UTC(2026, 0, 1 + count))
const NOTHING_HEARD: CustomerReport = { customerId: 'cus_1', failures: [] }

const subscription = (more: Partial<SubscriptionFact> = {}): SubscriptionFact => ({
  id: 'sub_1',
  customerId: 'cus_1',
  checkoutId: 'a checkout',
  status: 'active',
  currency: 'USD',
  startedAt: day(0),
  cancelAt: null,
  endedAt: null,
  cancellationReason: null,
  isPaused: false,
  resumesAt: null,
  ...more,
})

const invoice = (on: number, more: Partial<InvoiceFact> = {}): InvoiceFact => ({
  id: `in_${on}`,
  customerId: 'cus_1',
  subscriptionId: 'sub_1',
  status: 'paid',
  currency: 'USD',
  amountPaid: 500,
  annualAmount: 6_000,
  periodEnd: day(on + 30),
  createdAt: day(on),
  finalizedAt: day(on),
  paidAt: day(on),
  voidedAt: null,
  paymentIntentIds: [],
  attempts: 1,
  nextAttemptAt: null,
  ...more,
})

const facts = (more: Partial<MailedFacts> = {}): MailedFacts => ({
  ...{ subscriptions: [subscription()], invoices: [invoice(0)], actions: [], gifts: [] },
  ...more,
})

const told = (given: MailedFacts, now: Date, report = NOTHING_HEARD): string[] =>
  findDueMails(given, report, now).map(({ cause }) => cause)

const ACTION = {
  id: 'a',
  subscriptionId: 'sub_1',
  otherSubscriptionId: null,
  createdAt: day(0),
  firstAttemptedAt: null,
}

describe('what a supporter is owed word of', () => {
  test('thanks for the first payment only, for three days', () => {
    assert.deepEqual(told(facts(), day(1)), ['thanks:sub_1'])
    assert.deepEqual(told(facts({ invoices: [invoice(0), invoice(30)] }), day(31)), [])
    assert.deepEqual(told(facts(), day(3)), [])
    assert.deepEqual(told(facts({ invoices: [] }), day(1)), [])
    assert.deepEqual(told(facts({ subscriptions: [subscription({ checkoutId: null })] }), day(1)), [])
  })

  test('thanks say how often: what is paid is a year’s or a month’s', () => {
    const frequencyOf = (annualAmount: number) => {
      const [mail] = findDueMails(facts({ invoices: [invoice(0, { annualAmount })] }), NOTHING_HEARD, day(1))
      return mail?.kind === 'thanks' ? mail.frequency : null
    }
    assert.equal(frequencyOf(6_000), 'monthly')
    assert.equal(frequencyOf(500), 'yearly')
  })

  test('each gift made once is thanked for, once', () => {
    const gift = {
      ...{ chargeId: 'ch_1', customerId: 'cus_1', checkoutId: 'b', amount: 2_000, at: day(5) },
      currency: 'EUR' as const,
    }
    const gifts = [{ ...gift, chargeId: 'ch_2', at: day(6) }, gift]
    assert.deepEqual(told(facts({ gifts }), day(6)), ['thanks:ch_2', 'thanks:ch_1'])
    assert.deepEqual(told(facts({ gifts }), day(8)), ['thanks:ch_2'])
    assert.deepEqual(told(facts({ gifts }), day(9)), [])
  })

  test('an end is told when it was recurring support, and not when a dispute was its cause', () => {
    const ended = (cancellationReason: string, more: Partial<MailedFacts> = {}) => {
      const given = facts({
        subscriptions: [subscription({ endedAt: day(40), cancellationReason })],
        ...more,
      })
      return findDueMails(given, NOTHING_HEARD, day(41)).map((mail) =>
        mail.kind === 'ended' ? mail.because : mail.kind,
      )
    }
    assert.deepEqual(ended('cancellation_requested'), ['chosen'])
    assert.deepEqual(ended('payment_failed'), ['card-failure'])
    assert.deepEqual(ended('payment_disputed'), [])
    assert.deepEqual(ended('cancellation_requested', { invoices: [] }), ['chosen'], 'a debit was under way')
    const never = subscription({ endedAt: day(40), cancellationReason: null, status: 'incomplete_expired' })
    assert.deepEqual(told(facts({ invoices: [], subscriptions: [never] }), day(41)), [])
  })

  test('what is undone is told as that; what is ended in favour of another is neither thanked for nor parted from', () => {
    const given = (kind: 'duplicate' | 'cancel', cause: 'chosen' | 'replaced' | 'staff' | 'dispute' | null) =>
      facts({
        subscriptions: [subscription({ endedAt: day(1), cancellationReason: 'cancellation_requested' })],
        actions: [{ ...ACTION, kind, cause, doneAt: day(1) } as never],
      })
    assert.deepEqual(told(given('duplicate', null), day(1)), ['refunded:sub_1'])
    assert.deepEqual(told(given('cancel', 'replaced'), day(1)), [])
    for (const cause of ['chosen', 'staff'] as const)
      assert.deepEqual(told(given('cancel', cause), day(1)), ['thanks:sub_1', 'ended:sub_1'])
    assert.deepEqual(told(given('cancel', 'dispute'), day(1)), [])
  })

  test('a failure is told only when word of it is fresh, by one mail for the invoice, to the customer it is of', () => {
    const open = { status: 'open', paidAt: null, amountPaid: 0 }
    const given = facts({ invoices: [invoice(0), invoice(30, open)] })
    const failures = [{ invoiceId: 'in_30', at: day(30), requiresAction: false }]
    const report = { customerId: 'cus_1', failures }
    assert.deepEqual(told(given, day(31), report), ['failed:in_30'])
    assert.deepEqual(told(given, day(33), report), [])
    assert.deepEqual(told(given, day(31)), [])
    assert.deepEqual(told(given, day(31), { ...report, customerId: 'cus_2' }), [])
    const first = { invoices: [invoice(30, open)] }
    assert.deepEqual(told(facts(first), day(31), report), ['failed:in_30'], 'a first debit')
    const never = [subscription({ status: 'incomplete' })]
    assert.deepEqual(told(facts({ ...first, subscriptions: never }), day(31), report), [])
    const older = facts({ invoices: [invoice(0), invoice(10, open), invoice(30, open)] })
    assert.deepEqual(told(older, day(31), report), ['failed:in_30'], 'an older one is mailed about again')
    const ending = { ...ACTION, kind: 'cancel', cause: 'chosen', doneAt: null } as never
    assert.deepEqual(told({ ...given, actions: [ending] }, day(31), report), [])
    const ended = [subscription({ endedAt: day(31), cancellationReason: 'payment_failed' })]
    assert.deepEqual(told({ ...given, subscriptions: ended }, day(31), report), ['ended:sub_1'])
  })

  test('what was paid by whomever is told as failed no longer', () => {
    assert.deepEqual(staleCauses(facts({ invoices: [invoice(0), invoice(30)] }), day(31)), ['failed:in_30'])
    assert.deepEqual(staleCauses(facts({ invoices: [invoice(30, { paidAt: null })] }), day(31)), [])
  })
})
