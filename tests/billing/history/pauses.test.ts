import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DatedPause, datePauses, type KnownAction } from '../../../src/billing/history/pauses.ts'
import type { SubscriptionFact } from '../../../src/billing/model/facts.ts'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 12, minute))
const shownAt = (minute: number, isPaused: boolean, resumesAt: Date | null = null) => ({
  fetchedAt: at(minute),
  subscriptions: [{ id: 'sub_1', isPaused, resumesAt } as SubscriptionFact],
})
const acted = (kind: 'pause' | 'resume', minute: number, doneAt: number | null = minute): KnownAction => ({
  subscriptionId: 'sub_1',
  kind,
  cause: null,
  otherSubscriptionId: null,
  createdAt: at(minute),
  doneAt: doneAt === null ? null : at(doneAt),
})
const pause = (from: number, to: number | null, more: Partial<DatedPause> = {}): DatedPause => ({
  subscriptionId: 'sub_1',
  pausedAt: at(from),
  resumedAt: to === null ? null : at(to),
  resumesAt: null,
  datedBy: 'action',
  ...more,
})

test('our own pause counts once, from the time of the request', () => {
  const known = { pauses: [], actions: [acted('pause', 1)] }
  const dated = datePauses(known, shownAt(5, true), at(6))
  assert.deepEqual(dated, [pause(1, null)])
  assert.deepEqual(datePauses({ ...known, pauses: dated }, shownAt(7, true), at(8)), dated)
})

test('an answer of Stripe from before our call does not undo it', () => {
  const made = { pauses: [], actions: [acted('pause', 10)] }
  assert.deepEqual(datePauses(made, shownAt(5, false), at(12)), [pause(10, null)])
  const unanswered = { pauses: [], actions: [acted('pause', 1, null)] }
  assert.deepEqual(datePauses(unanswered, shownAt(5, false), at(6)), [pause(1, null)])
  const resumed = { pauses: [pause(1, null)], actions: [acted('pause', 1), acted('resume', 10)] }
  assert.deepEqual(datePauses(resumed, shownAt(9, true), at(12)), [pause(1, 10)])
})

test('an answer of Stripe during our call does not undo it', () => {
  const resumed = { pauses: [pause(1, null)], actions: [acted('pause', 1), acted('resume', 8, 10)] }
  assert.deepEqual(datePauses(resumed, shownAt(9, true), at(12)), [pause(1, 8)])
  const paused = { pauses: [], actions: [acted('pause', 8, 10)] }
  assert.deepEqual(datePauses(paused, shownAt(9, false), at(12)), [pause(8, null)])
})

test('a pause made at Stripe is dated when first seen and ends on the announced day', () => {
  const seen = datePauses({ pauses: [], actions: [] }, shownAt(5, true, at(20)), at(6))
  assert.deepEqual(seen, [pause(6, null, { datedBy: 'observed', resumesAt: at(20) })])
  const later = datePauses({ pauses: seen, actions: [] }, shownAt(29, false), at(30))
  assert.deepEqual(later, [pause(6, 20, { datedBy: 'observed', resumesAt: at(20) })])
})

test('an unchanged pause is returned as the same object', () => {
  const kept = pause(1, 4)
  const [same] = datePauses({ pauses: [kept], actions: [] }, shownAt(9, false), at(9))
  assert.equal(same, kept)
})
