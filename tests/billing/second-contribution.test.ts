import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ActionFact, InvoiceFact, PauseFact, SubscriptionFact } from '../../src/billing/facts.ts'
import {
  type KnownSecond,
  type Succession,
  secondContributions,
  wasBehind,
} from '../../src/billing/second-contribution.ts'

const day = (count: number) => new Date(Date.UTC(2026, 0, 1 + count))

const subscription = (id: string, on: number, more: Partial<SubscriptionFact> = {}): SubscriptionFact => ({
  ...{ id, customerId: 'cus_1', checkoutId: `checkout of ${id}`, status: 'active', currency: 'USD' },
  ...{ startedAt: day(on), cancelAt: null, endedAt: null, endReason: null, isPaused: false, resumesAt: null },
  ...more,
})

const invoice = (subscriptionId: string, on: number, more: Partial<InvoiceFact> = {}): InvoiceFact => ({
  ...{
    id: `in_${subscriptionId}_${on}`,
    customerId: 'cus_1',
    subscriptionId,
    status: 'paid',
    currency: 'USD',
  },
  ...{ amountPaid: 500, annualAmount: 6_000, periodEnd: day(on + 30), createdAt: day(on) },
  ...{ finalizedAt: day(on), paidAt: day(on), voidedAt: null, paymentIntentIds: [] },
  ...{ attempts: 1, nextAttemptAt: null },
  ...more,
})

const UNPAID = { status: 'open', paidAt: null, amountPaid: 0 }

type Given = {
  successions?: Succession[]
  seconds?: KnownSecond[]
  subscriptions: SubscriptionFact[]
  invoices: InvoiceFact[]
  pauses?: PauseFact[]
  actions?: ActionFact[]
}

const told = (
  { pauses = [], actions = [], seconds = [], successions = [], ...given }: Given,
  on: number,
): string[] =>
  secondContributions({ ...given, pauses, actions, seconds, successions }, 'refund', day(on)).map(
    ({ what, subscriptionId }) => `${what} ${subscriptionId}`,
  )

describe('a second contribution beside a first', () => {
  const [a, b] = [subscription('a', 0), subscription('b', 5)]
  const paid = [invoice('a', 0), invoice('b', 5)]

  test('is undone while it is new, and asked about once it has been renewed', () => {
    assert.deepEqual(told({ subscriptions: [a, b], invoices: paid }, 6), ['undo b'])
    assert.deepEqual(told({ subscriptions: [a, b], invoices: [...paid, invoice('b', 35)] }, 36), ['ask b'])
  })

  test('one that was asked for in another’s place takes it, whatever else is given beside', () => {
    const [c, d] = [subscription('c', 7), subscription('d', 8)]
    const invoices = [...paid, invoice('c', 7), invoice('d', 8)]
    const successions = [{ subscriptionId: 'c', replacedId: 'b' }]
    const seconds: KnownSecond[] = [{ subscriptionId: 'b', keptId: 'a', decided: 'kept' }]
    assert.deepEqual(told({ subscriptions: [b, c], invoices, successions }, 8), ['replace c'])
    assert.deepEqual(told({ subscriptions: [a, b, c], invoices, successions, seconds }, 8), ['replace c'])
    // What it replaced has ended, or is set to end: it stands there alone.
    assert.deepEqual(told({ subscriptions: [a, c], invoices, successions }, 8), [])
    assert.deepEqual(told({ subscriptions: [c, d], invoices, successions }, 9), ['undo d'])
    // Of two in the same place the first takes it.
    const both = [...successions, { subscriptionId: 'd', replacedId: 'b' }]
    assert.deepEqual(told({ subscriptions: [b, c, d], invoices, successions: both }, 9), [
      'replace c',
      'undo d',
    ])
    const failing = { ...c, status: 'past_due' }
    assert.deepEqual(told({ subscriptions: [b, failing], invoices, successions }, 9), [])
  })

  test('one of ours beside one taken over from before counts like any; two taken over do not', () => {
    const before = { checkoutId: null }
    const [old, older] = [subscription('a', 0, before), subscription('b', 5, before)]
    assert.deepEqual(told({ subscriptions: [old, b], invoices: paid }, 6), ['undo b'])
    assert.deepEqual(told({ subscriptions: [a, older], invoices: paid }, 6), ['ask b'])
    assert.deepEqual(told({ subscriptions: [old, older], invoices: paid }, 6), [])
  })

  test('given while the first was paused it is asked about when that goes on, and never undone', () => {
    const pause = (resumedAt: Date | null): PauseFact => ({
      ...{ subscriptionId: 'a', pausedAt: day(3), resumesAt: day(13), resumedAt },
    })
    const given = { subscriptions: [a, b], invoices: paid }
    assert.deepEqual(told({ ...given, pauses: [pause(day(13))] }, 14), ['ask b'])
    assert.deepEqual(told({ ...given, pauses: [pause(day(4))] }, 14), ['undo b'])
    const paused = subscription('a', 0, { isPaused: true })
    assert.deepEqual(told({ ...given, subscriptions: [paused, b], pauses: [pause(null)] }, 6), [])
  })

  test('takes the place of a first that was behind when it began, but of one only', () => {
    const behind = subscription('a', 0, { status: 'past_due' })
    const late = subscription('c', 40)
    const failing = [invoice('a', 0), invoice('a', 30, UNPAID), invoice('c', 40)]
    assert.deepEqual(told({ subscriptions: [behind, late], invoices: failing }, 41), ['replace c'])
    const replaces: ActionFact = {
      ...{ subscriptionId: 'c', kind: 'replaces', cause: null, otherSubscriptionId: 'x', madeAt: day(40) },
    }
    assert.deepEqual(told({ subscriptions: [behind, late], invoices: failing, actions: [replaces] }, 41), [
      'ask c',
    ])
  })

  test('when what it stood beside ends before anybody decided, it is asked about beside the next', () => {
    const ended = subscription('a', 0, { endedAt: day(8), status: 'canceled' })
    const c = subscription('c', 6)
    const invoices = [...paid, invoice('c', 6)]
    const seconds = (decided: KnownSecond['decided']): KnownSecond[] =>
      ['b', 'c'].map((subscriptionId) => ({ subscriptionId, keptId: 'a', decided }))
    const given = { subscriptions: [ended, b, c], invoices }
    assert.deepEqual(told({ ...given, seconds: seconds(null) }, 9), ['ask c'])
    assert.deepEqual(told({ ...given, seconds: seconds('kept') }, 9), [])
    assert.deepEqual(told({ ...given, subscriptions: [a, b, c], seconds: seconds(null) }, 9), [])
  })

  test('what was never collected long ago does not put a first behind that was paid since', () => {
    const old = invoice('a', 30, { status: 'uncollectible', paidAt: null, amountPaid: 0 })
    const history = [invoice('a', 0), old, invoice('a', 60)]
    assert.equal(wasBehind([invoice('a', 0), old], day(31)), true)
    assert.equal(wasBehind(history, day(70)), false)
    assert.equal(wasBehind(history, day(31)), true)
    assert.equal(wasBehind([invoice('a', 0), { ...old, voidedAt: day(32) }], day(33)), false)
    const failing = [...history, invoice('a', 90, UNPAID), invoice('c', 70)]
    const [behind, late] = [subscription('a', 0, { status: 'past_due' }), subscription('c', 70)]
    assert.deepEqual(told({ subscriptions: [behind, late], invoices: failing }, 92), ['ask c'])
  })
})
