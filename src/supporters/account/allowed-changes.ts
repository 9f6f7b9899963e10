import { type AmountMistake, parseContribution } from '../../billing/model/contribution-form.ts'
import type { Interval, Plan } from '../../billing/model/plan-change.ts'
import { type CurrencyOffer, type Newsroom, offerOf } from '../../web/page/newsroom.ts'
import type { AccountContribution } from './account-store.ts'

/** The one state of a contribution that pages show: the first that applies, in this order. */
export type State = 'ended' | 'canceling' | 'cancelScheduled' | 'paused' | 'pastDue' | 'charging' | 'active'

export const stateOf = (contribution: AccountContribution): State => {
  const { endedAt, isCanceling, cancelAt, isPaused, isFailing, isCharging } = contribution
  if (endedAt) return 'ended'
  if (isCanceling) return 'canceling'
  if (cancelAt) return 'cancelScheduled'
  if (isPaused) return 'paused'
  if (isFailing) return 'pastDue'
  return isCharging ? 'charging' : 'active'
}

export type Cadence = 'monthly' | 'yearly'
export const CADENCES = ['monthly', 'yearly'] as const satisfies readonly Cadence[]
const INTERVALS: Record<Cadence, Interval> = { monthly: 'month', yearly: 'year' }

export const cadenceOf = ({ interval, intervalCount }: AccountContribution): Cadence | null => {
  if (intervalCount !== 1) return null
  return CADENCES.find((each) => INTERVALS[each] === interval) ?? null
}

/** The current plan of a contribution that may be changed, and what the newsroom offers in its currency. */
export type ChangeablePlan = { offer: CurrencyOffer; cadence: Cadence; amount: number }

/** Returns null if the plan cannot be changed: the contribution is canceled, or its price is not one of ours. */
export const findChangeablePlan = (
  newsroom: Newsroom,
  contribution: AccountContribution,
): ChangeablePlan | null => {
  const { currency, amount } = contribution
  const offer = offerOf(newsroom, currency)
  const cadence = cadenceOf(contribution)
  const continues = ['active', 'charging', 'pastDue', 'paused'].includes(stateOf(contribution))
  return continues && offer && cadence && amount !== null ? { offer, cadence, amount } : null
}

/** Only a monthly contribution with no failing or pending charge can be paused. */
export const isPausable = (
  contribution: AccountContribution,
  now: Date,
): contribution is AccountContribution & { periodEnd: Date } =>
  stateOf(contribution) === 'active' &&
  cadenceOf(contribution) === 'monthly' &&
  contribution.periodEnd !== null &&
  contribution.periodEnd > now

export type ChangeMistakes = { amount?: AmountMistake; frequency?: true }
export type ParsedChange = { ok: true; plan: Plan } | { ok: false; mistakes: ChangeMistakes }

/** Parses the plan that a supporter typed. The cadence can change only in the state `running`. */
export const parseChange = (
  typed: { amount: string; frequency: string },
  { offer, cadence }: ChangeablePlan,
  state: State,
): ParsedChange => {
  const frequency = CADENCES.find((each) => each === typed.frequency)
  if (!frequency || (frequency !== cadence && state !== 'active'))
    return { ok: false, mistakes: { frequency: true } }
  const parsed = parseContribution({ ...typed, currency: offer.currency }, [offer])
  if (!parsed.ok)
    return { ok: false, mistakes: parsed.mistakes.amount ? { amount: parsed.mistakes.amount } : {} }
  return { ok: true, plan: { amount: parsed.contribution.money.minor, interval: INTERVALS[frequency] } }
}
