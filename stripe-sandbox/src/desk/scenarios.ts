import { advanceClock } from '../clock/advance-clock.ts'
import type { ControlNeeds } from '../control/control-routes.ts'
import { idOf } from '../objects/references.ts'
import type { Charge, Subscription } from '../objects/stripe-objects.ts'
import { cardByNumber } from '../objects/test-cards.ts'
import { simulateDispute } from '../payments/dispute-charge.ts'
import { refundCharge } from '../payments/refund-charge.ts'
import type { State } from '../state/state.ts'
import { replacePaymentMethod } from '../subscriptions/replace-payment-method.ts'

export const SCENARIOS = ['renewal', 'dispute', 'refund', 'debit'] as const
export type Scenario = (typeof SCENARIOS)[number]

const DECLINED_CARD = '4000000000000341'
const WAITING_ACCOUNT = 'DE08370400440532013003'
// A renewal is a draft for an hour before it is charged.
const UNTIL_CHARGED_S = 3_660

type Needs = Pick<ControlNeeds, 'context' | 'deliveries' | 'followers'>

export const renewalOf = (subscription: Subscription): number =>
  subscription.items.data[0]?.current_period_end ?? 0

/** The object that a scenario would act on: the newest that fits. */
export type Target = { kind: 'subscription'; subscription: Subscription } | { kind: 'charge'; charge: Charge }

export const findTarget = (state: State, scenario: Scenario): Target | null => {
  if (scenario === 'renewal' || scenario === 'debit') {
    const subscription = state
      .all('subscription')
      .findLast((each) => willRenew(each) && (scenario === 'renewal' || each.currency === 'eur'))
    return subscription ? { kind: 'subscription', subscription } : null
  }
  const charge = state
    .all('charge')
    .findLast((each) => each.status === 'succeeded' && !each.disputed && each.amount_refunded === 0)
  return charge ? { kind: 'charge', charge } : null
}

const willRenew = ({ status, cancel_at, pause_collection }: Subscription): boolean =>
  status === 'active' && cancel_at === null && pause_collection === null

/** Plays a scenario to its end. Returns false if nothing fits it. */
export const playScenario = async (needs: Needs, scenario: Scenario): Promise<boolean> => {
  const { context, deliveries } = needs
  const target = findTarget(context.state, scenario)
  if (!target) return false
  if (target.kind === 'subscription') {
    const { subscription } = target
    giveMethod(needs, subscription, scenario === 'debit' ? WAITING_ACCOUNT : DECLINED_CARD)
    const left = renewalOf(subscription) - context.clock.seconds()
    await advanceClock(needs, Math.max(0, left) + UNTIL_CHARGED_S)
    return true
  }
  const { charge } = target
  context.state.commit(() => {
    if (scenario === 'dispute') simulateDispute(context, charge, 'needs_response')
    else refundCharge(context, charge, { amount: charge.amount, reason: null, metadata: {} })
  })
  await deliveries.send()
  return true
}

const giveMethod = ({ context }: Needs, subscription: Subscription, number: string): void => {
  const customer = context.state.get('customer', idOf(subscription.customer) ?? '')
  const card = cardByNumber(number)
  if (!customer || !card) throw new Error('The subscription has no customer, or the number is unknown')
  context.state.commit(() => replacePaymentMethod(context, subscription, { customer, card }))
}
