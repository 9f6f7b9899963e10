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
import { day, invoiceFact, subscriptionFact } from '../../given/record/facts.ts'

const RULES = { now: day(365), retryDays: 21 }

const subscription = (id: string, more: Partial<SubscriptionFact> = {}): SubscriptionFact =>
  subscriptionFact(id, 0, { checkoutId: null, ...more })

/** Creates an invoice of `sub` finalized on day `on`, and paid that day by default. */
const invoice = (sub: string, on: number, annual: number): InvoiceFact =>
  invoiceFact(sub, on, { annualAmount: annual, amountPaid: annual / 12 })

const unpaid = { paidAt: null, status: 'open', amountPaid: 0 }
type Given = { now?: Date; pauses?: PauseFact[]; actions?: ActionFact[] }

const fold = (
  subscriptions: SubscriptionFact[],
  invoices: InvoiceFact[],
  { now = RULES.now, pauses = [], actions = [] }: Given = {},
) => foldTimeline({ subscriptions, invoices, pauses, actions }, { now, retryDays: RULES.retryDays })

const describeMovements = (subscriptions: SubscriptionFact[], invoices: InvoiceFact[], own: Given = {}) =>
  fold(subscriptions, invoices, own).movements.map((each) => {
    const on = Math.round((each.occurredAt.getTime() - day(0).getTime()) / 86_400_000)
    const cause = each.cause ? ` ${each.cause}` : ''
    return `${on} ${each.kind} ${each.annualChange} ${each.currency}${cause}`
  })

describe('movements are folded from dated facts', () => {
  const a = subscription('a')
  const paidMonthly = (sub: string, annual: number, { from, to }: { from: number; to: number }) =>
    Array.from({ length: Math.floor((to - from) / 30) + 1 }, (_, index) =>
      invoice(sub, from + index * 30, annual),
    )

  test('a contribution starts with its first paid invoice', () => {
    assert.deepEqual(describeMovements([a], []), [])
    assert.deepEqual(describeMovements([a], [{ ...invoice('a', 2, 6000), ...unpaid }], { now: day(5) }), [])
    assert.deepEqual(describeMovements([a], [invoice('a', 2, 6000)], { now: day(5) }), ['2 new 6000 USD'])
  })

  test('a first invoice of zero starts nothing, a later one cancels nothing (F#27)', () => {
    assert.deepEqual(
      describeMovements([a], [{ ...invoice('a', 0, 6000), amountPaid: 0 }], { now: day(5) }),
      [],
    )
    const comped = [
      invoice('a', 0, 6000),
      { ...invoice('a', 30, 6000), amountPaid: 0 },
      invoice('a', 60, 6000),
    ]
    assert.deepEqual(describeMovements([a], comped, { now: day(65) }), ['0 new 6000 USD'])
  })

  test('a renewal is no movement; a new amount is one when it is first paid (F#35)', () => {
    assert.deepEqual(
      describeMovements(
        [a],
        [...paidMonthly('a', 6000, { from: 0, to: 60 }), invoice('a', 90, 12_000), invoice('a', 120, 3000)],
        { now: day(125) },
      ),
      ['0 new 6000 USD', '90 expansion 6000 USD', '120 contraction -9000 USD'],
    )
  })

  test('a cancellation is churn at its own date, with Stripe’s reason', () => {
    const ended = (cancellationReason: string | null) =>
      describeMovements(
        [subscription('a', { endedAt: day(20), cancellationReason })],
        [invoice('a', 0, 6000)],
        { now: day(40) },
      )
    assert.deepEqual(ended('cancellation_requested'), ['0 new 6000 USD', '20 churn -6000 USD chosen'])
    assert.deepEqual(ended('payment_failed').at(-1), '20 churn -6000 USD card-failure')
    assert.deepEqual(ended('payment_disputed').at(-1), '20 churn -6000 USD dispute')
  })

  test('a failed renewal lapses once, 21 days after it was finalized', () => {
    const facts = [invoice('a', 0, 6000), { ...invoice('a', 30, 6000), ...unpaid }]
    assert.deepEqual(describeMovements([a], facts, { now: day(50) }), ['0 new 6000 USD'])
    assert.deepEqual(fold([a], facts, { now: day(50) }).nextLapseAt, day(51))
    assert.deepEqual(describeMovements([a], facts, { now: day(51) }), [
      '0 new 6000 USD',
      '51 churn -6000 USD card-failure',
    ])
    assert.deepEqual(
      describeMovements(
        [subscription('a', { endedAt: day(60), cancellationReason: 'payment_failed' })],
        facts,
        { now: day(70) },
      ),
      ['0 new 6000 USD', '51 churn -6000 USD card-failure'],
    )
  })

  test('a payment in time prevents the lapse, a late one is a reactivation, a later paid invoice prevents it too (scenario 7)', () => {
    assert.deepEqual(
      describeMovements([a], [invoice('a', 0, 6000), { ...invoice('a', 30, 6000), paidAt: day(50) }], {
        now: day(55),
      }),
      ['0 new 6000 USD'],
    )
    assert.deepEqual(
      describeMovements([a], [invoice('a', 0, 6000), { ...invoice('a', 30, 6000), paidAt: day(57) }], {
        now: day(60),
      }),
      ['0 new 6000 USD', '51 churn -6000 USD card-failure', '57 reactivation 6000 USD'],
    )
    assert.deepEqual(
      describeMovements(
        [a],
        [invoice('a', 0, 6000), { ...invoice('a', 30, 6000), ...unpaid }, invoice('a', 45, 6000)],
        { now: day(60) },
      ),
      ['0 new 6000 USD'],
    )
  })

  test('a change dated by Stripe counts, even if our clock is slower', () => {
    assert.deepEqual(
      describeMovements([subscription('a', { endedAt: day(20) })], [invoice('a', 19, 6000)], {
        now: day(18),
      }),
      ['19 new 6000 USD', '20 churn -6000 USD chosen'],
    )
  })

  test('an old invoice paid after a newer one changes no amount', () => {
    const late = [
      invoice('a', 0, 6000),
      { ...invoice('a', 30, 6000), paidAt: day(65) },
      invoice('a', 45, 12_000),
    ]
    assert.deepEqual(describeMovements([a], late, { now: day(70) }), [
      '0 new 6000 USD',
      '45 expansion 6000 USD',
    ])
  })

  test('another contribution is expansion, canceling one of two is contraction, the last is churn (F#26)', () => {
    const b = subscription('b', { customerId: 'cus_2', endedAt: day(50) })
    assert.deepEqual(
      describeMovements(
        [subscription('a', { endedAt: day(55) }), b],
        [invoice('a', 40, 6000), invoice('b', 45, 2400)],
        { now: day(60) },
      ),
      ['40 new 6000 USD', '45 expansion 2400 USD', '50 contraction -2400 USD', '55 churn -6000 USD chosen'],
    )
  })

  test('another currency is a transfer, neither new nor churn', () => {
    const euro = subscription('e', { currency: 'EUR' })
    const inEuro = (on: number) => ({ ...invoice('e', on, 7200), currency: 'EUR' as const })
    assert.deepEqual(
      describeMovements(
        [subscription('a', { endedAt: day(20) }), euro],
        [invoice('a', 5, 6000), inEuro(20)],
        { now: day(25) },
      ),
      ['5 new 6000 USD', '20 transfer-out -6000 USD', '20 transfer-in 7200 EUR'],
    )
    assert.deepEqual(
      describeMovements(
        [subscription('a', { endedAt: day(19) }), euro],
        [invoice('a', 5, 6000), inEuro(20)],
        { now: day(25) },
      ),
      ['5 new 6000 USD', '19 transfer-out -6000 USD', '20 transfer-in 7200 EUR'],
    )
    assert.deepEqual(
      describeMovements(
        [subscription('a', { endedAt: day(18) }), euro],
        [invoice('a', 5, 6000), inEuro(20)],
        { now: day(25) },
      ),
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

describe('our own actions are part of the history', () => {
  const a = subscription('a')

  test('a pause and its resumption are movements of their own, and the appeal stays suppressed (F#47)', () => {
    const paused = { pauses: [pause('a', 20, null)] }
    assert.deepEqual(describeMovements([a], [invoice('a', 0, 6000)], { now: day(25), ...paused }), [
      '0 new 6000 USD',
      '20 pause -6000 USD',
    ])
    assert.deepEqual(fold([a], [invoice('a', 0, 6000)], { now: day(25), ...paused }).paidUntil, day(30))
    assert.deepEqual(
      describeMovements([a], [invoice('a', 0, 6000), invoice('a', 60, 9000)], {
        now: day(65),
        pauses: [pause('a', 20, 50)],
      }),
      ['0 new 6000 USD', '20 pause -6000 USD', '50 resume 6000 USD', '60 expansion 3000 USD'],
    )
  })

  test('an invoice that is not collected during a pause does not lapse', () => {
    const own = { pauses: [pause('a', 20, 80)] }
    const uncollectible = { ...invoice('a', 30, 6000), ...unpaid, status: 'uncollectible' }
    assert.deepEqual(
      describeMovements([a], [invoice('a', 0, 6000), uncollectible, invoice('a', 90, 6000)], {
        now: day(95),
        ...own,
      }),
      ['0 new 6000 USD', '20 pause -6000 USD', '80 resume 6000 USD'],
    )
  })

  test('pausing one of two contributions is contraction, resuming it is expansion', () => {
    const b = subscription('b')
    assert.deepEqual(
      describeMovements([a, b], [invoice('a', 0, 6000), invoice('b', 5, 2400)], {
        now: day(28),
        pauses: [pause('b', 10, 20)],
      }),
      ['0 new 6000 USD', '5 expansion 2400 USD', '10 contraction -2400 USD', '20 expansion 2400 USD'],
    )
  })

  test('our own cancellation gives the cause; one requested after the end does not', () => {
    const ended = subscription('a', { endedAt: day(20), cancellationReason: 'cancellation_requested' })
    const why = (...actions: ActionFact[]) =>
      describeMovements([ended], [invoice('a', 0, 6000)], { now: day(30), actions }).at(-1)
    for (const cause of ['dispute', 'staff', 'stopped', 'chosen'] as const)
      assert.equal(why(action('a', 19, { cause })), `20 churn -6000 USD ${cause}`)
    assert.equal(why(action('a', 21, { cause: 'staff' })), '20 churn -6000 USD chosen')
    assert.equal(
      why(action('a', 5, { cause: 'staff' }), action('a', 19, { cause: 'stopped' })),
      '20 churn -6000 USD stopped',
    )
  })

  test('a duplicate never counts, whatever happens to it (F#15)', () => {
    const twin = subscription('b', { endedAt: day(1) })
    const actions = [action('b', 1, { kind: 'duplicate', otherSubscriptionId: 'a' })]
    assert.deepEqual(
      describeMovements([a, twin], [invoice('a', 0, 6000), invoice('b', 0, 6000)], { now: day(5), actions }),
      ['0 new 6000 USD'],
    )
  })

  test('a subscription started after the first was canceled is neither a replacement nor a duplicate', () => {
    const ended = subscription('a', { endedAt: day(20), cancellationReason: 'cancellation_requested' })
    const later = subscription('y', { startedAt: day(40) })
    for (const kind of ['replacement', 'duplicate'] as const) {
      const actions = [action('y', 41, { kind, otherSubscriptionId: 'a' })]
      assert.deepEqual(
        describeMovements([ended, later], [invoice('a', 0, 6000), invoice('y', 40, 7000)], {
          now: day(45),
          actions,
        }),
        ['0 new 6000 USD', '20 churn -6000 USD chosen', '40 reactivation 7000 USD'],
      )
    }
  })

  test('a replacement counts as the same contribution: no spike, no drop (F#32, F#35)', () => {
    const actions = [action('y', 40, { kind: 'replacement', otherSubscriptionId: 'a' })]
    const old = subscription('a', { endedAt: day(40), cancellationReason: 'cancellation_requested' })
    const yearly = subscription('y')
    assert.deepEqual(
      describeMovements([old, yearly], [invoice('a', 0, 6000), invoice('y', 40, 7000)], {
        now: day(45),
        actions,
      }),
      ['0 new 6000 USD', '40 expansion 1000 USD'],
    )
    assert.deepEqual(
      describeMovements(
        [{ ...old, endedAt: day(41) }, yearly],
        [invoice('a', 0, 6000), invoice('y', 40, 6000)],
        { now: day(45), actions },
      ),
      ['0 new 6000 USD'],
    )
    const euro = subscription('y', { currency: 'EUR' })
    assert.deepEqual(
      describeMovements(
        [old, euro],
        [invoice('a', 0, 6000), { ...invoice('y', 40, 7000), currency: 'EUR' }],
        { now: day(45), actions },
      ),
      ['0 new 6000 USD', '40 transfer-out -6000 USD', '40 transfer-in 7000 EUR'],
    )
  })

  describe('a replacement that was not paid yet', () => {
    const actions = [action('y', 40, { kind: 'replacement', otherSubscriptionId: 'a' })]
    const old = subscription('a', { endedAt: day(41), cancellationReason: 'cancellation_requested' })
    const replacement = (more: Partial<SubscriptionFact> = {}) =>
      subscription('y', { startedAt: day(31), ...more })
    const failing = [invoice('a', 0, 6000), { ...invoice('a', 10, 6000), ...unpaid }]
    const late = { ...invoice('y', 31, 7200), paidAt: day(40) }

    test('changes nothing if it lapses or is canceled', () => {
      const ended = replacement({ endedAt: day(35), cancellationReason: 'cancellation_requested' })
      assert.deepEqual(
        describeMovements([{ ...old, endedAt: null }, ended], [invoice('a', 0, 6000)], {
          now: day(60),
          actions,
        }),
        ['0 new 6000 USD'],
      )
      const lapsed = { ...invoice('y', 5, 7200), paidAt: day(40) }
      assert.deepEqual(
        describeMovements([old, replacement({ startedAt: day(5) })], [invoice('a', 0, 6000), lapsed], {
          now: day(60),
          actions,
        }),
        ['0 new 6000 USD', '40 expansion 1200 USD'],
      )
    })

    test('leaves a gap if the first lapses before its payment', () => {
      assert.deepEqual(
        describeMovements([old, replacement()], [...failing, late], { now: day(60), actions }),
        ['0 new 6000 USD', '31 churn -6000 USD card-failure', '40 reactivation 7200 USD'],
      )
    })

    test('its pause counts once it is paid, which ends a pause of the first', () => {
      const own = { actions, pauses: [pause('y', 38, 50)] }
      const paused = describeMovements([old, replacement()], [invoice('a', 0, 6000), late], {
        now: day(60),
        ...own,
      })
      assert.deepEqual(paused, ['0 new 6000 USD', '40 pause -6000 USD', '50 resume 7200 USD'])
      const ofFirst = { actions, pauses: [pause('a', 35, null)] }
      assert.deepEqual(
        describeMovements([old, replacement()], [invoice('a', 0, 6000), late], { now: day(60), ...ofFirst }),
        ['0 new 6000 USD', '35 pause -6000 USD', '40 reactivation 7200 USD'],
      )
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
        each.invoices.map(({ on, annual, paid }, number) => ({
          ...invoice(`s${index}`, on, annual),
          id: `in_${index}_${number}`,
          currency: each.currency,
          ...(paid === null ? unpaid : { paidAt: day(on + paid) }),
        })),
      )
      const pauses = lives.flatMap((each, index) => {
        const days = [...each.pauses].sort((one, other) => one - other)
        return days.flatMap((from, at) =>
          at % 2 === 0 ? [pause(`s${index}`, from, days[at + 1] ?? null)] : [],
        )
      })
      const once = fold(subscriptions, invoices, { now: RULES.now, pauses }).movements
      const order = () => (chance.next().value % 3) - 1
      const shuffled = fold([...subscriptions].reverse(), [...invoices].sort(order), {
        now: RULES.now,
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

test('the supporter status follows the payments, with a grace period', () => {
  const none = { paidUntil: null, lastOneTimeGiftAt: null, lastUnpaidCheckoutAt: null, silentUntil: null }
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
  const silentUntil = day(90)
  assert.deepEqual(supporterStatusOf({ ...none, silentUntil, lastUnpaidCheckoutAt: day(0) }, 21), {
    status: 'canceled',
    until: silentUntil,
  })
  assert.equal(supporterStatusOf({ ...none, silentUntil, lastOneTimeGiftAt: day(0) }, 21)?.status, 'gave')
  assert.equal(supporterStatusOf({ ...none, silentUntil, paidUntil: day(30) }, 21)?.status, 'supports')
  // The appeal stays suppressed while retries run.
  assert.deepEqual(supporterStatusOf({ ...none, paidUntil: day(30) }, 60)?.until, day(91))
})
