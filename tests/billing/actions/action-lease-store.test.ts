import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { recordFirstAttempt, renewAction } from '../../../src/billing/actions/action-lease-store.ts'
import {
  type PendingActionNeeds,
  performNextAction,
} from '../../../src/billing/actions/pending-action-job.ts'
import { leasePendingAction } from '../../../src/billing/actions/pending-action-store.ts'
import type { PendingAction } from '../../../src/billing/model/pending-action.ts'
import { requestDuplicateRefund } from '../../../src/billing/record/supporter-record-store.ts'
import { openLog } from '../../../src/platform/log.ts'
import { type GivenDatabase, givenDatabase } from '../../given/resources/databases.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)

describe('the lease of a pending action', () => {
  let given: GivenDatabase
  beforeEach(async () => {
    given = await givenDatabase()
    await given.database.query(`insert into stripe_customers (id) values ('cus_1')`)
    await given.database.query(
      `insert into stripe_subscriptions (id, customer_id, status, currency, started_at)
       values ('sub_1', 'cus_1', 'active', 'USD', $1)`,
      [NOW],
    )
    await given.database.query(
      `insert into subscription_actions (id, subscription_id, kind, cause, created_at, due_at)
       values ('00000000-0000-4000-8000-000000000001', 'sub_1', 'cancel', 'chosen', $1, $1)`,
      [NOW],
    )
  })
  afterEach(() => given.drop())

  const lease = async (at: Date): Promise<PendingAction> => {
    const action = await leasePendingAction(given.database, at)
    assert.ok(action)
    return action
  }
  const rowOf = async () => {
    const [row] = await given.database.query<{ done: boolean; failure: string | null; token: string | null }>(
      `select done_at is not null as done, last_failure as failure, lease_token as token from subscription_actions`,
    )
    return row
  }

  test('a killed worker’s action is taken over within 20 seconds; a worker that renews keeps it', async () => {
    const slow = await lease(NOW)
    await renewAction(given.database, slow, later(10))
    assert.equal(await leasePendingAction(given.database, later(20)), null)
    const next = await lease(later(30))
    assert.equal(next.attempts, 1)
    // The first worker comes back: it neither keeps the action nor calls Stripe.
    await renewAction(given.database, slow, later(31))
    await assert.rejects(recordFirstAttempt(given.database, slow, later(31)), { name: 'LeaseLost' })
    await recordFirstAttempt(given.database, next, later(31))
  })

  test('a worker that lost its lease while Stripe answered records nothing', async () => {
    let at = NOW
    let other: PendingAction | null = null
    const needs = {
      database: given.database,
      now: () => at,
      log: openLog({ write: () => {} }),
      onDone: () => {},
      stateOf: async () => 'active',
      cancelSubscription: async () => {
        at = later(60)
        other = await lease(at)
        return { ok: true }
      },
    } as unknown as PendingActionNeeds
    await performNextAction(needs)
    const row = await rowOf()
    assert.deepEqual([row?.done, row?.failure], [false, null])
    assert.equal(row?.token, (other as PendingAction | null)?.leaseToken)
  })

  test('an action that is asked for again is not that of an earlier worker', async () => {
    await given.database.query(
      `update subscription_actions set kind = 'duplicate', cause = null, other_subscription_id = 'sub_2'`,
    )
    const earlier = await lease(NOW)
    await requestDuplicateRefund(given.database, { subscriptionId: 'sub_1', keptId: 'sub_3' }, later(5))
    await assert.rejects(recordFirstAttempt(given.database, earlier, later(6)), { name: 'LeaseLost' })
  })
})
