import type { Currency } from '../../../money/currency.ts'
import type { CurrencyOffer, Rules } from '../../../web/page/newsroom.ts'
import type { Random } from './random.ts'

/** Everything that the demo is made from. The same values give the same rows. */
export type DemoPlan = {
  supporters: number
  months: number
  seed: number
  now: Date
  rules: Rules
  offers: readonly [CurrencyOffer, ...CurrencyOffer[]]
}

/** The defaults: two years of a small newsroom. */
export const DEMO_SIZE = { supporters: 400, months: 24, seed: 1 } as const

// The first currency of the newsroom is the most usual one.
const CURRENCY_WEIGHTS = [50, 28, 14, 8]
const PRESET_WEIGHTS = [26, 38, 27, 9]

const weightsFor = (weights: readonly number[], length: number): number[] =>
  Array.from({ length }, (_, index) => weights[index] ?? 5)

/** Draws one of the newsroom's currencies. */
export const drawOffer = (offers: DemoPlan['offers'], random: Random): CurrencyOffer =>
  offers[random.weighted(weightsFor(CURRENCY_WEIGHTS, offers.length))] ?? offers[0]

/** Draws one of the amounts that the support page suggests. */
export const drawAmount = (
  { presets }: CurrencyOffer,
  frequency: keyof CurrencyOffer['presets'],
  random: Random,
): number => {
  const amounts = presets[frequency]
  return amounts[random.weighted(weightsFor(PRESET_WEIGHTS, amounts.length))] ?? amounts[0] ?? 1
}

/** Draws another suggested amount, more often a larger one. */
export const drawOtherAmount = (amounts: readonly number[], amount: number, random: Random): number => {
  const isRaised = random.isOneIn(0.7)
  const others = amounts.filter((each) => (isRaised ? each > amount : each < amount))
  return others.length > 0 ? random.pick(others) : amount
}

/** The currency of the newsroom's balance: the first that it offers. */
export const payoutCurrencyOf = ({ offers }: DemoPlan): Currency => offers[0].currency
