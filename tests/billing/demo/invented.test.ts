import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isDemoCustomer } from '../../../src/billing/demo/demo-id.ts'
import { type DemoSupporter, inventSupporter } from '../../../src/billing/demo/invented/demo-supporter.ts'
import { canceledByDispute } from '../../../src/billing/duplicates/dispute-rule.ts'
import { roundsOf } from '../../given/depth.ts'
import { demoPlan } from '../../given/record/demo-plan.ts'

const DEMO_ID = /^(cus|sub|in|pi|ch|re|dp|txn)_demo_\d{4,}_/

const idsIn = ({ customerIds, facts }: DemoSupporter): string[] => [
  ...customerIds,
  ...facts.subscriptions.map(({ id }) => id),
  ...facts.invoices.flatMap(({ id, paymentIntentIds }) => [id, ...paymentIntentIds]),
  ...facts.charges.flatMap(({ id, settlement, refunds, disputes }) => [
    id,
    ...(settlement ? [settlement.id] : []),
    ...refunds.flatMap((each) => [each.id, each.settlement?.id ?? '']),
    ...disputes.flatMap((each) => [each.id, ...each.settlements.map((settlement) => settlement.id)]),
  ]),
]

/** Everything that happened, as opposed to dates that are announced. */
const pastIn = ({ createdAt, facts, pauses, cancellations }: DemoSupporter): Date[] =>
  [
    createdAt,
    ...facts.subscriptions.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt]),
    ...facts.invoices.flatMap((each) => [each.createdAt, each.finalizedAt, each.paidAt, each.voidedAt]),
    ...facts.charges.flatMap((each) => [
      each.createdAt,
      ...each.refunds.map((refund) => refund.createdAt),
      ...each.disputes.flatMap((dispute) => dispute.settlements.map((settlement) => settlement.createdAt)),
    ]),
    ...pauses.flatMap(({ pausedAt, resumedAt }) => [pausedAt, resumedAt]),
    ...cancellations.map(({ at }) => at),
  ].filter((at) => at !== null)

describe('invented supporters', () => {
  const plans = fc.record({
    seed: fc.nat(),
    months: fc.integer({ min: 1, max: 36 }),
    now: fc.date({ min: new Date('2024-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
    cancelOnDispute: fc.constantFrom('lost' as const, 'opened' as const, 'never' as const),
  })

  test('depend on plan and number alone, and lie in the past under ids of their own', () => {
    fc.assert(
      fc.property(plans, fc.nat({ max: 5_000 }), ({ cancelOnDispute, ...more }, number) => {
        const plan = demoPlan(more)
        const given = { ...plan, rules: { ...plan.rules, cancelOnDispute } }
        const supporter = inventSupporter(given, number)
        assert.deepEqual(supporter, inventSupporter(given, number))
        const ids = idsIn(supporter)
        assert.deepEqual(
          ids.filter((id) => !DEMO_ID.test(id)),
          [],
        )
        assert.equal(new Set(ids.filter((id) => id.startsWith('txn'))).size > 0, true)
        assert.ok(supporter.customerIds.every(isDemoCustomer))
        assert.deepEqual(
          pastIn(supporter).filter((at) => at > given.now),
          [],
        )
      }),
      { numRuns: roundsOf(200, 5_000) },
    )
  })

  test('leave no dispute that would ask Stripe for a cancellation', () => {
    const plan = demoPlan()
    for (const rule of ['lost', 'opened', 'never'] as const)
      for (let number = 0; number < 300; number += 1) {
        const { facts } = inventSupporter(
          { ...plan, rules: { ...plan.rules, cancelOnDispute: rule } },
          number,
        )
        const disputed = facts.charges.flatMap(({ paymentIntentId, disputes }) => {
          const invoice = facts.invoices.find((each) => each.paymentIntentIds.includes(paymentIntentId ?? ''))
          const subscriptionId = invoice?.subscriptionId
          return subscriptionId
            ? disputes.map(({ status, createdAt }) => ({
                subscriptionId,
                status,
                createdAt,
                importedAt: null,
              }))
            : []
        })
        const live = facts.subscriptions.filter(({ endedAt }) => endedAt === null).map(({ id }) => id)
        const canceled = canceledByDispute(disputed, rule, plan.now).filter((id) => live.includes(id))
        assert.deepEqual(canceled, [], `${rule} ${number}`)
      }
  })

  test('another seed gives other supporters', () => {
    const [one, other] = [1, 2].map((seed) => inventSupporter(demoPlan({ seed }), 0))
    assert.notEqual(one?.supporterId, other?.supporterId)
  })
})
