import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  type DuplicateDecision,
  findDuplicates,
  type KnownDuplicate,
} from '../../../src/billing/duplicates/duplicates.ts'
import { wasPastDue } from '../../../src/billing/model/arrears.ts'
import type {
  ActionFact,
  InvoiceFact,
  PauseFact,
  SubscriptionFact,
} from '../../../src/billing/model/facts.ts'
import { day, invoiceFact, subscriptionFact } from '../../given/record/facts.ts'

const UNPAID = { status: 'open', paidAt: null, amountPaid: 0 }

type Given = {
  duplicates?: KnownDuplicate[]
  subscriptions: SubscriptionFact[]
  invoices: InvoiceFact[]
  pauses?: PauseFact[]
  actions?: ActionFact[]
}

const actionsFor = ({ pauses = [], actions = [], duplicates = [], ...given }: Given, on: number): string[] =>
  findDuplicates({ ...given, pauses, actions, duplicates }, 'refund', day(on)).map(
    ({ action, subscriptionId }) => `${action} ${subscriptionId}`,
  )

describe('a second subscription beside a first', () => {
  const [a, b] = [subscriptionFact('a', 0), subscriptionFact('b', 5)]
  const paid = [invoiceFact('a', 0), invoiceFact('b', 5)]

  test('is refunded while it is new; staff decide after its first renewal', () => {
    assert.deepEqual(actionsFor({ subscriptions: [a, b], invoices: paid }, 6), ['refund b'])
    assert.deepEqual(actionsFor({ subscriptions: [a, b], invoices: [...paid, invoiceFact('b', 35)] }, 36), [
      'ask b',
    ])
  })

  test('in another currency is intentional; duplicates are found within each currency', () => {
    const euro = subscriptionFact('e', 6, { currency: 'EUR' })
    const inEuros = (id: string, on: number) => invoiceFact(id, on, { currency: 'EUR' })
    const both = { subscriptions: [a, euro], invoices: [invoiceFact('a', 0), inEuros('e', 6)] }
    assert.deepEqual(actionsFor(both, 7), [])
    assert.deepEqual(actionsFor({ ...both, invoices: [...both.invoices, inEuros('e', 36)] }, 37), [])
    const twin = subscriptionFact('f', 8, { currency: 'EUR' })
    const all = { subscriptions: [a, b, euro, twin], invoices: [...paid, inEuros('e', 6), inEuros('f', 8)] }
    assert.deepEqual(actionsFor(all, 9), ['refund b', 'refund f'])
    const duplicates: KnownDuplicate[] = [{ subscriptionId: 'e', keptId: 'x', decision: null }]
    assert.deepEqual(actionsFor({ ...both, duplicates }, 9), [])
  })

  test('replaces a failed subscription even in another currency, unless it duplicates one of its own currency', () => {
    const pastDue = subscriptionFact('a', 0, { status: 'past_due' })
    const failing = [invoiceFact('a', 0), invoiceFact('a', 30, UNPAID)]
    const euro = subscriptionFact('e', 40, { currency: 'EUR' })
    const later = invoiceFact('e', 40, { currency: 'EUR' })
    const given = { subscriptions: [pastDue, euro], invoices: [...failing, later] }
    assert.deepEqual(actionsFor(given, 41), ['replace e'])
    const known = (decision: DuplicateDecision | null): KnownDuplicate[] => [
      { subscriptionId: 'e', keptId: 'x', decision },
    ]
    assert.deepEqual(actionsFor({ ...given, duplicates: known('kept') }, 41), [])
    assert.deepEqual(actionsFor({ ...given, duplicates: known(null) }, 41), [])
    const elder = subscriptionFact('d', 10, { currency: 'EUR' })
    const beside = [...given.invoices, invoiceFact('d', 10, { currency: 'EUR' })]
    assert.deepEqual(actionsFor({ subscriptions: [pastDue, elder, euro], invoices: beside }, 41), [
      'refund e',
    ])
  })

  test('counts beside an imported subscription; two imported subscriptions do not count', () => {
    const before = { checkoutId: null }
    const [old, older] = [subscriptionFact('a', 0, before), subscriptionFact('b', 5, before)]
    assert.deepEqual(actionsFor({ subscriptions: [old, b], invoices: paid }, 6), ['refund b'])
    assert.deepEqual(actionsFor({ subscriptions: [a, older], invoices: paid }, 6), ['ask b'])
    assert.deepEqual(actionsFor({ subscriptions: [old, older], invoices: paid }, 6), [])
  })

  test('started while the first was paused is never refunded; staff decide when the first resumes', () => {
    const pause = (resumedAt: Date | null): PauseFact => ({
      subscriptionId: 'a',
      pausedAt: day(3),
      resumesAt: day(13),
      resumedAt,
    })
    const given = { subscriptions: [a, b], invoices: paid }
    assert.deepEqual(actionsFor({ ...given, pauses: [pause(day(13))] }, 14), ['ask b'])
    assert.deepEqual(actionsFor({ ...given, pauses: [pause(day(4))] }, 14), ['refund b'])
    const paused = subscriptionFact('a', 0, { isPaused: true })
    assert.deepEqual(actionsFor({ ...given, subscriptions: [paused, b], pauses: [pause(null)] }, 6), [])
  })

  test('replaces a first that was past due when the second started, but only one', () => {
    const pastDue = subscriptionFact('a', 0, { status: 'past_due' })
    const late = subscriptionFact('c', 40)
    const failing = [invoiceFact('a', 0), invoiceFact('a', 30, UNPAID), invoiceFact('c', 40)]
    assert.deepEqual(actionsFor({ subscriptions: [pastDue, late], invoices: failing }, 41), ['replace c'])
    const replaces: ActionFact = {
      subscriptionId: 'c',
      kind: 'replacement',
      cause: null,
      otherSubscriptionId: 'x',
      createdAt: day(40),
    }
    assert.deepEqual(
      actionsFor({ subscriptions: [pastDue, late], invoices: failing, actions: [replaces] }, 41),
      ['ask c'],
    )
  })

  test('is compared with the next subscription if the kept one is canceled before a decision', () => {
    const ended = subscriptionFact('a', 0, { endedAt: day(8), status: 'canceled' })
    const c = subscriptionFact('c', 6)
    const invoices = [...paid, invoiceFact('c', 6)]
    const pairsWith = (decision: DuplicateDecision | null): KnownDuplicate[] =>
      ['b', 'c'].map((subscriptionId) => ({ subscriptionId, keptId: 'a', decision }))
    const given = { subscriptions: [ended, b, c], invoices }
    assert.deepEqual(actionsFor({ ...given, duplicates: pairsWith(null) }, 9), ['ask c'])
    assert.deepEqual(actionsFor({ ...given, duplicates: pairsWith('kept') }, 9), [])
    assert.deepEqual(actionsFor({ ...given, subscriptions: [a, b, c], duplicates: pairsWith(null) }, 9), [])
  })

  test('an old unpaid invoice does not make a subscription past due that was paid since', () => {
    const old = invoiceFact('a', 30, { status: 'uncollectible', paidAt: null, amountPaid: 0 })
    const history = [invoiceFact('a', 0), old, invoiceFact('a', 60)]
    assert.equal(wasPastDue([invoiceFact('a', 0), old], day(31)), true)
    assert.equal(wasPastDue(history, day(70)), false)
    assert.equal(wasPastDue(history, day(31)), true)
    assert.equal(wasPastDue([invoiceFact('a', 0), { ...old, voidedAt: day(32) }], day(33)), false)
    const failing = [...history, invoiceFact('a', 90, UNPAID), invoiceFact('c', 70)]
    const [pastDue, late] = [subscriptionFact('a', 0, { status: 'past_due' }), subscriptionFact('c', 70)]
    assert.deepEqual(actionsFor({ subscriptions: [pastDue, late], invoices: failing }, 92), ['ask c'])
  })
})
