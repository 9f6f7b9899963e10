import { DAY_MS, HOUR_MS } from '../../../platform/clock.ts'
import type { DatedPause } from '../../history/pauses.ts'
import type { ChargeFact, CustomerFacts } from '../../model/facts.ts'
import { addMonths } from '../../model/plan-change.ts'
import { paidCharge, withDispute, withRefund } from './demo-charges.ts'
import { wholeSecond } from './demo-event.ts'
import type { DemoCancellation, DemoStart, DemoSubscription } from './demo-life.ts'
import { type DemoPlan, drawAmount, drawOffer, payoutCurrencyOf } from './demo-plan.ts'
import { OVERLAP_MS, simulateSubscription } from './demo-subscription.ts'
import { type Random, randomOfPart, uuidFrom } from './random.ts'

/** The facts of one invented supporter. Stripe makes a customer for each checkout, so there may be several. */
export type DemoSupporter = {
  supporterId: string
  customerIds: string[]
  createdAt: Date
  facts: Omit<CustomerFacts, 'customerId'>
  pauses: DatedPause[]
  cancellations: DemoCancellation[]
}

/** Weights of the calendar months: people give most before the year ends. */
const SEASONS = [9, 8, 12, 9, 8, 7, 5, 5, 9, 11, 16, 20]
// The month of a story that many read, as a share of the whole time.
const PEAK_AT = 0.4
const PEAK_FACTOR = 2.2

/** Draws when a supporter first gave: more in season, and more as the newsroom grows. */
const drawJoin = ({ months, now }: DemoPlan, random: Random): Date => {
  const starts = Array.from({ length: months }, (_, index) => addMonths(now, index - months))
  const weights = starts.map((start, index) => {
    const season = SEASONS[start.getUTCMonth()] ?? 1
    const peak = index === Math.floor(months * PEAK_AT) ? PEAK_FACTOR : 1
    return season * (1 + (1.5 * index) / months) * peak
  })
  const index = random.weighted(weights)
  const from = (starts[index] ?? now).getTime()
  const until = Math.min(addMonths(now, index + 1 - months).getTime(), now.getTime() - HOUR_MS)
  return wholeSecond(from + random.fraction() * (until - from))
}

/** Invents one numbered supporter. The same plan and number give the same facts. */
export const inventSupporter = (plan: DemoPlan, number: number): DemoSupporter => {
  const random = randomOfPart(plan.seed, number)
  const name = String(number + 1).padStart(4, '0')
  const supporterId = uuidFrom(random)
  const joinedAt = drawJoin(plan, random)
  const kind = (['monthly', 'yearly', 'once'] as const)[random.weighted([64, 20, 16])] ?? 'monthly'
  const gifts = inventGifts(plan, { name, joinedAt, isOnly: kind === 'once' }, random)
  const subscriptions =
    kind === 'once' ? [] : inventSubscriptions(plan, { name, joinedAt, cadence: kind }, random)
  const charges = [...gifts, ...subscriptions.flatMap((each) => each.charges)]
  return {
    supporterId,
    createdAt: joinedAt,
    customerIds: [
      ...new Set([
        ...subscriptions.map(({ subscription }) => subscription.customerId),
        ...charges.flatMap(({ customerId }) => (customerId === null ? [] : [customerId])),
      ]),
    ],
    facts: {
      subscriptions: subscriptions.map(({ subscription }) => subscription),
      invoices: subscriptions.flatMap(({ invoices }) => invoices),
      charges,
      sessions: [],
    },
    pauses: subscriptions.flatMap(({ pauses }) => pauses),
    cancellations: subscriptions.flatMap(({ cancellations }) => cancellations),
  }
}

type Person = { name: string; joinedAt: Date }

/** Invents one-time gifts: one or more of a supporter who only gives so, few of others. */
const inventGifts = (
  plan: DemoPlan,
  { name, joinedAt, isOnly }: Person & { isOnly: boolean },
  random: Random,
): ChargeFact[] => {
  const offer = drawOffer(plan.offers, random)
  const others = random.weighted(isOnly ? [70, 20, 10] : [88, 12])
  const times = Array.from({ length: others }, () =>
    wholeSecond(joinedAt.getTime() + random.fraction() * (plan.now.getTime() - joinedAt.getTime())),
  )
  return [...(isOnly ? [joinedAt] : []), ...times].map((at, index) => {
    const key = `${name}_once_${index + 1}`
    const charge = paidCharge({
      id: key,
      customerId: `cus_demo_${key}`,
      paymentIntentId: `pi_demo_${key}`,
      currency: offer.currency,
      amount: drawAmount(offer, 'once', random),
      at,
      payout: payoutCurrencyOf(plan),
    })
    return afterGift(plan, charge, random)
  })
}

/** Refunds or disputes a few gifts. A recent dispute is still open. */
const afterGift = (plan: DemoPlan, charge: ChargeFact, random: Random): ChargeFact => {
  const payout = payoutCurrencyOf(plan)
  const kind = (['refund', 'dispute'] as const)[random.weighted([2, 3, 95])]
  const at = wholeSecond(charge.createdAt.getTime() + random.whole(1, 30) * DAY_MS)
  const decidedAt = wholeSecond(at.getTime() + random.whole(30, 75) * DAY_MS)
  const isWon = random.isOneIn(0.4)
  if (kind === undefined || at > plan.now) return charge
  if (kind === 'refund') return withRefund(charge, { at, payout, amount: charge.amount })
  return withDispute(charge, { at, payout, decided: decidedAt > plan.now ? null : { at: decidedAt, isWon } })
}

/** The chances that a supporter who left comes back, and that one goes on in another currency. */
const RETURNS = 0.2
const MOST_RETURNS = 2
const CHANGES_CURRENCY = 0.025

const inventSubscriptions = (
  plan: DemoPlan,
  { name, joinedAt, cadence }: Person & Pick<DemoStart, 'cadence'>,
  random: Random,
): DemoSubscription[] => {
  const offer = drawOffer(plan.offers, random)
  const startOf = (count: number, at: Date, from = offer): DemoStart => ({
    key: `${name}_${count}`,
    customerId: `cus_demo_${name}_${count}`,
    offer: from,
    cadence,
    amount: drawAmount(from, cadence, random),
    at,
    leavesAt: null,
  })
  const others = plan.offers.filter(({ currency }) => currency !== offer.currency)
  const movesAt = wholeSecond(joinedAt.getTime() + random.whole(40, 400) * DAY_MS)
  if (
    random.isOneIn(CHANGES_CURRENCY) &&
    others.length > 0 &&
    movesAt.getTime() + OVERLAP_MS < plan.now.getTime()
  )
    return changeCurrency(plan, [startOf(1, joinedAt), startOf(2, movesAt, random.pick(others))], random)
  const lived = [simulateSubscription(plan, startOf(1, joinedAt), random)]
  while (lived.length <= MOST_RETURNS) {
    const endedAt = lived.at(-1)?.subscription.endedAt
    const returnsAt = endedAt && wholeSecond(endedAt.getTime() + random.whole(15, 150) * DAY_MS)
    if (!returnsAt || returnsAt >= plan.now || !random.isOneIn(RETURNS)) break
    lived.push(simulateSubscription(plan, startOf(lived.length + 1, returnsAt), random))
  }
  return lived
}

/** Another currency is a contribution of its own: it starts first, then the supporter cancels the other. */
const changeCurrency = (
  plan: DemoPlan,
  [first, second]: [DemoStart, DemoStart],
  random: Random,
): DemoSubscription[] => {
  const leavesAt = new Date(second.at.getTime() + OVERLAP_MS)
  const before = simulateSubscription(plan, { ...first, leavesAt }, random)
  const { endedAt } = before.subscription
  // A first one that failed before has nothing to hand over.
  if (endedAt !== null && endedAt < second.at) return [before]
  return [before, simulateSubscription(plan, second, random)]
}
