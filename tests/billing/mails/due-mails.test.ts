import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type CustomerReport,
  findDueMails,
  type MailedFacts,
  staleCauses,
} from '../../../src/billing/mails/due-mails.ts'
import type { InvoiceFact, SubscriptionFact } from '../../../src/billing/model/facts.ts'
import { day, invoiceFact, subscriptionFact } from '../../given/record/facts.ts'

/** Stripe's default. */
const RETRIES = 8
const NOTHING_HEARD: CustomerReport = { customerId: 'cus_1', failures: [] }

const subscription = (more: Partial<SubscriptionFact> = {}): SubscriptionFact =>
  subscriptionFact('sub_1', 0, { checkoutId: 'a checkout', ...more })

const invoice = (on: number, more: Partial<InvoiceFact> = {}): InvoiceFact =>
  invoiceFact('sub_1', on, { id: `in_${on}`, ...more })

const facts = (more: Partial<MailedFacts> = {}): MailedFacts => ({
  subscriptions: [subscription()],
  invoices: [invoice(0)],
  actions: [],
  gifts: [],
  ...more,
})

const causesOf = (given: MailedFacts, now: Date, report = NOTHING_HEARD): string[] =>
  findDueMails(given, report, { now, retries: RETRIES }).map(({ cause }) => cause)

const OPEN = { status: 'open', paidAt: null, amountPaid: 0 }

const ACTION = {
  id: 'a',
  subscriptionId: 'sub_1',
  otherSubscriptionId: null,
  createdAt: day(0),
  firstAttemptedAt: null,
}

describe('the mails that are due to a supporter', () => {
  test('thanks follow only the first payment, for three days', () => {
    assert.deepEqual(causesOf(facts(), day(1)), ['thanks:sub_1'])
    assert.deepEqual(causesOf(facts({ invoices: [invoice(0), invoice(30)] }), day(31)), [])
    assert.deepEqual(causesOf(facts(), day(3)), [])
    assert.deepEqual(causesOf(facts({ invoices: [] }), day(1)), [])
    assert.deepEqual(causesOf(facts({ subscriptions: [subscription({ checkoutId: null })] }), day(1)), [])
  })

  test('thanks say whether the payment is yearly or monthly', () => {
    const frequencyOf = (annualAmount: number) => {
      const [mail] = findDueMails(facts({ invoices: [invoice(0, { annualAmount })] }), NOTHING_HEARD, {
        now: day(1),
        retries: RETRIES,
      })
      return mail?.kind === 'thanks' ? mail.frequency : null
    }
    assert.equal(frequencyOf(6_000), 'monthly')
    assert.equal(frequencyOf(500), 'yearly')
  })

  test('each one-time gift gets thanks once', () => {
    const gift = {
      chargeId: 'ch_1',
      customerId: 'cus_1',
      checkoutId: 'b',
      amount: 2_000,
      at: day(5),
      currency: 'EUR' as const,
    }
    const gifts = [{ ...gift, chargeId: 'ch_2', at: day(6) }, gift]
    assert.deepEqual(causesOf(facts({ gifts }), day(6)), ['thanks:ch_2', 'thanks:ch_1'])
    assert.deepEqual(causesOf(facts({ gifts }), day(8)), ['thanks:ch_2'])
    assert.deepEqual(causesOf(facts({ gifts }), day(9)), [])
  })

  test('a cancellation is mailed for a paid subscription, unless a dispute was the cause', () => {
    const ended = (cancellationReason: string, more: Partial<MailedFacts> = {}) => {
      const given = facts({
        subscriptions: [subscription({ endedAt: day(40), cancellationReason })],
        ...more,
      })
      return findDueMails(given, NOTHING_HEARD, { now: day(41), retries: RETRIES }).map((mail) =>
        mail.kind === 'ended' ? mail.because : mail.kind,
      )
    }
    assert.deepEqual(ended('cancellation_requested'), ['chosen'])
    assert.deepEqual(ended('payment_failed'), ['card-failure'])
    assert.deepEqual(ended('payment_disputed'), [])
    assert.deepEqual(ended('cancellation_requested', { invoices: [] }), ['chosen'], 'a debit was pending')
    const never = subscription({ endedAt: day(40), cancellationReason: null, status: 'incomplete_expired' })
    assert.deepEqual(causesOf(facts({ invoices: [], subscriptions: [never] }), day(41)), [])
  })

  test('a refunded duplicate is mailed as refunded; a replaced subscription gets neither thanks nor a goodbye', () => {
    const given = (kind: 'duplicate' | 'cancel', cause: 'chosen' | 'replaced' | 'staff' | 'dispute' | null) =>
      facts({
        subscriptions: [subscription({ endedAt: day(1), cancellationReason: 'cancellation_requested' })],
        actions: [{ ...ACTION, kind, cause, doneAt: day(1) } as never],
      })
    assert.deepEqual(causesOf(given('duplicate', null), day(1)), ['refunded:sub_1'])
    assert.deepEqual(causesOf(given('cancel', 'replaced'), day(1)), [])
    for (const cause of ['chosen', 'staff'] as const)
      assert.deepEqual(causesOf(given('cancel', cause), day(1)), ['thanks:sub_1', 'ended:sub_1'])
    assert.deepEqual(causesOf(given('cancel', 'dispute'), day(1)), [])
  })

  test('a recent failure is mailed once per invoice, to its customer', () => {
    const given = facts({ invoices: [invoice(0), invoice(30, OPEN)] })
    const failures = [{ invoiceId: 'in_30', at: day(30), requiresAction: false }]
    const report = { customerId: 'cus_1', failures }
    assert.deepEqual(causesOf(given, day(31), report), ['failed:in_30'])
    assert.deepEqual(causesOf(given, day(33), report), [])
    assert.deepEqual(causesOf(given, day(31)), [])
    assert.deepEqual(causesOf(given, day(31), { ...report, customerId: 'cus_2' }), [])
    const first = { invoices: [invoice(30, OPEN)] }
    assert.deepEqual(
      causesOf(facts(first), day(31), report),
      ['failed:in_30'],
      'the first debit was not mailed',
    )
    const never = [subscription({ status: 'incomplete' })]
    assert.deepEqual(causesOf(facts({ ...first, subscriptions: never }), day(31), report), [])
    const older = facts({ invoices: [invoice(0), invoice(10, OPEN), invoice(30, OPEN)] })
    assert.deepEqual(
      causesOf(older, day(31), report),
      ['failed:in_30'],
      'the failure of an older invoice was not mailed',
    )
    const ending = { ...ACTION, kind: 'cancel', cause: 'chosen', doneAt: null } as never
    assert.deepEqual(causesOf({ ...given, actions: [ending] }, day(31), report), [])
    const ended = [subscription({ endedAt: day(31), cancellationReason: 'payment_failed' })]
    assert.deepEqual(causesOf({ ...given, subscriptions: ended }, day(31), report), ['ended:sub_1'])
  })

  test('the last retry is announced once; it replaces the first mail if that still waits', () => {
    const failed = (attempts: number, nextAttemptAt: Date | null) =>
      facts({ invoices: [invoice(0), invoice(30, { ...OPEN, attempts, nextAttemptAt })] })
    const failures = [{ invoiceId: 'in_30', at: day(30), requiresAction: false }]
    const report = { customerId: 'cus_1', failures }
    const dueOn = (given: MailedFacts) => findDueMails(given, report, { now: day(31), retries: RETRIES })
    for (const attempts of [1, 2, RETRIES - 1])
      assert.deepEqual(
        dueOn(failed(attempts, day(32))).map(({ cause }) => cause),
        ['failed:in_30'],
        `after ${attempts} attempts`,
      )
    assert.deepEqual(causesOf(failed(1, null), day(31), report), ['failed:in_30'], 'Stripe retries nothing')
    for (const given of [failed(RETRIES, day(32)), failed(3, null)]) {
      const due = dueOn(given)
      assert.deepEqual(
        due.map(({ cause }) => cause),
        ['failed-last:in_30'],
      )
      assert.deepEqual(staleCauses(given, due, day(31)), ['failed:in_30'])
    }
  })

  test('an invoice that was paid in any way is not mailed as failed', () => {
    assert.deepEqual(staleCauses(facts({ invoices: [invoice(0), invoice(30)] }), [], day(31)), [
      'failed:in_30',
      'failed-last:in_30',
    ])
    assert.deepEqual(staleCauses(facts({ invoices: [invoice(30, { paidAt: null })] }), [], day(31)), [])
  })
})
