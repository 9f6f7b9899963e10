import { type AmountMistake, parseContribution } from '../../billing/model/contribution-form.ts'
import type { Interval, Plan } from '../../billing/model/plan-change.ts'
import { type CurrencyOffer, type Newsroom, offerOf } from '../../web/page/newsroom.ts'
import type { AccountContribution } from './account-store.ts'

/** What a contribution is doing, as its giver is told. */
export type State = 'over' | 'ending' | 'ends' | 'paused' | 'failing' | 'charging' | 'running'

export const stateOf = (own: AccountContribution): State => {
  const { endedAt, isCanceling, cancelAt, isPaused, isFailing } = own
  if (endedAt) return 'over'
  if (isCanceling) return 'ending'
  if (cancelAt) return 'ends'
  if (isPaused) return 'paused'
  if (isFailing) return 'failing'
  return own.isCharging ? 'charging' : 'running'
}

export type Cadence = 'monthly' | 'yearly'
export const CADENCES = ['monthly', 'yearly'] as const satisfies readonly Cadence[]
const INTERVALS: Record<Cadence, Interval> = { monthly: 'month', yearly: 'year' }

export const cadenceOf = ({ interval, intervalCount }: AccountContribution): Cadence | null => {
  if (intervalCount !== 1) return null
  return CADENCES.find((each) => INTERVALS[each] === interval) ?? null
}

/** What may be chosen in place of it; null where nothing may. */
export type Changeable = { offer: CurrencyOffer; cadence: Cadence; amount: number }

export const changeableOf = (newsroom: Newsroom, own: AccountContribution): Changeable | null => {
  const offer = offerOf(newsroom, own.currency)
  const cadence = cadenceOf(own)
  const goesOn = ['running', 'charging', 'failing', 'paused'].includes(stateOf(own))
  return goesOn && offer && cadence && own.amount !== null ? { offer, cadence, amount: own.amount } : null
}

/** Charges may be left out of what is charged monthly, and is paid. */
export const isPausable = (
  own: AccountContribution,
  now: Date,
): own is AccountContribution & { periodEnd: Date } =>
  stateOf(own) === 'running' && cadenceOf(own) === 'monthly' && own.periodEnd !== null && own.periodEnd > now

export type ChangeMistakes = { amount?: AmountMistake; frequency?: true }
export type ParsedChange = { ok: true; plan: Plan } | { ok: false; mistakes: ChangeMistakes }

/** Reads what somebody typed in place of what they give. How often is changed only while nothing is owed, being charged or paused. */
export const parseChange = (
  typed: { amount: string; frequency: string },
  { offer, cadence }: Changeable,
  state: State,
): ParsedChange => {
  const frequency = CADENCES.find((each) => each === typed.frequency)
  if (!frequency || (frequency !== cadence && state !== 'running'))
    return { ok: false, mistakes: { frequency: true } }
  const parsed = parseContribution({ ...typed, currency: offer.currency }, [offer])
  if (!parsed.ok)
    return { ok: false, mistakes: parsed.mistakes.amount ? { amount: parsed.mistakes.amount } : {} }
  return { ok: true, plan: { amount: parsed.contribution.money.minor, interval: INTERVALS[frequency] } }
}
