import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { supporterStatusOf } from '../../../src/billing/history/supporter-status.ts'
import { foldTimeline } from '../../../src/billing/history/timeline.ts'
import type {
  ActionFact,
  InvoiceFact,
  PauseFact,
  SubscriptionFact,
} from '../../../src/billing/model/facts.ts'
import type { Currency } from '../../../src/money/currency.ts'

const day = (count: number) => new Date(Date.UTC(2026, 0, 1 + count))
const RULES = { now: day(365), retryDays: 21 }

const subscription = (id: string, more: Partial<SubscriptionFact> = {}): SubscriptionFact => ({
  ...{
    id,
    customerId: 'cus_1',
    checkoutId: null,
    status: 'active',
    currency: 'USD' as Currency,
    startedAt: day(0),
  },
  cancelAt: null,
  endedAt: null,
  cancellationReason: null,
  isPaused: false,
  resumesAt: null,
  ...more,
})

/** An invoice of `sub` made and finalised on `on`, paid that day unless said otherwise. */
const invoice = (sub: string, on: number, annual: number, more: Partial<InvoiceFact> = {}): InvoiceFact => ({
  ...{
    id: `in_${sub}_${on}`,
    customerId: 'cus_1',
    subscriptionId: sub,
    status: 'paid',
    currency: 'USD' as Currency,
  },
  ...{
    amountPaid: annual / 12,
    annualAmount: annual,
    periodEnd: day(on + 30),
    createdAt: day(on),
    finalizedAt: day(on),
  },
  paidAt: day(on),
  voidedAt: null,
  paymentIntentIds: [],
  attempts: 1,
  nextAttemptAt: null,
  ...more,
})

const unpaid = { paidAt: null, status: 'open', amountPaid: 0 }
type Ours = { pauses?: PauseFact[]; actions?: ActionFact[] }
const fold = (
  subscriptions: SubscriptionFact[],
  invoices: InvoiceFact[],
  now = RULES.now,
  { pauses = [], actions = [] }: Ours = {},
) => foldTimeline({ subscriptions, invoices, pauses, actions }, { ...RULES, now })
const told = (subscriptions: SubscriptionFact[], invoices: InvoiceFact[], now?: Date, ours?: Ours) =>
  fold(subscriptions, invoices, now, ours).movements.map((each) => {
    const on = Math.round((each.occurredAt.getTime() - day(0).getTime()) / 86_400_000)
    return `${on} ${each.kind} ${each.annualChange} ${each.currency}${each.cause ? ` ${each.cause}` : ''}`
  })

describe('movements are folded from dated facts', () => {
  const a = subscription('a')
  const paidMonthly = (sub: string, from: number, to: number, annual: number) =>
    Array.from({ length: Math.floor((to - from) / 30) + 1 }, (_, index) =>
      invoice(sub, from + index * 30, annual),
    )

  test('a start is the first paid invoice, not the subscription', () => {
    assert.deepEqual(told([a], []), [])
    assert.deepEqual(told([a], [invoice('a', 2, 6000, unpaid)], day(5)), [])
    assert.deepEqual(told([a], [invoice('a', 2, 6000)], day(5)), ['2 new 6000 USD'])
  })

  test('a first invoice of nothing starts nothing, a later one ends nothing (F#27)', () => {
    assert.deepEqual(told([a], [invoice('a', 0, 6000, { amountPaid: 0 })], day(5)), [])
    const comped = [invoice('a', 0, 6000), invoice('a', 30, 6000, { amountPaid: 0 }), invoice('a', 60, 6000)]
    assert.deepEqual(told([a], comped, day(65)), ['0 new 6000 USD'])
  })

  test('renewals are no movement; another amount is one when it is first paid (F#35)', () => {
    assert.deepEqual(
      told(
        [a],
        [...paidMonthly('a', 0, 60, 6000), invoice('a', 90, 12_000), invoice('a', 120, 3000)],
        day(125),
      ),
      ['0 new 6000 USD', '90 expansion 6000 USD', '120 contraction -9000 USD'],
    )
  })

  test('an end is churn at its own date, with Stripe’s reason', () => {
    const ended = (cancellationReason: string | null) =>
      told([subscription('a', { endedAt: day(20), cancellationReason })], [invoice('a', 0, 6000)], day(40))
    assert.deepEqual(ended('cancellation_requested'), ['0 new 6000 USD', '20 churn -6000 USD chosen'])
    assert.deepEqual(ended('payment_failed').at(-1), '20 churn -6000 USD card-failure')
    assert.deepEqual(ended('payment_disputed').at(-1), '20 churn -6000 USD dispute')
  })

  test('a failed renewal lapses 21 days after it was finalised, not before, and once', () => {
    const facts = [invoice('a', 0, 6000), invoice('a', 30, 6000, unpaid)]
    assert.deepEqual(told([a], facts, day(50)), ['0 new 6000 USD'])
    assert.deepEqual(fold([a], facts, day(50)).nextLapseAt, day(51))
    assert.deepEqual(told([a], facts, day(51)), ['0 new 6000 USD', '51 churn -6000 USD card-failure'])
    assert.deepEqual(
      told([subscription('a', { endedAt: day(60), cancellationReason: 'payment_failed' })], facts, day(70)),
      ['0 new 6000 USD', '51 churn -6000 USD card-failure'],
    )
  })

  test('paid in time it never lapsed; paid later it is a reactivation; a later invoice that was paid saves it (scenario 7)', () => {
    assert.deepEqual(
      told([a], [invoice('a', 0, 6000), invoice('a', 30, 6000, { paidAt: day(50) })], day(55)),
      ['0 new 6000 USD'],
    )
    assert.deepEqual(
      told([a], [invoice('a', 0, 6000), invoice('a', 30, 6000, { paidAt: day(57) })], day(60)),
      ['0 new 6000 USD', '51 churn -6000 USD card-failure', '57 reactivation 6000 USD'],
    )
    assert.deepEqual(
      told([a], [invoice('a', 0, 6000), invoice('a', 30, 6000, unpaid), invoice('a', 45, 6000)], day(60)),
      ['0 new 6000 USD'],
    )
  })

  test('what Stripe says happened counts, even if our clock is behind Stripe’s', () => {
    assert.deepEqual(told([subscription('a', { endedAt: day(20) })], [invoice('a', 19, 6000)], day(18)), [
      '19 new 6000 USD',
      '20 churn -6000 USD chosen',
    ])
  })

  test('an old invoice settled after a newer one changes no amount', () => {
    const late = [
      invoice('a', 0, 6000),
      invoice('a', 30, 6000, { paidAt: day(65) }),
      invoice('a', 45, 12_000),
    ]
    assert.deepEqual(told([a], late, day(70)), ['0 new 6000 USD', '45 expansion 6000 USD'])
  })

  test('a second contribution is expansion, ending one of two contraction, the last churn (F#26)', () => {
    const b = subscription('b', { customerId: 'cus_2', endedAt: day(50) })
    assert.deepEqual(
      told(
        [subscription('a', { endedAt: day(55) }), b],
        [invoice('a', 40, 6000), invoice('b', 45, 2400)],
        day(60),
      ),
      ['40 new 6000 USD', '45 expansion 2400 USD', '50 contraction -2400 USD', '55 churn -6000 USD chosen'],
    )
  })

  test('another currency is a transfer, neither new nor churn', () => {
    const euro = subscription('e', { currency: 'EUR' })
    const inEuro = (on: number) => invoice('e', on, 7200, { currency: 'EUR' })
    assert.deepEqual(
      told([subscription('a', { endedAt: day(20) }), euro], [invoice('a', 5, 6000), inEuro(20)], day(25)),
      ['5 new 6000 USD', '20 transfer-out -6000 USD', '20 transfer-in 7200 EUR'],
    )
    assert.deepEqual(
      told([subscription('a', { endedAt: day(19) }), euro], [invoice('a', 5, 6000), inEuro(20)], day(25)),
      ['5 new 6000 USD', '19 transfer-out -6000 USD', '20 transfer-in 7200 EUR'],
    )
    assert.deepEqual(
      told([subscription('a', { endedAt: day(18) }), euro], [invoice('a', 5, 6000), inEuro(20)], day(25)),
      ['5 new 6000 USD', '18 churn -6000 USD chosen', '20 reactivation 7200 EUR'],
    )
  })
})

const pause = (sub: string, from: number, to: number | null): PauseFact => ({
  subscriptionId: sub,
  pausedAt: day(from),
  resumedAt: to === null ? null : day(to),
  resumesAt: null,
})
const action = (sub: string, on: number, more: Partial<ActionFact>): ActionFact => ({
  subscriptionId: sub,
  kind: 'cancel',
  cause: null,
  otherSubscriptionId: null,
  createdAt: day(on),
  ...more,
})

describe('what we did ourselves is part of the history', () => {
  const a = subscription('a')

  test('a pause and its resuming are movements of their own, and leave their giver in peace (F#47)', () => {
    const paused = { pauses: [pause('a', 20, null)] }
    assert.deepEqual(told([a], [invoice('a', 0, 6000)], day(25), paused), [
      '0 new 6000 USD',
      '20 pause -6000 USD',
    ])
    assert.deepEqual(fold([a], [invoice('a', 0, 6000)], day(25), paused).paidUntil, day(30))
    assert.deepEqual(
      told([a], [invoice('a', 0, 6000), invoice('a', 60, 9000)], day(65), { pauses: [pause('a', 20, 50)] }),
      ['0 new 6000 USD', '20 pause -6000 USD', '50 resume 6000 USD', '60 expansion 3000 USD'],
    )
  })

  test('what is not collected during a pause does not lapse', () => {
    const ours = { pauses: [pause('a', 20, 80)] }
    const uncollectible = invoice('a', 30, 6000, { ...unpaid, status: 'uncollectible' })
    assert.deepEqual(
      told([a], [invoice('a', 0, 6000), uncollectible, invoice('a', 90, 6000)], day(95), ours),
      ['0 new 6000 USD', '20 pause -6000 USD', '80 resume 6000 USD'],
    )
  })

  test('one of two that pauses is contraction, and comes back as expansion', () => {
    const b = subscription('b')
    assert.deepEqual(
      told([a, b], [invoice('a', 0, 6000), invoice('b', 5, 2400)], day(28), { pauses: [pause('b', 10, 20)] }),
      ['0 new 6000 USD', '5 expansion 2400 USD', '10 contraction -2400 USD', '20 expansion 2400 USD'],
    )
  })

  test('an end that we asked for says why; what was asked for after it does not', () => {
    const ended = subscription('a', { endedAt: day(20), cancellationReason: 'cancellation_requested' })
    const why = (...actions: ActionFact[]) =>
      told([ended], [invoice('a', 0, 6000)], day(30), { actions }).at(-1)
    for (const cause of ['dispute', 'staff', 'stopped', 'chosen'] as const)
      assert.equal(why(action('a', 19, { cause })), `20 churn -6000 USD ${cause}`)
    assert.equal(why(action('a', 21, { cause: 'staff' })), '20 churn -6000 USD chosen')
    assert.equal(
      why(action('a', 5, { cause: 'staff' }), action('a', 19, { cause: 'stopped' })),
      '20 churn -6000 USD stopped',
    )
  })

  test('a duplicate is left out, whatever became of it (F#15)', () => {
    const twin = subscription('b', { endedAt: day(1) })
    const actions = [action('b', 1, { kind: 'duplicate', otherSubscriptionId: 'a' })]
    assert.deepEqual(told([a, twin], [invoice('a', 0, 6000), invoice('b', 0, 6000)], day(5), { actions }), [
      '0 new 6000 USD',
    ])
  })

  test('what began after the first had ended neither replaces nor doubles it, whatever we thought then', () => {
    const ended = subscription('a', { endedAt: day(20), cancellationReason: 'cancellation_requested' })
    const later = subscription('y', { startedAt: day(40) })
    for (const kind of ['replacement', 'duplicate'] as const) {
      const actions = [action('y', 41, { kind, otherSubscriptionId: 'a' })]
      assert.deepEqual(
        told([ended, later], [invoice('a', 0, 6000), invoice('y', 40, 7000)], day(45), { actions }),
        ['0 new 6000 USD', '20 churn -6000 USD chosen', '40 reactivation 7000 USD'],
      )
    }
  })

  test('what replaces another folds as one with it: no spike, no cliff (F#32, F#35)', () => {
    const actions = [action('y', 40, { kind: 'replacement', otherSubscriptionId: 'a' })]
    const old = subscription('a', { endedAt: day(40), cancellationReason: 'cancellation_requested' })
    const yearly = subscription('y')
    assert.deepEqual(
      told([old, yearly], [invoice('a', 0, 6000), invoice('y', 40, 7000)], day(45), { actions }),
      ['0 new 6000 USD', '40 expansion 1000 USD'],
    )
    assert.deepEqual(
      told([{ ...old, endedAt: day(41) }, yearly], [invoice('a', 0, 6000), invoice('y', 40, 6000)], day(45), {
        actions,
      }),
      ['0 new 6000 USD'],
    )
    const euro = subscription('y', { currency: 'EUR' })
    assert.deepEqual(
      told([old, euro], [invoice('a', 0, 6000), invoice('y', 40, 7000, { currency: 'EUR' })], day(45), {
        actions,
      }),
      ['0 new 6000 USD', '40 transfer-out -6000 USD', '40 transfer-in 7000 EUR'],
    )
  })

  describe('of a replacement that was not paid yet', () => {
    const actions = [action('y', 40, { kind: 'replacement', otherSubscriptionId: 'a' })]
    const old = subscription('a', { endedAt: day(41), cancellationReason: 'cancellation_requested' })
    const replacement = (more: Partial<SubscriptionFact> = {}) =>
      subscription('y', { startedAt: day(31), ...more })
    const failing = [invoice('a', 0, 6000), invoice('a', 10, 6000, unpaid)]
    const late = invoice('y', 31, 7200, { paidAt: day(40) })

    test('what lapses or ends changes nothing', () => {
      const ended = replacement({ endedAt: day(35), cancellationReason: 'cancellation_requested' })
      assert.deepEqual(
        told([{ ...old, endedAt: null }, ended], [invoice('a', 0, 6000)], day(60), { actions }),
        ['0 new 6000 USD'],
      )
      const lapsed = invoice('y', 5, 7200, { paidAt: day(40) })
      assert.deepEqual(
        told([old, replacement({ startedAt: day(5) })], [invoice('a', 0, 6000), lapsed], day(60), {
          actions,
        }),
        ['0 new 6000 USD', '40 expansion 1200 USD'],
      )
    })

    test('a first that lapses before it is paid is lost until then', () => {
      assert.deepEqual(told([old, replacement()], [...failing, late], day(60), { actions }), [
        '0 new 6000 USD',
        '31 churn -6000 USD card-failure',
        '40 reactivation 7200 USD',
      ])
    })

    test('a pause counts once it is paid, and one of the first is over then', () => {
      const own = { actions, pauses: [pause('y', 38, 50)] }
      const paused = told([old, replacement()], [invoice('a', 0, 6000), late], day(60), own)
      assert.deepEqual(paused, ['0 new 6000 USD', '40 pause -6000 USD', '50 resume 7200 USD'])
      const ofFirst = { actions, pauses: [pause('a', 35, null)] }
      assert.deepEqual(told([old, replacement()], [invoice('a', 0, 6000), late], day(60), ofFirst), [
        '0 new 6000 USD',
        '35 pause -6000 USD',
        '40 reactivation 7200 USD',
      ])
    })
  })
})

test('any facts in any order fold to the same movements, whose sums are the state', () => {
  const currency = fc.constantFrom<Currency>('USD', 'EUR')
  const life = fc.record({
    currency,
    ends: fc.option(fc.integer({ min: 0, max: 300 }), { nil: null }),
    invoices: fc.array(
      fc.record({
        on: fc.integer({ min: 0, max: 300 }),
        annual: fc.constantFrom(0, 2400, 6000, 12_000),
        paid: fc.option(fc.integer({ min: 0, max: 40 }), { nil: null }),
      }),
      { maxLength: 6 },
    ),
    pauses: fc.uniqueArray(fc.integer({ min: 0, max: 300 }), { maxLength: 4 }),
  })
  fc.assert(
    fc.property(fc.array(life, { maxLength: 4 }), fc.infiniteStream(fc.nat()), (lives, chance) => {
      const subscriptions = lives.map((each, index) =>
        subscription(`s${index}`, {
          currency: each.currency,
          endedAt: each.ends === null ? null : day(each.ends),
        }),
      )
      const invoices = lives.flatMap((each, index) =>
        each.invoices.map(({ on, annual, paid }, number) =>
          invoice(`s${index}`, on, annual, {
            id: `in_${index}_${number}`,
            currency: each.currency,
            ...(paid === null ? unpaid : { paidAt: day(on + paid) }),
          }),
        ),
      )
      const pauses = lives.flatMap((each, index) => {
        const days = [...each.pauses].sort((one, other) => one - other)
        return days.flatMap((from, at) =>
          at % 2 === 0 ? [pause(`s${index}`, from, days[at + 1] ?? null)] : [],
        )
      })
      const once = fold(subscriptions, invoices, RULES.now, { pauses }).movements
      const order = () => (chance.next().value % 3) - 1
      const shuffled = fold([...subscriptions].reverse(), [...invoices].sort(order), RULES.now, {
        pauses: [...pauses].reverse(),
      })
      assert.deepEqual(shuffled.movements, once)
      const totals = new Map<Currency, number>()
      for (const movement of once) {
        const after = (totals.get(movement.currency) ?? 0) + movement.annualChange
        assert.equal(after, movement.annualAfter)
        assert.ok(after >= 0)
        totals.set(movement.currency, after)
      }
    }),
    { numRuns: 500 },
  )
})

test('a standing follows what was paid, with its grace', () => {
  const none = { paidUntil: null, lastOneTimeGiftAt: null, lastUnpaidCheckoutAt: null }
  assert.equal(supporterStatusOf(none, 21), null)
  assert.deepEqual(supporterStatusOf({ ...none, paidUntil: day(30), lastOneTimeGiftAt: day(1) }, 21), {
    status: 'supports',
    until: day(51),
  })
  assert.deepEqual(supporterStatusOf({ ...none, lastOneTimeGiftAt: day(0) }, 21), {
    status: 'gave',
    until: day(365),
  })
  assert.deepEqual(supporterStatusOf({ ...none, lastUnpaidCheckoutAt: day(0) }, 21), {
    status: 'gave',
    until: day(14),
  })
  // While retries run, however long, nobody is asked.
  assert.deepEqual(supporterStatusOf({ ...none, paidUntil: day(30) }, 60)?.until, day(91))
})
